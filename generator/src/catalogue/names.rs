//! What there is to refer to: slugs and addresses, collisions among them.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::aliases;
use crate::content::pages;
use crate::content::service::{Kind, ServiceFolder};
use crate::content::source::Source;
use crate::content::{Content, Parsed};
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::catalogue::CatalogueMistake;
use crate::diagnostic::suggestion::did_you_mean;

/// Pages that the generator makes itself.
const OWN_PAGES: [&str; 3] = ["/", "/a-o/", "/sok/"];
/// Addresses where no page is, and none may be: folders, and what the server answers itself.
const TAKEN: [&str; 7] =
    ["/_search/", "/_site/", "/_theme/", "/blanketter/", "/e-tjanster/", "/halsa/", "/kategorier/"];
/// Where e-services and blanketter are.
const ENTRIES: [&str; 2] = ["/e-tjanster/", "/blanketter/"];
const PORTAL: &str = "the portal itself";

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
    pub(super) fn new(content: &Content, mistakes: &mut Mistakes) -> Self {
        let mut names = Self { unread: content.unread.clone(), ..Self::default() };
        for url in OWN_PAGES.into_iter().chain(TAKEN) {
            names.addresses.insert(url.to_owned(), PORTAL.to_owned());
        }
        // No page either: what the server shows there depends on who asks.
        let account = names.claim_account(content, mistakes);
        names.claim_entries(&content.services, mistakes);
        // Categories are shown in their own order, so their index is decided there.
        let mut ordered: Vec<_> = content.categories.iter().collect();
        ordered.sort_by_key(|it| it.document.header.order);
        for (index, it) in ordered.into_iter().enumerate() {
            names.claim(format!("/kategorier/{}/", it.slug), &it.document.source, mistakes);
            names.categories.insert(it.slug.clone(), index);
        }
        for it in &content.pages {
            let url = pages::url(&it.slug, it.language);
            names.claim(url, &it.document.source, mistakes);
        }
        aliases::check(&content.services, &names.addresses, account, mistakes);
        for url in TAKEN.into_iter().chain(account) {
            names.addresses.remove(url);
        }
        names
    }

    fn claim_account<'a>(
        &mut self,
        content: &'a Content,
        mistakes: &mut Mistakes,
    ) -> Option<&'a str> {
        let Parsed { source, value } = content.site.as_ref()?;
        let url = value.account.clone();
        let whose = "what is behind the login, see `account` in site.toml";
        if let Some(other) = self.addresses.insert(url.clone(), whose.to_owned()) {
            let help = "choose another address for what is behind the login";
            mistakes
                .add(source.at_key("account"), CatalogueMistake::Collision { url, other, help });
        }
        Some(&value.account)
    }

    fn claim_entries(&mut self, services: &[ServiceFolder], mistakes: &mut Mistakes) {
        for (index, it) in services.iter().enumerate() {
            let source = &it.document.source;
            self.claim(it.kind.url(&it.slug), source, mistakes);
            if let Some(other) = self.entries.insert(it.slug.clone(), index) {
                let other = format!("`{}`", services[other].document.source.file);
                let help = "rename one of the two folders";
                let mistake = CatalogueMistake::Collision { url: it.slug.clone(), other, help };
                mistakes.add(source.top(), mistake);
            }
        }
    }

    /// The index of a category.
    pub(super) fn category(&self, slug: &str) -> Result<Option<usize>, CatalogueMistake> {
        let known = self.categories.keys().map(String::as_str);
        self.found(self.categories.get(slug), "category", slug, &["/kategorier/"], known)
    }

    /// The index of an e-service or blankett; `Ok(None)` when its file could not be read.
    pub(super) fn entry(&self, slug: &str) -> Result<Option<usize>, CatalogueMistake> {
        let known = self.entries.keys().map(String::as_str);
        self.found(self.entries.get(slug), "e-tjänst or blankett", slug, &ENTRIES, known)
    }

    /// Whether a page is at this address.
    pub(super) fn has_page(&self, url: &str) -> bool {
        self.addresses.contains_key(url) || self.unread.contains(url)
    }

    /// Whether a file stands beside a page that could not be read, so that nothing is known of it.
    pub(super) fn is_beside_unread(&self, path: &str) -> bool {
        path.rfind('/').is_some_and(|at| self.unread.contains(&path[..=at]))
    }

    /// Whether an e-service or blankett could not be read, so that nobody knows what it refers to.
    pub(super) fn misses_entries(&self) -> bool {
        self.unread.iter().any(|it| ENTRIES.iter().any(|folder| it.starts_with(folder)))
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
                let other = other.clone();
                let help = "rename this file or folder";
                mistakes.add(source.top(), CatalogueMistake::Collision { url, other, help });
            }
            None => {
                self.addresses.insert(url, format!("`{}`", source.file));
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
    ) -> Result<Option<usize>, CatalogueMistake> {
        if let Some(index) = index {
            return Ok(Some(*index));
        }
        if folders.iter().any(|folder| self.unread.contains(&format!("{folder}{slug}/"))) {
            return Ok(None);
        }
        Err(CatalogueMistake::Unknown {
            what,
            name: slug.to_owned(),
            help: did_you_mean(slug, known),
        })
    }
}

/// Whether an address is that of an e-service.
pub(super) fn is_service(url: &str) -> bool {
    url.starts_with(&format!("/{}/", Kind::Service.folder()))
}
