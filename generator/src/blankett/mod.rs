//! Paper: every form as a tagged PDF to print and fill in by hand.
//!
//! [`print`] is the entry. Reading order: [`document`] (what a blankett says,
//! from heading to signature), [`questions`] (fields as lines and boxes),
//! [`condition`] (when a question is asked, in words), [`about`] (where it
//! goes, how personal data is used).
//!
//! No clock and no chance: the same content gives the same bytes.

pub(crate) mod about;
mod condition;
mod document;
mod questions;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result};
use pdf::{Document, Paper};
use sha2::{Digest, Sha256};
use theme::Theme;

use crate::catalogue::Catalogue;

/// Finished blanketter, by the index of their entry.
pub(crate) type Papers = BTreeMap<usize, Paper>;

/// Keeps what was printed, so that nothing is printed twice while a site is written.
#[derive(Debug, Default)]
pub(crate) struct Press(Mutex<HashMap<String, Paper>>);

/// A blankett to print.
struct Sheet {
    entry: usize,
    /// Which edition it is: of all that it says.
    hash: String,
    document: Document,
}

/// Prints the blankett of every entry that has one, on all processors.
pub(crate) fn print(catalogue: &Catalogue, theme: &Theme, press: &Press) -> Result<Papers> {
    let with_paper = catalogue.entries.iter().enumerate().filter(|(_, it)| it.paper.is_some());
    let sheets: Vec<Sheet> = with_paper
        .filter_map(|(entry, it)| {
            let document = document::of(catalogue, theme, it)?;
            let hash = hex::encode(Sha256::digest(format!("{document:?}")));
            Some(Sheet { entry, hash, document })
        })
        .collect();
    let hands = thread::available_parallelism().map_or(1, usize::from);
    let part = sheets.len().div_ceil(hands).max(1);
    let printed = thread::scope(|scope| {
        let parts: Vec<_> = sheets
            .chunks(part)
            .map(|part| scope.spawn(|| part.iter().map(|it| press.print(it, theme)).collect()))
            .collect();
        parts.into_iter().map(|it| it.join()).collect::<Vec<thread::Result<Result<Vec<_>>>>>()
    });
    let mut papers = Papers::new();
    for part in printed {
        let part = part.map_err(|_| anyhow::anyhow!("printing a blankett came to a sudden end"))?;
        papers.extend(part?);
    }
    press.keep(&sheets, &papers);
    Ok(papers)
}

impl Press {
    fn print(&self, sheet: &Sheet, theme: &Theme) -> Result<(usize, Paper)> {
        let kept = self.lock().get(&sheet.hash).cloned();
        if let Some(paper) = kept {
            return Ok((sheet.entry, paper));
        }
        let edition = theme.text("blankett.edition", &[("edition", &sheet.hash[..8])]);
        let paper = sheet.document.to_paper(&edition);
        let paper = paper.with_context(|| format!("printing `{}`", sheet.document.title))?;
        Ok((sheet.entry, paper))
    }

    /// Keeps these for the next time, and no others.
    fn keep(&self, sheets: &[Sheet], papers: &Papers) {
        let paper = |it: &Sheet| Some((it.hash.clone(), papers.get(&it.entry)?.clone()));
        *self.lock() = sheets.iter().filter_map(paper).collect();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Paper>> {
        // Whoever panicked has only read or replaced the whole: what is there is sound.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
