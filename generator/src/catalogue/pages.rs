//! Categories and the portal's own pages, from header to noun.

use std::collections::BTreeSet;

use crate::catalogue::contact;
use crate::catalogue::entry::{Category, Link, Page};
use crate::catalogue::names::Names;
use crate::content::document::Document;
use crate::content::pages::{CategoryHeader, Named, PageHeader, SWEDISH, url};
use crate::content::service::ServiceFolder;
use crate::content::source::Source;
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::catalogue::CatalogueMistake;
use crate::markdown::{self, Rendered};

/// The categories in their own order. One that no service is in is a mistake.
pub(super) fn categories(
    mut files: Vec<Named<CategoryHeader>>,
    services: &[ServiceFolder],
    names: &Names,
    mistakes: &mut Mistakes,
) -> Vec<Category> {
    files.sort_by_key(|it| it.document.header.order);
    let used: BTreeSet<usize> = services
        .iter()
        .filter_map(|it| names.category(&it.document.header.category).ok().flatten())
        .collect();
    // What could not be read, or names a category wrongly, is perhaps meant to be in this one.
    let sure = !names.misses_entries()
        && services.iter().all(|it| names.category(&it.document.header.category).is_ok());
    let mut categories = Vec::with_capacity(files.len());
    for (index, Named { slug, document, .. }) in files.into_iter().enumerate() {
        if sure && !used.contains(&index) {
            let mistake = CatalogueMistake::EmptyCategory { slug: slug.clone() };
            mistakes.add(document.source.top(), mistake);
        }
        let body = rendered(&document, &[], mistakes);
        let Document { source, header, body: body_at } = document;
        filled(&source, "title", &header.title, mistakes);
        filled(&source, "lead", &header.lead, mistakes);
        more(&source, &header.more, mistakes);
        categories.push(Category {
            url: format!("/kategorier/{slug}/"),
            title: header.title,
            lead: header.lead,
            examples: header.examples,
            more: header.more,
            body,
            source,
            body_at,
        });
    }
    categories
}

/// The portal's own pages.
pub(super) fn pages(
    files: Vec<Named<PageHeader>>,
    names: &Names,
    mistakes: &mut Mistakes,
) -> Vec<Page> {
    let mut pages = Vec::with_capacity(files.len());
    let named: Vec<_> = files.iter().map(|it| (it.slug.clone(), it.language)).collect();
    for Named { slug, language, document } in files {
        let body = rendered(&document, &[], mistakes);
        let Document { source, header, body: body_at } = document;
        let other = named.iter().find(|it| it.0 == slug && it.1 != language);
        let translation = other.map(|(slug, other)| (*other, url(slug, other)));
        let known = translation.is_some() || names.is_unread(&url(&slug, SWEDISH));
        if language != SWEDISH && !known {
            let help = "write it in Swedish beside it, or rename this file".to_owned();
            let (what, name) = ("page", slug.clone());
            mistakes.add(source.top(), CatalogueMistake::Unknown { what, name, help });
        }
        filled(&source, "title", &header.title, mistakes);
        filled(&source, "summary", &header.summary, mistakes);
        let updated = header.updated.as_deref().and_then(|it| day(&source, it, mistakes));
        pages.push(Page {
            url: url(&slug, language),
            language,
            translation,
            title: header.title,
            summary: header.summary,
            updated,
            plain_contact: header.plain_contact,
            no_eid: header.no_eid,
            body,
            source,
            body_at,
        });
    }
    pages
}

/// Notes links to more that cannot be followed, or do not say where they lead.
pub(super) fn more(source: &Source, links: &[Link], mistakes: &mut Mistakes) {
    for (index, link) in links.iter().enumerate() {
        let place = |key: &'static str| source.at(&["more".into(), index.into(), key.into()]);
        if link.label.trim().is_empty() {
            mistakes.add(place("label"), CatalogueMistake::Empty { key: "label" });
        }
        if let Some(mistake) = contact::secure_url_mistake(&link.url) {
            mistakes.add(place("url"), mistake);
        }
    }
}

fn day(source: &Source, value: &str, mistakes: &mut Mistakes) -> Option<jiff::civil::Date> {
    let day = value.parse().ok();
    if day.is_none() {
        mistakes.add(source.at_key("updated"), CatalogueMistake::Date { value: value.to_owned() });
    }
    day
}

/// The text of a document; what is wrong in it is noted with its place.
pub(super) fn rendered<H>(
    document: &Document<H>,
    taken: &[&str],
    mistakes: &mut Mistakes,
) -> Rendered {
    let mut body = markdown::render(document.text(), taken);
    for (mistake, range) in std::mem::take(&mut body.mistakes) {
        let range = range.start + document.body..range.end + document.body;
        mistakes.add(document.source.range(range), mistake);
    }
    body
}

/// Notes a text that is there but empty.
pub(super) fn filled(source: &Source, key: &'static str, text: &str, mistakes: &mut Mistakes) {
    if text.trim().is_empty() {
        mistakes.add(source.at_key(key), CatalogueMistake::Empty { key });
    }
}
