//! `generator import oeplatform`: what was saved from Open ePlatform → content folders, and a report.
//!
//! [`oeplatform`] is the entry. Reading order: `text` and `xml` (bytes → something to read, without
//! trust), `flow` (the noun), `getflows` and `oeflow` (the two formats), `form` (questions),
//! `html` (texts), `folders` (what is written), `report`.
//!
//! **Invariant:** everything is read before anything is written; what cannot be read stops it as a whole.

mod addresses;
mod flow;
mod folders;
mod form;
mod getflows;
mod html;
mod oeflow;
mod report;
mod text;
mod units;
mod xml;

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::additions;
use crate::catalogue;
use crate::content;
use crate::diagnostic::Mistakes;
use crate::import::flow::Flow;
use crate::import::folders::Folder;
use crate::output::OutputFiles;

/// What was done.
#[derive(Debug)]
pub struct Imported {
    /// What a person reads, in Swedish.
    pub report: String,
    /// Where that was written.
    pub file: PathBuf,
}

/// Reads saved files and puts what is in them into a content folder. What is there already stays, unless
/// `force` says otherwise of services and blanketter.
///
/// # Errors
/// When a file cannot be read, or the disk refuses.
pub fn oeplatform(files: &[PathBuf], into: &Path, force: bool) -> Result<Imported> {
    let mut flows = Vec::new();
    for file in files {
        let read = read(file).with_context(|| format!("läser `{}`", file.display()))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        flows.extend(read.into_iter().map(|it| Flow { file: name.clone(), ..it }));
    }
    let (content, _) = content::load(into);
    let mut made = folders::make(flow::together(flows), &content);
    let kept: Vec<Folder> = if force { Vec::new() } else { take_existing(into, &mut made.folders) };
    let there: BTreeSet<String> =
        additions::existing(into, &made.besides).into_iter().cloned().collect();
    made.besides.retain(|path, _| !there.contains(path));
    let files: OutputFiles = made.folders.iter().flat_map(|it| it.files.clone()).collect();
    additions::add(into, &made.besides)?;
    let put = if force { additions::replace } else { additions::add };
    put(into, &files)?;
    let report = report::report(&made, &kept, into, &mistakes(into));
    let file = additions::note(into, report::NAME, &report)?;
    Ok(Imported { report, file })
}

fn read(file: &Path) -> Result<Vec<Flow>> {
    let opened = fs::File::open(file).context("öppnar filen")?;
    let mut bytes = Vec::new();
    opened.take(text::MOST_BYTES + 1).read_to_end(&mut bytes).context("läser filen")?;
    if bytes.len() as u64 > text::MOST_BYTES {
        bail!("filen är större än {} MB", text::MOST_BYTES / 1024 / 1024);
    }
    let text = text::decoded(&bytes)?;
    match text.trim_start().chars().next() {
        Some('<') => {
            let document = xml::document(&text)?;
            let root = document.root_element();
            match root.tag_name().name() {
                "Flows" => Ok(getflows::xml(root)),
                "Flow" => Ok(vec![oeflow::read(root)]),
                "QueryDescriptor" => {
                    bail!(
                        "filen är en enskild fråga (.oequery); exportera hela e-tjänsten (.oeflow)"
                    )
                }
                other => bail!(
                    "filen är varken svaret från getflows eller en .oeflow: den börjar med <{}>",
                    html::short(other)
                ),
            }
        }
        Some('{') => getflows::json(&text),
        _ => bail!("filen är varken XML eller JSON"),
    }
}

/// Takes out the folders that are there already.
fn take_existing(into: &Path, folders: &mut Vec<Folder>) -> Vec<Folder> {
    let (kept, new) = std::mem::take(folders)
        .into_iter()
        .partition(|it| into.join(&it.path).symlink_metadata().is_ok());
    *folders = new;
    kept
}

fn mistakes(into: &Path) -> Mistakes {
    let (content, mut mistakes) = content::load(into);
    mistakes.extend(catalogue::build(content).1);
    mistakes.sorted()
}
