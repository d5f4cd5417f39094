//! `generator new`: a skeleton of something to write, sound from the start.
//!
//! [`begin`] is the entry. The content is read as it would be with the new files in it, and nothing
//! is written when that makes a mistake. The skeletons themselves are files beside this one, with
//! `skeleton` to fill them in.

mod skeleton;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::additions;
use crate::catalogue;
use crate::config::Sort;
use crate::content;
use crate::content::walk::Found;
use crate::diagnostic::Mistakes;
use crate::diagnostic::place::Located;
use crate::new::skeleton::Skeleton;

/// How it ended.
#[derive(Debug)]
pub enum Begun {
    /// These files were written.
    Written {
        /// Where they are.
        files: Vec<PathBuf>,
        /// What is left for the author, a line each.
        next: Vec<String>,
    },
    /// Nothing was written, and why.
    Refused(String),
    /// Nothing was written: the content as it is now has no room for it.
    Mistaken(Mistakes),
}

/// Puts a skeleton with this title into a content folder. Never overwrites anything.
///
/// # Errors
/// When the disk refuses.
pub fn begin(folder: &Path, sort: Sort, title: &str) -> Result<Begun> {
    let (content, _) = content::load(folder);
    let made = match skeleton::make(&content, sort, title) {
        Ok(made) => made,
        Err(reason) => return Ok(Begun::Refused(reason)),
    };
    if let Some(there) = made.folders.iter().map(|it| folder.join(it)).find(|it| it.exists()) {
        return Ok(Begun::Refused(format!("`{}` finns redan", there.display())));
    }
    let mistakes = new_mistakes(folder, &made);
    if !mistakes.is_empty() {
        return Ok(Begun::Mistaken(mistakes));
    }
    let files = additions::add(folder, &made.files)?;
    Ok(Begun::Written { files, next: made.next })
}

/// What would be wrong with the skeleton in its place, and is not wrong already.
fn new_mistakes(folder: &Path, made: &Skeleton) -> Mistakes {
    let known: BTreeSet<String> = checked(folder, Vec::new()).iter().map(told).collect();
    let found = made
        .checked
        .iter()
        .map(|(path, bytes)| Found { path: path.clone(), bytes: Some(bytes.clone()) });
    let expected = |it: &Located| made.expected.is_some_and(|code| code == code_of(it));
    checked(folder, found.collect()).without(|it| known.contains(&told(it)) || expected(it))
}

fn checked(folder: &Path, more: Vec<Found>) -> Mistakes {
    let (content, mut mistakes) = content::load_with(folder, more);
    mistakes.extend(catalogue::build(content).1);
    mistakes
}

fn told(it: &Located) -> String {
    let file = it.place.as_ref().map_or("", |it| it.file());
    format!("{file}: {it}")
}

fn code_of(it: &Located) -> String {
    miette::Diagnostic::code(it).map(|it| it.to_string()).unwrap_or_default()
}
