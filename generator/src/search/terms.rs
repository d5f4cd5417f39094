//! The words of the index: those of titles, keywords and summaries first, then
//! those that only long texts have. A term is known by its number.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::search::compounds::Lexicon;
use crate::search::stem;

/// All keys, numbered.
#[derive(Debug)]
pub(super) struct Terms {
    /// The first ones in order, then the rest in order.
    pub(super) list: Vec<String>,
    /// How many are in the first file.
    pub(super) first: usize,
    /// For each term, the numbers of its parts.
    pub(super) parts: Vec<Vec<usize>>,
    numbers: HashMap<String, usize>,
}

impl Terms {
    /// Numbers the keys of words. `short` and `long` are words as written; what is in both is in the first file.
    pub(super) fn new(
        short: &BTreeSet<String>,
        long: &BTreeSet<String>,
        lexicon: &Lexicon,
    ) -> Self {
        let (first, mut second) = (with_parts(short, lexicon), with_parts(long, lexicon));
        second.retain(|key, _| !first.contains_key(key));
        let list: Vec<String> = first.keys().chain(second.keys()).cloned().collect();
        let numbers: HashMap<String, usize> =
            list.iter().enumerate().map(|(number, it)| (it.clone(), number)).collect();
        let parts = first
            .values()
            .chain(second.values())
            .map(|parts| parts.iter().filter_map(|it| numbers.get(it).copied()).collect());
        Self { parts: parts.collect(), first: first.len(), list, numbers }
    }

    /// The number of a key.
    pub(super) fn number(&self, key: &str) -> Option<usize> {
        self.numbers.get(key).copied()
    }
}

/// The keys of words, with those of their parts; each with the keys of its parts.
/// The shortest form of a word decides: `barnet` is no compound, for `barn` is none.
fn with_parts(words: &BTreeSet<String>, lexicon: &Lexicon) -> BTreeMap<String, Vec<String>> {
    let mut shortest: BTreeMap<String, &str> = BTreeMap::new();
    for word in words {
        let known = shortest.entry(stem::key(word)).or_insert(word);
        if word.len() < known.len() {
            *known = word;
        }
    }
    let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, word) in shortest {
        let parts: Vec<String> = lexicon.split(word).into_iter().filter(|it| *it != key).collect();
        for it in &parts {
            keys.entry(it.clone()).or_default();
        }
        keys.insert(key, parts);
    }
    keys
}
