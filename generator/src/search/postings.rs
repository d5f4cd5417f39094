//! Which documents a term is in: elasticlunr's index, as columns of numbers.

use std::collections::BTreeMap;

use elasticlunr::inverted_index::InvertedIndex;
use elasticlunr::pipeline::Pipeline;
use serde::Serialize;

use crate::search::encode::numbers;
use crate::search::terms::Terms;

/// Fields of the first file, in the order of their bits: title and keywords.
pub(super) const SHORT_FIELDS: usize = 2;
/// The summary, and the bit that says that a term is in it.
const SUMMARY: usize = 2;
const IN_SUMMARY: usize = 4;
/// The long text.
const TEXT: usize = 3;
/// All fields: title, keywords, summary, and the long text.
pub(super) const FIELDS: usize = 4;
/// A word counts this many times in a text, at most.
const MOST_TIMES: usize = 3;

/// The index of each field, while documents are added.
#[derive(Default)]
pub(super) struct Fields([InvertedIndex; FIELDS]);

/// The documents that a term is in, and how.
pub(super) type Places = Vec<(usize, usize)>;

/// Columns: for each term how many documents, which ones (as the distance from the one before), and how.
#[derive(Debug, Serialize)]
pub(super) struct Postings {
    counts: String,
    documents: String,
    /// A digit each: the fields as bits; for long texts how many times, and a bit for the summary.
    how: String,
}

impl Fields {
    /// Adds the words of a document. Documents come in the order of their numbers.
    pub(super) fn add(
        &mut self,
        document: usize,
        words: [Vec<String>; FIELDS],
        pipeline: &Pipeline,
    ) {
        let name = reference(document);
        for (index, words) in self.0.iter_mut().zip(words) {
            let mut keys = pipeline.run(words);
            keys.sort_unstable();
            for same in keys.chunk_by(|a, b| a == b) {
                index.add_token(&name, &same[0], same.len() as f64);
            }
        }
    }

    /// Titles and keywords: only the first terms are in them.
    pub(super) fn short(&self, terms: &Terms) -> Vec<Places> {
        let places = terms.list[..terms.first].iter().map(|term| {
            let fields = self.0[..SHORT_FIELDS].iter().enumerate();
            summed(fields.flat_map(|(field, index)| {
                documents(index, term).map(move |(it, _)| (it, 1 << field))
            }))
        });
        places.collect()
    }

    /// Summaries and long texts, of all terms.
    pub(super) fn long(&self, terms: &Terms) -> Vec<Places> {
        let places = terms.list.iter().map(|term| {
            let text =
                documents(&self.0[TEXT], term).map(|(it, times)| (it, times.min(MOST_TIMES)));
            summed(text.chain(documents(&self.0[SUMMARY], term).map(|(it, _)| (it, IN_SUMMARY))))
        });
        places.collect()
    }
}

/// Documents in order, each once.
fn summed(found: impl Iterator<Item = (usize, usize)>) -> Places {
    let mut sums: BTreeMap<usize, usize> = BTreeMap::new();
    for (document, value) in found {
        *sums.entry(document).or_default() += value;
    }
    sums.into_iter().collect()
}

/// Of fixed length, so that text order is the order of numbers.
fn reference(document: usize) -> String {
    format!("{document:08}")
}

fn documents(index: &InvertedIndex, term: &str) -> impl Iterator<Item = (usize, usize)> {
    let found = index.get_docs(term).unwrap_or_default().into_iter();
    found.filter_map(|(name, times)| Some((name.parse().ok()?, times as usize)))
}

/// How many terms each document has: in the first field of the places, then in the second.
pub(super) fn lengths(terms: &[Places], of: fn(usize) -> [usize; 2], documents: usize) -> String {
    let mut lengths = [vec![0; documents], vec![0; documents]];
    for (document, how) in terms.iter().flatten() {
        for (field, times) in of(*how).into_iter().enumerate() {
            lengths[field][*document] += times;
        }
    }
    numbers(lengths.into_iter().flatten())
}

/// How often a term is in the title and in the keywords.
pub(super) fn short_times(how: usize) -> [usize; 2] {
    [how & 1, how >> 1]
}

/// How often a term is in the summary and in the long text.
pub(super) fn long_times(how: usize) -> [usize; 2] {
    [how / IN_SUMMARY, how & MOST_TIMES]
}

/// Where some terms are, as columns.
pub(super) fn columns(terms: &[Places]) -> Postings {
    let (mut counts, mut distances, mut how) = (Vec::new(), Vec::new(), String::new());
    for found in terms {
        counts.push(found.len());
        let mut next = 0;
        for (document, value) in found {
            distances.push(document - next);
            next = document + 1;
            how.push(char::from(b'0' + *value as u8));
        }
    }
    Postings { counts: numbers(counts), documents: numbers(distances), how }
}
