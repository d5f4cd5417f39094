//! Words → index: the file that the browser searches in.
//!
//! The index is elasticlunr's, made with a Swedish pipeline ([`words`]): lower
//! case, stop words, Snowball's Swedish stemmer, then folding of å, ä, ö, é.
//! The script side (`themes/default/js/search-words.js`) does the same steps in
//! the same order, and both are tested on `generator/cases/search.json`.
//!
//! The file is one JSON object: `format`, `stop_words`, `documents` (in the
//! order of the index's references) and `index`. Its name carries its hash.

pub(crate) mod words;

use elasticlunr::{Index, IndexBuilder};
use form_model::compiled::Login;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::catalogue::Catalogue;
use crate::catalogue::entry::{Entry, Kind, Page, Start};

/// The number of this file format; the script refuses another one.
const FORMAT: u32 = 1;
/// Fields of the index; the script knows how much each one counts.
const FIELDS: [&str; 4] = ["title", "keywords", "summary", "body"];
/// Hex digits of the hash in the name.
const DIGITS: usize = 16;

/// The index as a file.
#[derive(Debug)]
pub(crate) struct IndexFile {
    /// Path from the root, without a slash at the beginning.
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

#[derive(Serialize)]
struct File<'a> {
    format: u32,
    stop_words: &'a [&'a str],
    documents: Vec<Document<'a>>,
    index: &'a Index,
}

/// What a result shows.
#[derive(Serialize)]
struct Document<'a> {
    title: &'a str,
    verb: &'a str,
    url: &'a str,
    kind: &'a str,
    category: &'a str,
    summary: &'a str,
    login: bool,
    signers: u32,
    /// Who handles it, when that is not the municipality itself.
    external: Option<&'a str>,
}

/// Makes the index of everything that can be found.
pub(crate) fn index(catalogue: &Catalogue) -> Result<IndexFile, serde_json::Error> {
    let mut index = IndexBuilder::with_language(Box::new(words::Portal))
        .save_docs(false)
        .add_fields(FIELDS)
        .build();
    let mut documents = Vec::with_capacity(catalogue.entries.len() + catalogue.pages.len());
    for it in &catalogue.entries {
        let keywords = it.keywords.join(" ");
        let fields = [&it.title, &keywords, &it.summary, &it.body.text];
        index.add_doc(&documents.len().to_string(), fields);
        documents.push(of_entry(it, catalogue));
    }
    for it in &catalogue.pages {
        let fields = [it.title.as_str(), "", &it.summary, &it.body.text];
        index.add_doc(&documents.len().to_string(), fields);
        documents.push(of_page(it));
    }
    let file = File { format: FORMAT, stop_words: words::STOP_WORDS, documents, index: &index };
    let bytes = serde_json::to_vec(&file)?;
    let mut hash = hex::encode(Sha256::digest(&bytes));
    hash.truncate(DIGITS);
    Ok(IndexFile { path: format!("_search/index.{hash}.json"), bytes })
}

fn of_entry<'a>(it: &'a Entry, catalogue: &'a Catalogue) -> Document<'a> {
    let elsewhere = !it.handling.own || matches!(it.start, Start::External(_));
    Document {
        title: &it.title,
        verb: &it.verb,
        url: &it.url,
        kind: if it.kind == Kind::Service { "e-tjanst" } else { "blankett" },
        category: catalogue.categories.get(it.category).map_or("", |it| it.title.as_str()),
        summary: &it.summary,
        login: it.login == Login::Required,
        signers: it.signers,
        external: elsewhere.then_some(it.handling.handler.as_str()),
    }
}

fn of_page(it: &Page) -> Document<'_> {
    Document {
        title: &it.title,
        verb: "",
        url: &it.url,
        kind: "sida",
        category: "",
        summary: &it.summary,
        login: false,
        signers: 1,
        external: None,
    }
}
