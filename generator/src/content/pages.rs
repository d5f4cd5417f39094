//! Headers of categories and of the portal's own pages, as written.

use serde::Deserialize;

use crate::content::document::Document;
use crate::content::site::Link;

/// The header of `kategorier/<slug>.md`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CategoryHeader {
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) examples: String,
    /// Where there is more to read; services may have their own.
    #[serde(default)]
    pub(crate) more: Vec<Link>,
    #[serde(default)]
    pub(crate) order: i64,
}

/// The header of `sidor/<slug>.md`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageHeader {
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) updated: Option<String>,
    /// Phone only: no e-mail link and no link to an e-service.
    #[serde(default)]
    pub(crate) plain_contact: bool,
    /// For those without e-ID: services that ask for one link here.
    #[serde(default)]
    pub(crate) no_eid: bool,
}

/// The language of everything that does not say otherwise.
pub(crate) const SWEDISH: &str = "sv";
/// Other languages that a page may be in: `om.en.md` beside `om.md`.
const OTHERS: [&str; 1] = ["en"];

/// A Markdown file whose name is its address.
#[derive(Clone, Debug)]
pub(crate) struct Named<H> {
    pub(crate) slug: String,
    /// The language of the text.
    pub(crate) language: &'static str,
    pub(crate) document: Document<H>,
}

/// A file's name without its ending, as the name of a page and its language.
pub(crate) fn language(name: &str) -> (&str, &'static str) {
    let other = |it: &&'static str| Some((name.strip_suffix(*it)?.strip_suffix('.')?, *it));
    OTHERS.iter().find_map(other).unwrap_or((name, SWEDISH))
}

/// The address of one of the portal's own pages.
pub(crate) fn url(slug: &str, language: &str) -> String {
    if language == SWEDISH { format!("/{slug}/") } else { format!("/{language}/{slug}/") }
}
