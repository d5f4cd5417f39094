//! What the municipality's page about the portal promises, sentence by sentence.
//!
//! A story quotes the sentences that it shows to be true; every sentence of the
//! page is quoted.

mod applications;
mod catalogue;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The page, as the municipality wrote it, from the root of the repository.
const MISSION: &str = "../shared/mission/om-sjalvserviceportalen.txt";

/// Its headings: they name what follows and promise nothing of their own.
const HEADINGS: [&str; 6] = [
    "Om självserviceportalen",
    "Svar på frågor",
    "E-legitimation",
    "Behandling av personuppgifter",
    "Mina sidor",
    "Svarsmeddelande",
];

#[test]
fn every_sentence_of_the_page_is_kept() {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(MISSION);
    let mission = std::env::var_os("MISSION").map_or_else(beside, PathBuf::from);
    let page = std::fs::read_to_string(&mission).unwrap_or_else(|error| {
        panic!(
            "{}: {error}. This is the page that the promises are quoted from, and no part of the \
             repository: put it there, or name its file in MISSION",
            mission.display()
        )
    });
    let promised = sentences(&page);
    let quoted = sentences(&quotes());

    assert!(promised.len() > 25, "{promised:#?}");
    for it in &promised {
        let kept = quoted.contains(it) || HEADINGS.contains(&it.as_str());
        assert!(kept, "no story quotes it: {it}");
    }
    for it in &quoted {
        assert!(promised.contains(it), "the page does not say this: {it}");
    }
}

/// What the stories quote, a paragraph on each line.
fn quotes() -> String {
    let stories = [include_str!("promises/catalogue.rs"), include_str!("promises/applications.rs")];
    let mut text = String::new();
    for line in stories.into_iter().flat_map(str::lines) {
        match line.strip_prefix("/// >").map(str::trim) {
            Some("") | None => text.push('\n'),
            Some(words) => text.extend([words, " "]),
        }
    }
    text
}

/// The sentences of a text; a line without a full stop is one too.
fn sentences(text: &str) -> BTreeSet<String> {
    let mut sentences = BTreeSet::new();
    for line in text.lines() {
        let mut sentence = String::new();
        for word in line.split_whitespace() {
            let begins = word.starts_with(char::is_uppercase) && sentence.ends_with('.');
            if begins {
                sentences.insert(std::mem::take(&mut sentence));
            } else if !sentence.is_empty() {
                sentence.push(' ');
            }
            sentence.push_str(word);
        }
        if !sentence.is_empty() {
            sentences.insert(sentence);
        }
    }
    sentences
}
