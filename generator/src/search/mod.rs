//! Catalogue → the files that the browser searches in.
//!
//! Reading order: [`words`] and [`stem`] (a text as keys), [`compounds`] (long
//! words taken apart), [`general`] (the lists that come with the generator),
//! [`documents`], [`terms`] and [`postings`] (the index: elasticlunr's, written
//! as columns), [`synonyms`], [`encode`], [`shards`] (a large index in pieces).
//!
//! Three files: the first answers at once (titles and keywords), the second says
//! which words say little and what else people say, the third brings the rest:
//! summaries, long texts, words of other languages, signposts.
//! Their names carry their hashes. **All language work that can be done here is
//! done here**; the script only reads a query.

mod compounds;
mod documents;
mod encode;
mod general;
mod postings;
mod shards;
mod stem;
mod synonyms;
mod terms;
mod words;

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::catalogue::Catalogue;
use crate::content::search_lists::Signpost;
use crate::search::compounds::Lexicon;
use crate::search::documents::Columns;
use crate::search::documents::Document;
use crate::search::documents::Shown;
use crate::search::encode::parts;
use crate::search::encode::sorted;
use crate::search::general::General;
use crate::search::postings::{Fields, Postings};
use crate::search::synonyms::{Resolving, Synonyms};
use crate::search::terms::Terms;

pub(crate) use crate::search::shards::WHOLE;

/// The number of this file format; the script refuses another one.
const FORMAT: u32 = 3;
/// Hex digits of the hash in the name.
const DIGITS: usize = 16;

/// Everything that the browser searches in.
#[derive(Debug)]
pub(crate) struct Index {
    /// The path of the first file, which names the others.
    pub(crate) first: String,
    pub(crate) files: Vec<IndexFile>,
}

/// A file of the index.
#[derive(Debug)]
pub(crate) struct IndexFile {
    /// Path from the root, without a slash at the beginning.
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

/// Without shards, it says where the terms are and what the documents are called.
#[derive(Serialize)]
struct FirstFile {
    format: u32,
    /// Addresses of the other two.
    words: String,
    texts: String,
    terms: String,
    parts: String,
    postings: Option<Postings>,
    documents: Columns,
    shown: Option<Shown>,
    shards: Option<shards::First>,
}

#[derive(Serialize)]
struct WordsFile {
    format: u32,
    stop_words: String,
    /// Keys of words that count less.
    weak_words: String,
    synonyms: Synonyms,
    /// Whether the municipality counts words that find nothing.
    count_missing: bool,
}

#[derive(Serialize)]
struct TextsFile<'a> {
    format: u32,
    /// Of words in other languages.
    synonyms: Synonyms,
    signposts: Vec<&'a Signpost>,
    terms: String,
    parts: String,
    postings: Option<Postings>,
    summaries: Option<String>,
    shards: Option<shards::Texts>,
}

/// The words of the catalogue, understood.
struct Understood {
    general: General,
    terms: Terms,
    lexicon: Lexicon,
    fields: Fields,
    stop_words: BTreeSet<String>,
}

/// Makes the index of everything that can be found; of more than `whole` entries, in shards.
pub(crate) fn index(catalogue: &Catalogue, whole: usize) -> Result<Index> {
    let list = documents::documents(catalogue);
    let Understood { general, terms, lexicon, fields, stop_words } = understood(&list)?;
    let weak: BTreeSet<String> = general.weak_words.iter().map(|it| stem::key(it)).collect();
    let resolving =
        Resolving { terms: &terms, lexicon: &lexicon, stop_words: &stop_words, weak: &weak };
    let (short, long) = (fields.short(&terms), fields.long(&terms));
    let in_shards =
        (catalogue.entries.len() > whole).then(|| shards::cut(&list, &short, &long)).transpose()?;
    let is_whole = in_shards.is_none();
    let (first_shards, texts_shards, mut files) = match in_shards {
        Some((first, texts, files)) => (Some(first), Some(texts), files),
        None => (None, None, Vec::new()),
    };

    let texts = TextsFile {
        format: FORMAT,
        synonyms: resolving.synonyms(&[&general.foreign]),
        signposts: signposts(catalogue, &general),
        terms: sorted(terms.list[terms.first..].iter().map(String::as_str)),
        parts: parts(&terms.parts[terms.first..], terms.first),
        postings: is_whole.then(|| postings::columns(&long)),
        summaries: is_whole.then(|| documents::summaries(&list)),
        shards: texts_shards,
    };
    let texts = file("texts", &texts)?;
    let words = WordsFile {
        format: FORMAT,
        stop_words: sorted(stop_words.iter().map(String::as_str)),
        weak_words: sorted(weak.iter().map(String::as_str)),
        synonyms: resolving.synonyms(&[&catalogue.synonyms, &general.synonyms]),
        count_missing: catalogue.site.count_missing_words,
    };
    let words = file("words", &words)?;
    let first = FirstFile {
        format: FORMAT,
        words: format!("/{}", words.path),
        texts: format!("/{}", texts.path),
        terms: sorted(terms.list[..terms.first].iter().map(String::as_str)),
        parts: parts(&terms.parts[..terms.first], 0),
        postings: is_whole.then(|| postings::columns(&short)),
        documents: documents::columns(catalogue, &list),
        shown: is_whole.then(|| documents::shown(&list)),
        shards: first_shards,
    };
    let first = file("index", &first)?;
    let path = first.path.clone();
    files.extend([first, words, texts]);
    Ok(Index { first: path, files })
}

/// Reads the words of all documents.
fn understood(list: &[Document<'_>]) -> Result<Understood> {
    let general = general::general().context("reading the general lists")?;
    let stop_words: BTreeSet<String> = general.stop_words.iter().cloned().collect();
    let pipeline = words::pipeline(&general.stop_words);
    let (mut short, mut long) = (BTreeSet::new(), BTreeSet::new());
    let mut fields = Fields::default();
    for (number, it) in list.iter().enumerate() {
        let words = it.texts().map(|text| words::cut(&text));
        for (field, words) in words.iter().enumerate() {
            let set = if field < postings::SHORT_FIELDS { &mut short } else { &mut long };
            set.extend(words.iter().filter(|it| !stop_words.contains(*it)).cloned());
        }
        fields.add(number, words, &pipeline);
    }
    let common: Vec<String> =
        general.parts.iter().filter(|it| !stop_words.contains(*it)).cloned().collect();
    let lexicon = Lexicon::new(&short.union(&long).map(String::as_str).collect(), &common);
    let terms = Terms::new(&short, &long, &lexicon);
    Ok(Understood { general, terms, lexicon, fields, stop_words })
}

/// The municipality's own come first: they win over the general ones.
fn signposts<'a>(catalogue: &'a Catalogue, general: &'a General) -> Vec<&'a Signpost> {
    catalogue.signposts.hanvisning.iter().chain(&general.signposts.hanvisning).collect()
}

fn file(name: &str, content: &impl Serialize) -> Result<IndexFile> {
    let bytes = bytes(content)?;
    let hash = hash([bytes.as_slice()].into_iter());
    Ok(IndexFile { path: format!("_search/{name}.{hash}.json"), bytes })
}

fn bytes(content: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(content).context("writing the search index")
}

fn hash<'a>(all: impl Iterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    all.for_each(|it| hash.update(it));
    let mut hash = hex::encode(hash.finalize());
    hash.truncate(DIGITS);
    hash
}
