//! What can be found, and what a result shows of it: columns, in the order of document numbers.

use form_model::compiled::Login;
use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::catalogue::entry::{Entry, Kind, Page, Start};
use crate::search::encode::numbers;

/// Something that can be found.
#[derive(Clone, Copy, Debug)]
pub(super) enum Document<'a> {
    /// An e-service or a blankett, with its number in the catalogue.
    Entry(&'a Entry, usize),
    /// One of the portal's own pages.
    Page(&'a Page),
}

/// What documents are called, and where they are: lines.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    titles: String,
    /// How many letters of the title are its verb.
    verbs: String,
    /// The last part of the address; the kind says the first.
    slugs: String,
}

/// Columns of what is known of all documents at once.
#[derive(Debug, Serialize)]
pub(super) struct Columns {
    /// A digit each: 0 e-service, 1 blankett, 2 page.
    kinds: String,
    categories: String,
    /// A digit each: whether one logs in.
    logins: String,
    signers: String,
    /// Number in `handlers`, from 1; 0 where the municipality itself handles it.
    external: String,
    /// A digit each, what the editor says: 5 when nothing is said.
    priorities: String,
    /// Documents by how often they are used, the most used first.
    most_used: String,
    category_names: Vec<String>,
    handlers: Vec<String>,
}

/// Everything that can be found: neighbours are alike, so that the columns are short.
pub(super) fn documents(catalogue: &Catalogue) -> Vec<Document<'_>> {
    let mut entries: Vec<(usize, &Entry)> = catalogue.entries.iter().enumerate().collect();
    entries.sort_by_key(|(_, it)| (it.category, &it.handling.unit, &it.slug));
    let entries = entries.into_iter().map(|(number, it)| Document::Entry(it, number));
    entries.chain(catalogue.pages.iter().map(Document::Page)).collect()
}

impl Document<'_> {
    /// Title, keywords, summary and the long text.
    pub(super) fn texts(self) -> [String; 4] {
        match self {
            Self::Entry(it, _) => {
                let facts = &it.facts;
                let mut long = vec![it.body.text.as_str()];
                long.extend(facts.who.as_deref());
                long.extend(facts.needs.iter().map(String::as_str));
                [it.title.clone(), it.keywords.join(" "), it.summary.clone(), long.join(" ")]
            }
            Self::Page(it) => {
                [it.title.clone(), String::new(), it.summary.clone(), it.body.text.clone()]
            }
        }
    }

    fn title(&self) -> &str {
        match self {
            Self::Entry(it, _) => &it.title,
            Self::Page(it) => &it.title,
        }
    }

    fn url(&self) -> &str {
        match self {
            Self::Entry(it, _) => &it.url,
            Self::Page(it) => &it.url,
        }
    }

    fn entry(&self) -> Option<&Entry> {
        match self {
            Self::Entry(it, _) => Some(it),
            Self::Page(_) => None,
        }
    }
}

/// The columns of documents.
pub(super) fn columns(catalogue: &Catalogue, list: &[Document<'_>]) -> Columns {
    let mut handlers: Vec<String> = Vec::new();
    let external = list.iter().map(|it| it.entry().and_then(handled_elsewhere)).map(|name| {
        let Some(name) = name else { return 0 };
        let known = handlers.iter().position(|it| it == name);
        known.unwrap_or_else(|| {
            handlers.push(name.to_owned());
            handlers.len() - 1
        }) + 1
    });
    let external = numbers(external.collect::<Vec<_>>());
    let most_used = catalogue.most_used.iter().filter_map(|number| {
        list.iter().position(|it| matches!(it, Document::Entry(_, own) if own == number))
    });
    let entry = |of: fn(&Entry) -> usize, page: usize| {
        list.iter().map(move |it| it.entry().map_or(page, of)).collect::<Vec<_>>()
    };
    Columns {
        kinds: digits(entry(|it| usize::from(it.kind == Kind::Blankett), 2)),
        categories: numbers(entry(|it| it.category, 0)),
        logins: digits(entry(|it| usize::from(it.login == Login::Required), 0)),
        signers: numbers(entry(|it| it.signers as usize, 1)),
        external,
        priorities: digits(entry(|it| usize::from(it.priority), 5)),
        most_used: numbers(most_used.collect::<Vec<_>>()),
        category_names: catalogue.categories.iter().map(|it| it.title.clone()).collect(),
        handlers,
    }
}

/// What some documents are called.
pub(super) fn shown(list: &[Document<'_>]) -> Shown {
    let verb = |it: &Document<'_>| it.entry().map_or(0, |it| it.verb.chars().count());
    let slug = |url: &str| {
        let url = url.trim_matches('/');
        url.rsplit_once('/').map_or(url, |(_, slug)| slug).to_owned()
    };
    Shown {
        titles: lines(list.iter().map(Document::title)),
        verbs: numbers(list.iter().map(verb)),
        slugs: list.iter().map(|it| slug(it.url())).collect::<Vec<_>>().join("\n"),
    }
}

/// The summaries, a line each.
pub(super) fn summaries(list: &[Document<'_>]) -> String {
    lines(list.iter().map(|it| match it {
        Document::Entry(it, _) => it.summary.as_str(),
        Document::Page(it) => it.summary.as_str(),
    }))
}

fn handled_elsewhere(it: &Entry) -> Option<&str> {
    let elsewhere = !it.handling.own || matches!(it.start, Start::External(_));
    elsewhere.then_some(it.handling.handler.as_str())
}

fn lines<'a>(list: impl Iterator<Item = &'a str>) -> String {
    list.map(|it| it.replace('\n', " ")).collect::<Vec<_>>().join("\n")
}

fn digits(list: Vec<usize>) -> String {
    list.into_iter().map(|it| char::from(b'0' + it.min(9) as u8)).collect()
}
