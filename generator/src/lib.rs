#![doc = include_str!("../README.md")]
//!
//! Reading order: [`config`] (what to do), [`diagnostic`] (what can be wrong),
//! `content` (files → headers and texts), `markdown`, `catalogue` (every name
//! resolved), `blankett` (forms on paper), `render` and `search` (catalogue → files in memory), [`output`]
//! (the only writer), `preview` (the same files on loopback), `ask` (what the
//! search answers), [`new`] (what an author begins with), [`import`] (what another
//! platform has saved), `additions` (the only
//! writer there), [`schema`] (what each file may hold, for editors), [`cli`].

pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod import;
pub mod new;
pub mod output;
pub mod schema;

mod additions;
mod ask;
mod blankett;
mod catalogue;
mod content;
mod markdown;
mod preview;
mod render;
mod report;
mod search;

use std::path::Path;

use anyhow::{Context, Result};
use theme::Theme;

use crate::blankett::Press;
use crate::catalogue::Catalogue;
use crate::config::{Options, Question};
use crate::diagnostic::Mistakes;
use crate::output::{OutputFiles, Written};

/// How a build ended.
#[derive(Debug)]
pub enum Outcome {
    /// The folder holds the site.
    Published(Written),
    /// Something is wrong with the content; the folder was not touched.
    Refused(Mistakes),
}

/// Makes the site in memory. Without mistakes the files are complete; with any, there are none.
///
/// # Errors
/// When the theme is at fault: a template that cannot be rendered.
pub fn site(
    content: &Path,
    theme: &Theme,
    base_url: Option<&str>,
) -> Result<(OutputFiles, Mistakes)> {
    made((content, theme), base_url, &Press::default())
}

/// The site, with what the press has kept of the last one.
fn made(
    (content, theme): (&Path, &Theme),
    base_url: Option<&str>,
    press: &Press,
) -> Result<(OutputFiles, Mistakes)> {
    let (catalogue, mistakes) = understood(content, base_url);
    let Some(catalogue) = catalogue else { return Ok((OutputFiles::new(), mistakes)) };
    let index = search::index(&catalogue, search::WHOLE).context("writing the search index")?;
    let papers = blankett::print(&catalogue, theme, press)?;
    let mut files = render::site(&catalogue, (theme, &papers), &index.first)?;
    for (entry, paper) in papers {
        let path = catalogue.entries[entry].paper_url().trim_start_matches('/').to_owned();
        files.insert(path, paper.bytes);
    }
    files.extend(index.files.into_iter().map(|it| (it.path, it.bytes)));
    Ok((files, mistakes))
}

/// What the texts say, with every name resolved: only when nothing is wrong.
fn understood(content: &Path, base_url: Option<&str>) -> (Option<Catalogue>, Mistakes) {
    let (content, mut mistakes) = content::load(content);
    let (catalogue, more) = catalogue::build(content);
    mistakes.extend(more);
    let (Some(mut catalogue), true) = (catalogue, mistakes.is_empty()) else {
        return (None, mistakes.sorted());
    };
    if let Some(base_url) = base_url {
        catalogue.site.base_url = base_url.trim_end_matches('/').to_owned();
    }
    (Some(catalogue), mistakes)
}

/// Makes the site and puts it in its folder.
///
/// # Errors
/// When the theme or the disk is at fault. What is wrong with the content is an [`Outcome`].
pub fn build(options: &Options) -> Result<Outcome> {
    let (files, mistakes) = checked(options, &Press::default())?;
    if !mistakes.is_empty() {
        return Ok(Outcome::Refused(mistakes));
    }
    Ok(Outcome::Published(output::write(&options.out, &files)?))
}

/// What the search of some options' site answers, unless something is wrong with the content.
/// Of the site only the index is made, and the script that reads it.
fn answer(options: &Options, question: &Question) -> Result<Result<Option<String>, Mistakes>> {
    let (catalogue, mistakes) = understood(&options.content, options.base_url.as_deref());
    let Some(catalogue) = catalogue else { return Ok(Err(mistakes)) };
    let whole = match question {
        Question::File { shards: true, .. } => 0,
        _ => search::WHOLE,
    };
    let index = search::index(&catalogue, whole).context("writing the search index")?;
    let mut files: OutputFiles = index.files.into_iter().map(|it| (it.path, it.bytes)).collect();
    files.extend(theme(options)?.assets().into_iter().map(|it| (it.path, it.bytes)));
    ask::ask(&files, &index.first, question).map(Ok)
}

/// The site of some options, in memory.
fn checked(options: &Options, press: &Press) -> Result<(OutputFiles, Mistakes)> {
    made((&options.content, &theme(options)?), options.base_url.as_deref(), press)
}

fn theme(options: &Options) -> Result<Theme> {
    let theme = match &options.theme {
        Some(folder) => Theme::folder(folder),
        None => Theme::embedded(),
    };
    theme.context("reading the theme")
}
