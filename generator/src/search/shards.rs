//! An index too large for one file, cut in shards that the script fetches by need.
//!
//! All terms stay in the first file: what a query may mean, misspelt or typed
//! half, is found as in a small index. Cut is where the terms are, by ranges of
//! terms, and what the documents are called, by ranges of documents. Neighbours
//! are alike in both, so that a query needs few shards. All are in one folder,
//! named by the hash of all: one text more moves the numbers in most of them.

use anyhow::Result;
use serde::Serialize;

use crate::search::IndexFile;
use crate::search::bytes;
use crate::search::documents::{self, Document, Shown};
use crate::search::encode::numbers;
use crate::search::hash;
use crate::search::postings::{self, Places};

/// More entries than this, and the index is cut.
pub(crate) const WHOLE: usize = 1_000;
/// Documents of a shard: what a page of hits needs is seldom in more than a few.
const DOCUMENTS: usize = 32;
/// Places of terms in a shard, unless one term has more: some kilobytes.
const PLACES: usize = 4_000;

/// Where the shards are, and what is in them: in the first file.
#[derive(Debug, Serialize)]
pub(super) struct First {
    folder: String,
    /// Documents in a shard.
    documents: usize,
    /// How many terms the shards of titles and keywords have.
    terms: usize,
    /// The first term of each shard.
    short: String,
    lengths: String,
}

/// The same for long texts, in the third file.
#[derive(Debug, Serialize)]
pub(super) struct Texts {
    long: String,
    lengths: String,
}

#[derive(Serialize)]
struct Documents {
    shown: Shown,
    summaries: String,
}

/// The shards, and what the first and the third file say of them.
pub(super) fn cut(
    list: &[Document<'_>],
    short: &[Places],
    long: &[Places],
) -> Result<(First, Texts, Vec<IndexFile>)> {
    let (short_starts, long_starts) = (starts(short), starts(long));
    let mut shards = Vec::new();
    for (number, some) in list.chunks(DOCUMENTS).enumerate() {
        let shown = documents::shown(some);
        let file = Documents { shown, summaries: documents::summaries(some) };
        shards.push((format!("documents-{number}"), bytes(&file)?));
    }
    for (kind, terms, starts) in [("short", short, &short_starts), ("long", long, &long_starts)] {
        let ends = starts.iter().skip(1).copied().chain([terms.len()]);
        for (number, (start, end)) in starts.iter().zip(ends).enumerate() {
            let places = postings::columns(&terms[*start..end]);
            shards.push((format!("{kind}-{number}"), bytes(&places)?));
        }
    }
    let folder = format!("_search/{}", hash(shards.iter().map(|(_, it)| it.as_slice())));
    let first = First {
        folder: format!("/{folder}/"),
        documents: DOCUMENTS,
        terms: short.len(),
        short: numbers(short_starts),
        lengths: postings::lengths(short, postings::short_times, list.len()),
    };
    let texts = Texts {
        long: numbers(long_starts),
        lengths: postings::lengths(long, postings::long_times, list.len()),
    };
    let path = |name: String| format!("{folder}/{name}.json");
    let files = shards.into_iter().map(|(name, bytes)| IndexFile { path: path(name), bytes });
    Ok((first, texts, files.collect()))
}

/// The first term of each shard.
fn starts(terms: &[Places]) -> Vec<usize> {
    let (mut starts, mut places) = (vec![0], 0);
    for (term, found) in terms.iter().enumerate() {
        if places > 0 && places + found.len() > PLACES {
            starts.push(term);
            places = 0;
        }
        places += found.len();
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_full_before_it_is_too_large_but_never_without_terms() {
        let places = |count: usize| (0..count).map(|it| (it, 1)).collect::<Places>();

        for (counts, expected) in [
            (vec![], vec![0]),
            (vec![1, 1], vec![0]),
            (vec![PLACES, 1], vec![0, 1]),
            (vec![1, PLACES + 1, 1], vec![0, 1, 2]),
            (vec![PLACES - 1, 0, 1, 1], vec![0, 3]),
        ] {
            let terms: Vec<Places> = counts.iter().map(|it| places(*it)).collect();
            assert_eq!(starts(&terms), expected, "{counts:?}");
        }
    }
}
