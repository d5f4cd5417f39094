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

/// A Markdown file whose name is its address.
#[derive(Clone, Debug)]
pub(crate) struct Named<H> {
    pub(crate) slug: String,
    pub(crate) document: Document<H>,
}
