//! A text as words of the index: the Swedish pipeline.

use elasticlunr::Language;
use elasticlunr::lang::Swedish;
use elasticlunr::lang::common::StopWordFilter;
use elasticlunr::pipeline::{FnWrapper, Pipeline, PipelineFn};

/// Words that say nothing about what is sought. They travel in the index file, so that both sides agree.
#[rustfmt::skip]
pub(crate) const STOP_WORDS: &[&str] = &[
    "alla", "allt", "att", "av", "blir", "bli", "de", "dem", "den", "denna", "det", "detta", "dig",
    "din", "dina", "ditt", "du", "då", "där", "efter", "ej", "eller", "en", "er", "ett", "finns",
    "från", "får", "för", "ha", "han", "har", "hon", "hos", "hur", "här", "i", "in", "inte", "jag",
    "kan", "man", "med", "mig", "min", "mina", "mitt", "måste", "ni", "när", "nu", "och", "också",
    "om", "oss", "på", "sig", "sin", "ska", "skall", "som", "så", "till", "under", "upp", "ut",
    "utan", "vad", "var", "vara", "vem", "vi", "vid", "vill", "vilka", "vilken", "vår", "än", "är",
    "åt",
];

/// The language of the index: elasticlunr's Swedish with our own way of cutting words.
pub(super) struct Portal;

impl Language for Portal {
    fn name(&self) -> String {
        "Swedish".to_owned()
    }

    fn code(&self) -> String {
        "sv".to_owned()
    }

    fn tokenize(&self, text: &str) -> Vec<String> {
        let words = text.split(|it: char| !it.is_alphanumeric());
        words.filter(|it| !it.is_empty()).map(str::to_lowercase).collect()
    }

    fn make_pipeline(&self) -> Pipeline {
        // The trimmer is left out: it takes away digits, and `tokenize` leaves no signs.
        let swedish = Swedish::new().make_pipeline().queue;
        let stemmer = swedish.into_iter().filter(|it| it.name().starts_with("stemmer"));
        let mut queue: Vec<Box<dyn PipelineFn>> =
            vec![Box::new(StopWordFilter::new("stopWordFilter-sv", STOP_WORDS))];
        queue.extend(stemmer);
        queue.push(Box::new(FnWrapper("folding".to_owned(), |word| Some(fold(&word)))));
        Pipeline { queue }
    }
}

/// Letters without their marks: what people type on a foreign keyboard.
fn fold(word: &str) -> String {
    let one = |it: char| match it {
        'å' | 'ä' | 'à' | 'á' | 'â' | 'æ' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ö' | 'ó' | 'ò' | 'ô' | 'ø' => 'o',
        'ü' | 'ú' | 'ù' | 'û' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        it => it,
    };
    word.chars().map(one).collect()
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

        for Case { text, words } in cases {
            let found = Portal.make_pipeline().run(Portal.tokenize(&text));
            assert_eq!(found, words, "{text}");
        }
    }
}
