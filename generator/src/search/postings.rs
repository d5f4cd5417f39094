//! Which documents a term is in: elasticlunr's index, as columns of numbers.

use elasticlunr::inverted_index::InvertedIndex;
use elasticlunr::pipeline::Pipeline;
use serde::Serialize;

use crate::search::encode::numbers;
use crate::search::terms::Terms;

/// Fields of the first file, in the order of their bits.
pub(super) const SHORT_FIELDS: usize = 3;
/// All fields: title, keywords, summary, and the long text.
pub(super) const FIELDS: usize = 4;
/// A word counts this many times in a text, at most.
const MOST_TIMES: usize = 3;

/// The index of each field, while documents are added.
#[derive(Default)]
pub(super) struct Fields([InvertedIndex; FIELDS]);

/// Columns: for each term how many documents, which ones (as the distance from the one before), and how.
#[derive(Debug, Serialize)]
pub(super) struct Postings {
    counts: String,
    documents: String,
    /// A digit each: the fields as bits, or how many times.
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

    /// Titles, keywords and summaries: the first terms only have these.
    pub(super) fn short(&self, terms: &Terms) -> Postings {
        columns(terms.list[..terms.first].iter().map(|term| {
            let mut found: Vec<(usize, usize)> = Vec::new();
            for (field, index) in self.0[..SHORT_FIELDS].iter().enumerate() {
                found.extend(documents(index, term).map(|(it, _)| (it, 1 << field)));
            }
            found.sort_unstable();
            let same = found.chunk_by(|a, b| a.0 == b.0);
            same.map(|it| (it[0].0, it.iter().map(|it| it.1).sum())).collect()
        }))
    }

    /// The long texts, of all terms.
    pub(super) fn long(&self, terms: &Terms) -> Postings {
        columns(terms.list.iter().map(|term| {
            let found = documents(&self.0[SHORT_FIELDS], term);
            found.map(|(it, times)| (it, times.min(MOST_TIMES))).collect()
        }))
    }
}

/// Of fixed length, so that text order is the order of numbers.
fn reference(document: usize) -> String {
    format!("{document:08}")
}

fn documents(index: &InvertedIndex, term: &str) -> impl Iterator<Item = (usize, usize)> {
    let found = index.get_docs(term).unwrap_or_default().into_iter();
    found.filter_map(|(name, times)| Some((name.parse().ok()?, times as usize)))
}

fn columns(terms: impl Iterator<Item = Vec<(usize, usize)>>) -> Postings {
    let (mut counts, mut distances, mut how) = (Vec::new(), Vec::new(), String::new());
    for found in terms {
        counts.push(found.len());
        let mut next = 0;
        for (document, value) in found {
            distances.push(document - next);
            next = document + 1;
            how.push(char::from(b'0' + value as u8));
        }
    }
    Postings { counts: numbers(counts), documents: numbers(distances), how }
}
