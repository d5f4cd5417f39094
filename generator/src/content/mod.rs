//! Reads the content folder: files → typed headers, texts and forms, as written.
//!
//! [`load`] is the entry. Reading order: [`walk`] (the disk), [`source`] and
//! [`front_matter`] (a file and its header), [`read`] and [`expected`] (TOML →
//! value, or mistakes), then what the headers hold. Nothing here knows whether a name
//! refers to something: that is `catalogue`.

pub(crate) mod conditions;
pub(crate) mod document;
pub(crate) mod expected;
pub(crate) mod front_matter;
pub(crate) mod handlers;
pub(crate) mod imported;
pub(crate) mod pages;
pub(crate) mod read;
pub(crate) mod search_lists;
pub(crate) mod service;
pub(crate) mod site;
pub(crate) mod sort;
pub(crate) mod source;
pub(crate) mod walk;

use std::collections::BTreeSet;
use std::path::Path;

use crate::content::handlers::HandlersFile;
use crate::content::pages::{CategoryHeader, Named, PageHeader};
use crate::content::search_lists::{SignpostFile, SynonymFile};
use crate::content::service::ServiceFolder;
use crate::content::site::SiteFile;
use crate::content::source::Source;
use crate::content::walk::Found;
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::content::ContentMistake;

/// A TOML file that could be read.
#[derive(Debug)]
pub(crate) struct Parsed<T> {
    pub(crate) source: Source,
    pub(crate) value: T,
}

/// Everything that could be read.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub(crate) site: Option<Parsed<SiteFile>>,
    pub(crate) handlers: Option<Parsed<HandlersFile>>,
    pub(crate) categories: Vec<Named<CategoryHeader>>,
    pub(crate) services: Vec<ServiceFolder>,
    pub(crate) pages: Vec<Named<PageHeader>>,
    /// What people say instead, over the general list; there may be no such file.
    pub(crate) synonyms: Option<Parsed<SynonymFile>>,
    /// What others handle, over the general list; there may be no such file.
    pub(crate) signposts: Option<Parsed<SignpostFile>>,
    /// Addresses of files that could not be read, so that links to them are not called dead too.
    pub(crate) unread: BTreeSet<String>,
}

/// Reads the content folder. Whatever could not be read is among the mistakes.
pub(crate) fn load(folder: &Path) -> (Content, Mistakes) {
    load_with(folder, Vec::new())
}

/// Reads the content folder as if it held these files, too.
pub(crate) fn load_with(folder: &Path, more: Vec<Found>) -> (Content, Mistakes) {
    let mut mistakes = Mistakes::default();
    if !folder.is_dir() {
        let folder = folder.display().to_string();
        mistakes.add_without_place(ContentMistake::NoFolder { folder });
        return (Content::default(), mistakes);
    }
    let name = folder.file_name().map_or("content".into(), |name| name.to_string_lossy());
    let mut found = walk::walk(folder, &name, &mut mistakes);
    found.retain(|it| !more.iter().any(|new| new.path == it.path));
    found.extend(more);
    for file in ["site.toml", "handlers.toml"] {
        if !found.iter().any(|it| it.path == file) {
            mistakes
                .add_without_place(ContentMistake::MissingFile { file: format!("{name}/{file}") });
        }
    }
    let content = sort::sort(&name, found, &mut mistakes);
    (content, mistakes)
}
