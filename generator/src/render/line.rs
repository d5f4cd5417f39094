//! An entry as it stands in a list.

use form_model::compiled::Login;
use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::catalogue::entry::{Entry, Kind, Start};

/// One line of a list.
#[derive(Debug, Serialize)]
pub(crate) struct Line<'a> {
    url: &'a str,
    verb: &'a str,
    rest: &'a str,
    summary: &'a str,
    kind: &'static str,
    category: &'a str,
    /// Whether one must log in.
    login: bool,
    signers: u32,
    /// Who handles it, when that is not the municipality itself.
    elsewhere: Option<&'a str>,
}

impl<'a> Line<'a> {
    /// The line of an entry.
    pub(crate) fn of(it: &'a Entry, catalogue: &'a Catalogue) -> Self {
        let elsewhere = !it.handling.own || matches!(it.start, Start::External(_));
        Self {
            url: &it.url,
            verb: &it.verb,
            rest: &it.rest,
            summary: &it.summary,
            kind: kind_word(it.kind),
            category: catalogue.categories.get(it.category).map_or("", |it| it.title.as_str()),
            login: it.login == Login::Required,
            signers: it.signers,
            elsewhere: elsewhere.then_some(it.handling.handler.as_str()),
        }
    }
}

/// The kind as templates, styles and scripts know it.
pub(crate) fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Service => "e-tjanst",
        Kind::Blankett => "blankett",
    }
}
