//! Words that the search found nothing for, counted where the municipality says so
//! in `site.toml`: which synonyms and pages are missing.
//!
//! **Invariant:** a word alone, on a day. No session is looked up, no address
//! kept; what may be a name, a number or an address is not taken, what too few
//! have missed is not shown, and what is old is forgotten.

use jiff::ToSpan;

use crate::app::App;
use crate::http::csrf;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::problem::{Problem, Result};
use crate::stockholm;
use crate::store::{ReadTx, WriteTx};

/// Letters of a word: shorter says nothing, longer is no word.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=40;
/// A word that fewer have missed is nobody's business.
const LEAST: i64 = 3;
/// How long a count is kept.
const KEPT_DAYS: i64 = 90;

/// `POST /mina-sidor/sokord`
///
/// # Errors
/// [`Problem::NotFound`] when nothing is counted here, and a refusal of what comes from another site.
pub fn count(app: &App, request: &Request) -> Result<Response> {
    if !app.view.site().count_missing_words {
        return Err(Problem::NotFound);
    }
    csrf::check_first(request, app.origin())?;
    let fields = request.form()?;
    let word = fields.text("ord");
    // Whoever sends anything else is not told: no browser of ours does.
    if is_countable(word) {
        app.store.write(|tx| tx.count_search_word(word, &day(tx.now, 0)))?;
    }
    Ok(Response::text(200, "ok"))
}

/// Only small letters, as the script sends it: no digits, no e-mail address, no name with its capital.
fn is_countable(word: &str) -> bool {
    LETTERS.contains(&word.chars().count()) && word.chars().all(char::is_lowercase)
}

/// The words that enough people have missed, with how often, the most missed first.
///
/// # Errors
/// When the database refuses.
pub fn missed(tx: &ReadTx<'_>) -> Result<Vec<(String, i64)>> {
    tx.search_words(&day(tx.now, KEPT_DAYS), LEAST)
}

/// Forgets what is old.
///
/// # Errors
/// When the database refuses.
pub fn sweep(tx: &WriteTx<'_>) -> Result<()> {
    tx.forget_search_words(&day(tx.now, KEPT_DAYS))
}

/// `2026-11-23`: so many days before a moment.
fn day(moment: i64, before: i64) -> String {
    stockholm::day(moment).saturating_sub(before.days()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_are_counted() {
        #[rustfmt::skip]
        let cases = [
            ("solcellsbidrag", true), ("öl", true),
            ("", false), ("x", false), ("19121212", false), ("alva@example.se", false), ("Alva", false),
            ("två ord", false), ("a-traktor", false), ("\u{7f}\u{7f}", false),
        ];
        for (word, expected) in cases {
            assert_eq!(is_countable(word), expected, "{word}");
        }
        assert!(is_countable(&"a".repeat(40)) && !is_countable(&"a".repeat(41)));
    }
}
