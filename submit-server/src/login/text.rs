//! The text that is signed: what the citizen reads in the BankID app, and the
//! hidden data that ties it to the archived document.
//!
//! The text is BankID's simpleMarkdownV1. Every string that comes from outside
//! this file is escaped, so that no answer can restyle or break what is signed,
//! and code points that BankID refuses, or that are invisible, are replaced.

use serde::Serialize;

use crate::login::rp::order::MAX_VISIBLE;

/// The same limit in bytes, before base64.
const MAX_BYTES: usize = MAX_VISIBLE / 4 * 3;
/// Stands for a character that BankID cannot show.
const NOT_SHOWN: char = '□';

/// What the text is made of. All of it is plain text.
pub struct Summary<'a> {
    /// Heading: the service's title.
    pub heading: &'a str,
    /// Sentence that says what is signed, and to whom.
    pub opening: &'a str,
    /// Label and value: case number, form and version, time …
    pub facts: &'a [(String, String)],
    /// Question and the lines of its answer, in the form's order.
    pub answers: &'a [(String, Vec<String>)],
    /// Sentence that stands last when not everything fits.
    pub cut: &'a str,
}

/// What the citizen reads, at most as long as BankID allows. Never empty
/// unless everything given is.
#[must_use]
pub fn visible(summary: &Summary<'_>) -> String {
    let mut all = Paragraphs { text: String::new() };
    all.push("# ", summary.heading, "");
    all.push("", summary.opening, "");
    for (label, value) in summary.facts {
        let value = escaped(value);
        all.push("*", label, &format!("* {value}"));
    }
    for (label, lines) in summary.answers {
        all.push("*", label, "*");
        for line in lines.iter().flat_map(|it| it.lines()) {
            all.push("", line, "");
        }
    }
    all.within(MAX_BYTES, summary.cut)
}

/// What is signed along with the text: the case and the hash of the document
/// that is archived.
#[must_use]
pub fn hidden(case: &str, sha256: &str) -> Vec<u8> {
    #[derive(Serialize)]
    struct Hidden<'a> {
        v: u8,
        arende: &'a str,
        sha256: &'a str,
    }
    serde_json::to_vec(&Hidden { v: 1, arende: case, sha256 }).unwrap_or_default()
}

/// The paragraphs of a text made by [`visible`], as plain text to show on a page.
#[must_use]
pub fn plain(visible: &str) -> Vec<String> {
    visible.split("\n\n").map(unescaped).filter(|it| !it.is_empty()).collect()
}

fn unescaped(paragraph: &str) -> String {
    let mut plain = String::with_capacity(paragraph.len());
    let mut characters = paragraph.strip_prefix("# ").unwrap_or(paragraph).chars();
    while let Some(it) = characters.next() {
        match it {
            '\\' => plain.extend(characters.next()),
            '*' => {}
            _ => plain.push(it),
        }
    }
    plain
}

struct Paragraphs {
    text: String,
}

impl Paragraphs {
    /// Adds a paragraph, unless its text is blank.
    fn push(&mut self, before: &str, text: &str, after: &str) {
        let text = escaped(text);
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(before);
        self.text.push_str(&text);
        self.text.push_str(after.trim_end());
    }

    /// The text, or its first whole paragraphs and the sentence `cut`.
    fn within(mut self, limit: usize, cut: &str) -> String {
        if self.text.len() <= limit {
            return self.text;
        }
        let cut = escaped(cut);
        let room = limit.saturating_sub(cut.len() + 2);
        while self.text.len() > room {
            let end = self.text.rfind("\n\n").unwrap_or(0);
            self.text.truncate(end);
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text + &cut
    }
}

/// One line of plain text as markdown: white space collapsed, markup escaped.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for word in text.split_whitespace() {
        let before = safe.len();
        if before > 0 {
            safe.push(' ');
        }
        let start = safe.len();
        for it in word.chars().filter(|it| !is_invisible(*it)) {
            if matches!(it, '#' | '+' | '|' | '*' | '-' | '\\') {
                safe.push('\\');
            }
            safe.push(if is_shown(it) { it } else { NOT_SHOWN });
        }
        if safe.len() == start {
            safe.truncate(before);
        }
    }
    safe
}

/// BankID's own range, less what has no agreed look.
fn is_shown(it: char) -> bool {
    matches!(it, '\u{20}'..='\u{7e}' | '\u{a0}'..='\u{ffef}')
        && !matches!(it, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}')
}

/// Controls, joiners and marks that turn the writing direction: a text could
/// look like another with them.
fn is_invisible(it: char) -> bool {
    it.is_control()
        || matches!(
            it,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop};
    use proptest::{prop_assert, prop_assert_eq, proptest};

    use super::{MAX_BYTES, Summary, escaped, hidden, plain, visible};

    fn summary<'a>(
        facts: &'a [(String, String)],
        answers: &'a [(String, Vec<String>)],
    ) -> Summary<'a> {
        Summary {
            heading: "Parkeringstillstånd",
            opening: "Du skriver under din ansökan till Ånge kommun.",
            facts,
            answers,
            cut: "Alla uppgifter får inte plats här. Du skriver under hela ansökan.",
        }
    }

    #[test]
    fn the_text_reads_like_the_application() {
        let facts = [("Ärende:".to_owned(), "2026-000017".to_owned())];
        let answers = [
            ("Skäl".to_owned(), vec!["Jag går *dåligt*\n\n- mycket".to_owned()]),
            ("Datum".to_owned(), vec!["23 november 2026".to_owned()]),
        ];

        let text = visible(&summary(&facts, &answers));

        assert_eq!(
            text,
            "# Parkeringstillstånd\n\nDu skriver under din ansökan till Ånge kommun.\n\n\
             *Ärende:* 2026\\-000017\n\n*Skäl*\n\nJag går \\*dåligt\\*\n\n\\- mycket\n\n\
             *Datum*\n\n23 november 2026"
        );
        assert_eq!(
            plain(&text)[2..6],
            ["Ärende: 2026-000017", "Skäl", "Jag går *dåligt*", "- mycket"]
        );
    }

    #[test]
    fn what_cannot_be_shown_is_replaced_and_what_is_hidden_goes() {
        for (given, expected) in [
            ("a\\b", "a\\\\b"),
            ("  a \t b\u{a0}c ", "a b c"),
            ("hej 😀", "hej □"),
            ("abc\u{202e}def\u{200b}", "abcdef"),
            ("\u{200b} x", "x"),
            ("\u{85}\u{7f}\0", ""),
            ("# + | - ", "\\# \\+ \\| \\-"),
            ("Åsa Öhlén", "Åsa Öhlén"),
        ] {
            assert_eq!(escaped(given), expected, "{given:?}");
        }
    }

    #[test]
    fn a_text_that_is_too_long_says_so() {
        let answers: Vec<_> =
            (0..400).map(|at| (format!("Fråga {at}"), vec!["å".repeat(100)])).collect();

        let text = visible(&summary(&[], &answers));

        assert!(text.len() <= MAX_BYTES && text.len() > MAX_BYTES - 400, "{}", text.len());
        assert!(
            text.ends_with("\n\nAlla uppgifter får inte plats här. Du skriver under hela ansökan.")
        );
    }

    #[test]
    fn the_hidden_data_names_case_and_hash() {
        assert_eq!(hidden("2026-17", "ab"), br#"{"v":1,"arende":"2026-17","sha256":"ab"}"#);
    }

    /// A reader of simpleMarkdownV1 that knows escapes and nothing else: what
    /// was escaped is taken away, and no markup may remain.
    fn without_escapes(text: &str) -> Option<String> {
        let mut rest = String::new();
        let mut characters = text.chars();
        while let Some(it) = characters.next() {
            match it {
                '\\' if matches!(characters.next()?, '#' | '+' | '|' | '*' | '-' | '\\') => {}
                '\\' => return None,
                _ => rest.push(it),
            }
        }
        Some(rest)
    }

    proptest! {
        #[test]
        fn no_text_brings_markup_or_characters_that_bankid_refuses(text in any::<String>()) {
            let safe = escaped(&text);
            let rest = without_escapes(&safe);
            prop_assert!(rest.is_some(), "{safe:?}");
            prop_assert!(!rest.unwrap_or_default().contains(['#', '+', '|', '*', '-']));
            let allowed = |it| matches!(it, ' '..='~' | '\u{a0}'..='\u{ffef}');
            prop_assert!(safe.chars().all(allowed));
            prop_assert_eq!(safe.trim(), &safe);
        }

        #[test]
        fn any_answers_give_the_same_markup_as_harmless_ones(
            answers in prop::collection::vec((".*", prop::collection::vec(".*", 0..4)), 0..12)
        ) {
            let text = visible(&summary(&[], &answers));
            prop_assert!(text.len() <= MAX_BYTES);
            let rest = without_escapes(&text).unwrap_or_default();
            for paragraph in rest.split("\n\n").skip(2) {
                let inner = paragraph.strip_prefix('*').map_or(Some(paragraph), |it| it.strip_suffix('*'));
                prop_assert!(inner.is_some_and(|it| !it.contains(['#', '+', '|', '*', '\n'])), "{}", paragraph);
            }
        }
    }
}
