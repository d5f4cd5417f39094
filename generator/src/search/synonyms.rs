//! What people say instead: phrases, and the terms they lead to.
//!
//! Only what can lead to something in this catalogue is kept.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::content::search_lists::SynonymFile;
use crate::search::compounds::Lexicon;
use crate::search::encode::numbers;
use crate::search::stem;
use crate::search::terms::Terms;
use crate::search::words;

/// Groups: phrases that lead somewhere, and where.
#[derive(Debug, Serialize)]
pub(super) struct Synonyms {
    /// A line for each group, its phrases as keys between bars.
    phrases: String,
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
        let groups = files.iter().flat_map(|it| it.grupp.iter().map(|it| (&it.ord, &it.ord)));
        let arrows = files.iter().flat_map(|it| it.till.iter().map(|it| (&it.fran, &it.ord)));
        let (mut lines, mut targets) = (Vec::new(), Vec::new());
        for (from, to) in groups.chain(arrows) {
            let found = self.targets(to);
            let phrases = self.phrases(from, &found);
            if found.is_empty() || phrases.is_empty() {
                continue;
            }
            lines.push(phrases.into_iter().collect::<Vec<_>>().join("|"));
            targets.push(found.len());
            for it in found {
                targets.push(it.len());
                targets.extend(it);
            }
        }
        Synonyms { phrases: lines.join("\n"), targets: numbers(targets) }
    }

    /// The phrases as keys, without those that lead nowhere but to themselves.
    fn phrases(&self, from: &[String], found: &BTreeSet<Vec<usize>>) -> BTreeSet<String> {
        let to_itself = |phrase: &String| {
            let own = self.target(phrase, &|_| None);
            found.len() == 1 && own.is_some_and(|it| found.contains(&it))
        };
        from.iter().filter(|it| !to_itself(it)).map(|it| phrase_keys(it)).collect()
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
