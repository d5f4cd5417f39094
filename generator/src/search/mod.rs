//! Catalogue → the files that the browser searches in.
//!
//! Reading order: [`words`] and [`stem`] (a text as keys), [`compounds`] (long
//! words taken apart), [`general`] (the lists that come with the generator),
//! [`documents`], [`terms`] and [`postings`] (the index: elasticlunr's, written
//! as columns), [`synonyms`], [`encode`].
//!
//! Three files: the first answers at once (titles and keywords), the second says
//! what else people say (synonyms), the third brings the rest: summaries, long
//! texts, words of other languages, signposts.
//! Their names carry their hashes. **All language work that can be done here is
//! done here**; the script only reads a query.

mod compounds;
mod documents;
mod encode;
mod general;
mod postings;
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
use crate::search::encode::numbers;
use crate::search::encode::sorted;
use crate::search::general::General;
use crate::search::postings::{Fields, Postings};
use crate::search::synonyms::{Resolving, Synonyms};
use crate::search::terms::Terms;

/// The number of this file format; the script refuses another one.
const FORMAT: u32 = 2;
/// Hex digits of the hash in the name.
const DIGITS: usize = 16;

/// A file of the index.
#[derive(Debug)]
pub(crate) struct IndexFile {
    /// Path from the root, without a slash at the beginning.
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

#[derive(Serialize)]
struct FirstFile {
    format: u32,
    /// Addresses of the other two.
    words: String,
    texts: String,
    terms: String,
    parts: String,
    postings: Postings,
    documents: Columns,
    stop_words: String,
    /// Keys of words that count less.
    weak_words: String,
}

#[derive(Serialize)]
struct WordsFile {
    format: u32,
    synonyms: Synonyms,
}

#[derive(Serialize)]
struct TextsFile<'a> {
    format: u32,
    /// Of words in other languages.
    synonyms: Synonyms,
    signposts: Vec<&'a Signpost>,
    terms: String,
    parts: String,
    postings: Postings,
    summaries: String,
}

/// Makes the index of everything that can be found: the first file, which names the others.
pub(crate) fn index(catalogue: &Catalogue) -> Result<[IndexFile; 3]> {
    let general = general::general().context("reading the general lists")?;
    let list = documents::documents(catalogue);
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

    let weak: BTreeSet<String> = general.weak_words.iter().map(|it| stem::key(it)).collect();
    let resolving =
        Resolving { terms: &terms, lexicon: &lexicon, stop_words: &stop_words, weak: &weak };
    let texts = TextsFile {
        format: FORMAT,
        synonyms: resolving.synonyms(&[&general.foreign]),
        signposts: signposts(catalogue, &general),
        terms: sorted(terms.list[terms.first..].iter().map(String::as_str)),
        parts: parts(&terms.parts[terms.first..]),
        postings: fields.long(&terms),
        summaries: documents::summaries(&list),
    };
    let texts = file("texts", &texts)?;
    let words = WordsFile {
        format: FORMAT,
        synonyms: resolving.synonyms(&[&catalogue.synonyms, &general.synonyms]),
    };
    let words = file("words", &words)?;
    let first = FirstFile {
        format: FORMAT,
        words: format!("/{}", words.path),
        texts: format!("/{}", texts.path),
        terms: sorted(terms.list[..terms.first].iter().map(String::as_str)),
        parts: parts(&terms.parts[..terms.first]),
        postings: fields.short(&terms),
        documents: documents::columns(catalogue, &list),
        stop_words: sorted(stop_words.iter().map(String::as_str)),
        weak_words: sorted(weak.iter().map(String::as_str)),
    };
    Ok([file("index", &first)?, words, texts])
}

/// The municipality's own come first: they win over the general ones.
fn signposts<'a>(catalogue: &'a Catalogue, general: &'a General) -> Vec<&'a Signpost> {
    catalogue.signposts.hanvisning.iter().chain(&general.signposts.hanvisning).collect()
}

fn parts(list: &[Vec<usize>]) -> String {
    numbers(list.iter().flat_map(|it| [it.len()].into_iter().chain(it.iter().copied())))
}

fn file(name: &str, content: &impl Serialize) -> Result<IndexFile> {
    let bytes = serde_json::to_vec(content).context("writing the search index")?;
    let mut hash = hex::encode(Sha256::digest(&bytes));
    hash.truncate(DIGITS);
    Ok(IndexFile { path: format!("_search/{name}.{hash}.json"), bytes })
}
