//! The catalogue: everything that can be found, with every reference resolved.
//!
//! [`build`] is the entry. Reading order: [`entry`] (the nouns), [`names`] and [`aliases`] (what
//! refers to what, and old addresses), [`site`], [`handlers`], [`contact`], [`entries`] and
//! [`pages`] (from headers to nouns), [`paper`] (what can be printed), [`links`], [`form`] (is the form sound?),
//! [`alphabet`] (Swedish order).
//!
//! **Invariant:** nothing here reads files or makes HTML other than from
//! Markdown. What comes out needs no further checking.

pub(crate) mod aliases;
pub(crate) mod alphabet;
pub(crate) mod contact;
pub(crate) mod entries;
pub(crate) mod entry;
pub(crate) mod form;
pub(crate) mod handlers;
pub(crate) mod links;
pub(crate) mod names;
pub(crate) mod pages;
pub(crate) mod paper;
pub(crate) mod site;

use crate::catalogue::entry::{Category, Entry, Page, Site};
use crate::catalogue::handlers::Units;
use crate::catalogue::names::Names;
use crate::content::Content;
use crate::content::search_lists::{SignpostFile, SynonymFile};
use crate::content::service::{Kind, ServiceFolder};
use crate::diagnostic::Mistakes;

/// Everything that the pages are made of.
#[derive(Debug)]
pub(crate) struct Catalogue {
    pub(crate) site: Site,
    /// In the order of the start page.
    pub(crate) categories: Vec<Category>,
    /// E-services and blanketter, in Swedish order of what tells them apart.
    pub(crate) entries: Vec<Entry>,
    pub(crate) pages: Vec<Page>,
    /// Indices of the most used entries, in order.
    pub(crate) most_used: Vec<usize>,
    /// What people say instead, over the general list.
    pub(crate) synonyms: SynonymFile,
    /// What others handle, over the general list.
    pub(crate) signposts: SignpostFile,
    /// Files to publish as they are, with their path from the root.
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

impl Catalogue {
    /// How many entries are of a kind.
    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.entries.iter().filter(|it| it.kind == kind).count()
    }
}

/// Resolves the content. `None` when the files that everything hangs on are missing.
pub(crate) fn build(mut content: Content) -> (Option<Catalogue>, Mistakes) {
    let mut mistakes = Mistakes::default();
    content.services.sort_by_cached_key(|it| {
        alphabet::key(&it.document.header.title, &it.document.header.verb)
    });

    let names = Names::new(&content, &mut mistakes);
    let Content { site, handlers, categories, services, pages, synonyms, signposts, .. } = content;
    let (Some(site), Some(handlers)) = (site, handlers) else { return (None, mistakes) };
    let units = Units::resolve(&handlers, &mut mistakes);
    let (site, most_used) = site::resolve(site, &names, &mut mistakes);
    let categories = pages::categories(categories, &services, &names, &mut mistakes);
    let pages = pages::pages(pages, &names, &mut mistakes);
    let files = services.iter().flat_map(attachments).collect();
    let entries =
        entries::Resolving { site: &site, units: &units, names: &names, mistakes: &mut mistakes }
            .all(services);
    let catalogue = Catalogue {
        site,
        categories,
        entries,
        pages,
        most_used,
        synonyms: synonyms.map(|it| it.value).unwrap_or_default(),
        signposts: signposts.map(|it| it.value).unwrap_or_default(),
        files,
    };
    links::check(&catalogue, &names, &mut mistakes);
    (Some(catalogue), mistakes)
}

fn attachments(folder: &ServiceFolder) -> impl Iterator<Item = (String, Vec<u8>)> {
    let url = folder.kind.url(&folder.slug);
    let path = url.trim_start_matches('/').to_owned();
    // Cloned: few entries have files, and their sizes are still to be told.
    folder.files.iter().map(move |it| (format!("{path}{}", it.name), it.bytes.clone()))
}
