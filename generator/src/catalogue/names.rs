//! What there is to refer to: slugs and addresses, collisions among them.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::pages::{CategoryHeader, Named, PageHeader};
use crate::content::service::{Kind, ServiceFolder};
use crate::content::source::Source;
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::Mistake;
use crate::diagnostic::suggestion::did_you_mean;

/// Addresses that the generator makes itself.
const OWN_PAGES: [&str; 3] = ["/", "/a-o/", "/sok/"];
/// First parts of addresses that are taken, so that no page may have them.
const TAKEN: [&str; 5] = ["a-o", "blanketter", "e-tjanster", "kategorier", "sok"];

/// Every slug and address.
#[derive(Debug, Default)]
pub(crate) struct Names {
    entries: BTreeMap<String, usize>,
    categories: BTreeMap<String, usize>,
    addresses: BTreeMap<String, String>,
    unread: BTreeSet<String>,
}

impl Names {
    /// Collects the names; the same address twice is a mistake.
    pub(super) fn new(
        services: &[ServiceFolder],
        categories: &[Named<CategoryHeader>],
        pages: &[Named<PageHeader>],
        unread: BTreeSet<String>,
        mistakes: &mut Mistakes,
    ) -> Self {
        let mut names = Self { unread, ..Self::default() };
        for url in OWN_PAGES {
            names.addresses.insert(url.to_owned(), "the portal itself".to_owned());
        }
        for slug in TAKEN {
            names.addresses.entry(format!("/{slug}/")).or_insert("the portal itself".to_owned());
        }
        for (index, it) in services.iter().enumerate() {
            names.claim(it.kind.url(&it.slug), &it.document.source, mistakes);
            if let Some(other) = names.entries.insert(it.slug.clone(), index) {
                let other = services[other].document.source.file.clone();
                let collision = Mistake::Collision { url: it.slug.clone(), other };
                mistakes.add(it.document.source.top(), collision);
            }
        }
        // Categories are shown in their own order, so their index is decided there.
        let mut ordered: Vec<_> = categories.iter().collect();
        ordered.sort_by_key(|it| it.document.header.order);
        for (index, it) in ordered.into_iter().enumerate() {
            names.claim(format!("/kategorier/{}/", it.slug), &it.document.source, mistakes);
            names.categories.insert(it.slug.clone(), index);
        }
        for it in pages {
            names.claim(format!("/{}/", it.slug), &it.document.source, mistakes);
        }
        for folder in ["e-tjanster", "blanketter", "kategorier"] {
            names.addresses.remove(&format!("/{folder}/"));
        }
        names
    }

    /// The index of a category.
    pub(super) fn category(&self, slug: &str) -> Result<Option<usize>, Mistake> {
        let known = self.categories.keys().map(String::as_str);
        self.found(self.categories.get(slug), "category", slug, &["/kategorier/"], known)
    }

    /// The index of an e-service or blankett; `Ok(None)` when its file could not be read.
    pub(super) fn entry(&self, slug: &str) -> Result<Option<usize>, Mistake> {
        let folders = ["/e-tjanster/", "/blanketter/"];
        let known = self.entries.keys().map(String::as_str);
        self.found(self.entries.get(slug), "e-tjänst or blankett", slug, &folders, known)
    }

    /// Whether a page is at this address.
    pub(super) fn has_page(&self, url: &str) -> bool {
        self.addresses.contains_key(url) || self.unread.contains(url)
    }

    /// Whether the file of this page could not be read, so nothing is known of its headings.
    pub(super) fn is_unread(&self, url: &str) -> bool {
        self.unread.contains(url)
    }

    /// The page that was perhaps meant.
    pub(super) fn nearest_page(&self, url: &str) -> String {
        did_you_mean(url, self.addresses.keys().map(String::as_str))
    }

    fn claim(&mut self, url: String, source: &Source, mistakes: &mut Mistakes) {
        match self.addresses.get(&url) {
            Some(other) => {
                let collision = Mistake::Collision { url, other: other.clone() };
                mistakes.add(source.top(), collision);
            }
            None => {
                self.addresses.insert(url, source.file.clone());
            }
        }
    }

    fn found<'a>(
        &self,
        index: Option<&usize>,
        what: &'static str,
        slug: &str,
        folders: &[&str],
        known: impl Iterator<Item = &'a str>,
    ) -> Result<Option<usize>, Mistake> {
        if let Some(index) = index {
            return Ok(Some(*index));
        }
        if folders.iter().any(|folder| self.unread.contains(&format!("{folder}{slug}/"))) {
            return Ok(None);
        }
        Err(Mistake::Unknown { what, name: slug.to_owned(), help: did_you_mean(slug, known) })
    }
}

/// Whether an address is that of an e-service.
pub(super) fn is_service(url: &str) -> bool {
    url.starts_with(&format!("/{}/", Kind::Service.folder()))
}
