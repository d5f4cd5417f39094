//! Long words taken apart: `parkeringstillstånd` is `parkering` and `tillstånd`.
//!
//! A word is split where both sides are words: of the catalogue, of the list of
//! common parts, or beginnings that several words of the catalogue share.

use std::collections::{BTreeSet, HashMap};

use crate::search::stem::key;

/// The shortest part.
const SHORTEST: usize = 3;
/// Words shorter than this are whole.
const WHOLE: usize = 6;
/// More parts than this is a guess.
const MOST_PARTS: usize = 4;
/// What a way to split may cost; about one for each part.
const MOST_COST: f64 = 4.0;
/// A beginning that is in no list: how long it must be, and what follows it.
const BEGINNING: usize = 5;
const FOLLOWING: usize = 4;
/// Vowels that a word loses at the end of a first part: `skola` → `skol`.
const LOST: [&str; 4] = ["a", "e", "o", "r"];

/// Endings that look like words: `servering` is not a ring.
#[rustfmt::skip]
const ONLY_ENDINGS: &[&str] = &[
    "ande", "and", "der", "ende", "ens", "ering", "het", "isk", "lig", "ner", "net", "ning", "ring", "ser", "ten", "ter", "tion",
];

/// The words that may be parts, as they are written.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// Written → key.
    words: HashMap<String, String>,
    keys: BTreeSet<String>,
}

impl Lexicon {
    /// Words of the catalogue and of the list of parts; then what many of them begin with.
    /// A word of three letters is a part only when the list says so.
    pub(super) fn new(words: &BTreeSet<&str>, parts: &[String]) -> Self {
        let mut lexicon = Lexicon::default();
        let long = words.iter().copied().filter(|it| it.chars().count() > SHORTEST);
        for it in parts.iter().map(String::as_str).chain(long).filter(|it| may_be_part(it)) {
            lexicon.insert(it, key(it));
        }
        lexicon.learn_beginnings(words);
        lexicon
    }

    fn insert(&mut self, written: &str, key: String) {
        self.keys.insert(key.clone());
        self.words.entry(written.to_owned()).or_insert(key);
    }

    /// What stands before another word in at least two words is a word too.
    fn learn_beginnings(&mut self, words: &BTreeSet<&str>) {
        let mut tails: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for word in words.iter().filter(|it| may_be_part(it)) {
            let last = word.len().saturating_sub(FOLLOWING);
            for at in (BEGINNING..=last).filter(|at| word.is_char_boundary(*at)) {
                let (beginning, tail) = word.split_at(at);
                let known = self.words.contains_key(tail) || self.keys.contains(&key(tail));
                if known && !ONLY_ENDINGS.contains(&tail) {
                    tails.entry(beginning).or_default().insert(tail);
                }
            }
        }
        let mut learned: Vec<&str> =
            tails.into_iter().filter(|(_, tails)| tails.len() > 1).map(|(it, _)| it).collect();
        learned.sort_unstable();
        for it in learned {
            let word = it.strip_suffix('s').unwrap_or(it);
            if !self.words.contains_key(word) && self.split(word).is_empty() {
                self.insert(word, key(word));
            }
        }
    }

    /// The keys of a word's parts: fewest parts, known words rather than changed ones. Empty when it is whole.
    pub(super) fn split(&self, word: &str) -> Vec<String> {
        if word.chars().count() < WHOLE || !word.chars().all(char::is_alphabetic) {
            return Vec::new();
        }
        let mut best: Vec<Option<(f64, Vec<String>)>> = vec![None; word.len() + 1];
        best[0] = Some((0.0, Vec::new()));
        for start in 0..word.len() {
            let Some((so_far, parts)) = best[start].clone() else { continue };
            for end in (start + SHORTEST..=word.len()).filter(|it| word.is_char_boundary(*it)) {
                if start == 0 && end == word.len() {
                    continue;
                }
                let Some((key, cost)) = self.part(&word[start..end], end == word.len()) else {
                    continue;
                };
                let total = so_far + cost;
                if best[end].as_ref().is_none_or(|(known, _)| total < *known) {
                    let parts = parts.iter().cloned().chain([key]).collect();
                    best[end] = Some((total, parts));
                }
            }
        }
        match best.pop().flatten() {
            Some((cost, parts)) if parts.len() <= MOST_PARTS && cost <= MOST_COST => parts,
            _ => Vec::new(),
        }
    }

    /// The key of a part, and what it costs to believe in it.
    fn part(&self, written: &str, last: bool) -> Option<(String, f64)> {
        let (key, cost) = self.known_part(written, last)?;
        let short = match written.chars().count() {
            ..=3 => 1.2,
            4 => 0.3,
            _ => 0.0,
        };
        Some((key, cost + short))
    }

    fn known_part(&self, written: &str, last: bool) -> Option<(String, f64)> {
        if last && ONLY_ENDINGS.contains(&written) {
            return None;
        }
        if let Some(key) = self.words.get(written) {
            return Some((key.clone(), 1.0));
        }
        if written.chars().count() <= SHORTEST {
            return None;
        }
        if last {
            let key = key(written);
            return self.keys.contains(&key).then_some((key, 1.2));
        }
        // The s that binds: `avgift-s-fri`.
        let unbound = written.strip_suffix('s').and_then(|it| self.words.get(it));
        if let Some(key) = unbound {
            return Some((key.clone(), 1.1));
        }
        LOST.iter()
            .find_map(|it| self.words.get(&format!("{written}{it}")))
            .map(|it| (it.clone(), 1.3))
    }
}

fn may_be_part(word: &str) -> bool {
    word.chars().count() >= SHORTEST && word.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_where_both_sides_are_words() {
        let words = ["parkering", "tillstånd", "skola", "skjuts", "avgift", "bygg", "ring"];
        let lexicon = Lexicon::new(&words.into(), &["fri".to_owned(), "lov".to_owned()]);

        for (word, parts) in [
            ("parkeringstillståndet", vec!["parkering", "tillstånd"]),
            ("skolskjuts", vec!["skol", "skjut"]),
            ("avgiftsfri", vec!["avgift", "fri"]),
            ("bygglov", vec!["bygg", "lov"]),
            ("skola", vec![]),
            ("servering", vec![]),
            ("okänt", vec![]),
        ] {
            assert_eq!(lexicon.split(word), parts, "{word}");
        }
    }
}
