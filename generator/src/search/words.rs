//! A text as words, and as keys of the index: the Swedish pipeline.
//!
//! [`cut`] gives words as written, in lower case; the pipeline drops stop words
//! and turns the rest into keys ([`crate::search::stem`]).

use elasticlunr::lang::common::StopWordFilter;
use elasticlunr::pipeline::{FnWrapper, Pipeline, PipelineFn};

use crate::search::stem;

/// The words of a text. A letter before a hyphen belongs to what follows: `e-tjänst`, `p-plats`.
pub(super) fn cut(text: &str) -> Vec<String> {
    let letters: Vec<char> = composed(text);
    let mut words = Vec::new();
    let mut word = String::new();
    for (at, it) in letters.iter().enumerate() {
        if it.is_alphanumeric() || *it == '§' {
            word.push(*it);
            continue;
        }
        let letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
        let goes_on = letters.get(at + 1).is_some_and(|it| it.is_alphabetic());
        if *it == '-' && letter && goes_on {
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Lower case, and the marks that Swedish uses on the letters that carry them (NFC for what people write here).
fn composed(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::with_capacity(text.len());
    for it in text.chars().flat_map(char::to_lowercase) {
        let whole = letters.last().and_then(|last| whole(*last, it));
        match whole {
            Some(whole) => {
                letters.pop();
                letters.push(whole);
            }
            None => letters.push(it),
        }
    }
    letters
}

fn whole(letter: char, mark: char) -> Option<char> {
    Some(match (letter, mark) {
        ('a', '\u{30a}') => 'å',
        ('a', '\u{308}') => 'ä',
        ('o', '\u{308}') => 'ö',
        ('u', '\u{308}') => 'ü',
        ('e', '\u{301}') => 'é',
        ('a', '\u{300}') => 'à',
        _ => return None,
    })
}

/// Words → keys, without those that say nothing.
pub(super) fn pipeline(stop_words: &[String]) -> Pipeline {
    let stop_words: Vec<&str> = stop_words.iter().map(String::as_str).collect();
    let queue: Vec<Box<dyn PipelineFn>> = vec![
        Box::new(StopWordFilter::new("stopWordFilter-sv", &stop_words)),
        Box::new(FnWrapper("stemmer-sv".to_owned(), |word| Some(stem::key(&word)))),
    ];
    Pipeline { queue }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Case {
        text: String,
        words: Vec<String>,
    }

    #[test]
    fn both_sides_cut_words_alike() {
        let cases: Vec<Case> = serde_json::from_str(include_str!("../../cases/search.json"))
            .expect("the cases are JSON");
        let stop_words = ["att", "och", "som", "för", "i", "är"].map(str::to_owned);

        for Case { text, words } in cases {
            let found = pipeline(&stop_words).run(cut(&text));
            assert_eq!(found, words, "{text}");
        }
    }
}
