//! What people say instead: phrases, and the terms they lead to.
//!
//! Only what can lead to something in this catalogue is kept.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::content::search_lists::SynonymFile;
use crate::search::compounds::Lexicon;
use crate::search::encode::numbers;
use crate::search::encode::sorted;
use crate::search::stem;
use crate::search::terms::Terms;
use crate::search::words;

/// Columns: phrases in order with the groups they are in, and what each group leads to.
#[derive(Debug, Serialize)]
pub(super) struct Synonyms {
    phrases: String,
    /// For each phrase how many groups, and which ones.
    groups: String,
    /// For each group how many targets; for each of these how many terms, and which ones.
    targets: String,
}

/// What a phrase is resolved with.
pub(super) struct Resolving<'a> {
    pub(super) terms: &'a Terms,
    pub(super) lexicon: &'a Lexicon,
    pub(super) stop_words: &'a BTreeSet<String>,
    pub(super) weak: &'a BTreeSet<String>,
}

impl Resolving<'_> {
    /// The synonyms of some files.
    pub(super) fn synonyms(&self, files: &[&SynonymFile]) -> Synonyms {
        let mut targets: Vec<usize> = Vec::new();
        let mut phrases: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let groups = files.iter().flat_map(|it| it.grupp.iter().map(|it| (&it.ord, &it.ord)));
        let arrows = files.iter().flat_map(|it| it.till.iter().map(|it| (&it.fran, &it.ord)));
        let mut count = 0;
        for (from, to) in groups.chain(arrows) {
            let found = self.targets(to);
            if found.is_empty() {
                continue;
            }
            let mut used = false;
            for phrase in from {
                let own = self.target(phrase, &|_| None);
                // A phrase that leads nowhere but to itself is no synonym.
                if found.len() == 1 && own.is_some_and(|it| found.contains(&it)) {
                    continue;
                }
                let groups = phrases.entry(phrase_keys(phrase)).or_default();
                if groups.last() != Some(&count) {
                    groups.push(count);
                }
                used = true;
            }
            if !used {
                continue;
            }
            targets.push(found.len());
            for it in found {
                targets.push(it.len());
                targets.extend(it);
            }
            count += 1;
        }
        let groups =
            phrases.values().flat_map(|it| [it.len()].into_iter().chain(it.iter().copied()));
        Synonyms {
            groups: numbers(groups),
            phrases: sorted(phrases.keys().map(String::as_str)),
            targets: numbers(targets),
        }
    }

    /// What phrases lead to. Their compounds are taken apart only when none of them is found whole,
    /// and what asks for more than another target does is left out: it finds nothing more.
    fn targets(&self, phrases: &[String]) -> BTreeSet<Vec<usize>> {
        let whole: BTreeSet<_> =
            phrases.iter().filter_map(|it| self.target(it, &|_| None)).collect();
        let found: BTreeSet<_> = if whole.is_empty() {
            phrases.iter().filter_map(|it| self.target(it, &|word| self.parts(word))).collect()
        } else {
            whole
        };
        let asks_more = |it: &Vec<usize>| {
            found.iter().any(|less| less != it && less.iter().all(|term| it.contains(term)))
        };
        found.iter().filter(|it| !asks_more(it)).cloned().collect()
    }

    /// The terms that a phrase stands for, when all of them are in the catalogue and say something.
    fn target(
        &self,
        phrase: &str,
        instead: &dyn Fn(&str) -> Option<Vec<usize>>,
    ) -> Option<Vec<usize>> {
        let mut terms = Vec::new();
        let mut says_something = false;
        for word in words::cut(phrase).iter().filter(|it| !self.stop_words.contains(*it)) {
            says_something |= !self.weak.contains(&stem::key(word));
            match self.terms.number(&stem::key(word)) {
                Some(number) => terms.push(number),
                None => terms.extend(instead(word)?),
            }
        }
        (says_something && !terms.is_empty()).then_some(terms)
    }

    fn parts(&self, word: &str) -> Option<Vec<usize>> {
        let parts = self.lexicon.split(word);
        let numbers: Option<Vec<usize>> = parts.iter().map(|it| self.terms.number(it)).collect();
        numbers.filter(|it| !it.is_empty())
    }
}

fn phrase_keys(phrase: &str) -> String {
    let keys: Vec<String> = words::cut(phrase).iter().map(|it| stem::key(it)).collect();
    keys.join(" ")
}
