//! A–Ö: every entry under the letter of what tells it apart.
//!
//! A long list is cut between letters into pages that each fit one round trip.

use anyhow::Result;
use serde::Serialize;

use crate::catalogue::alphabet;
use crate::catalogue::entry::{Entry, Kind, Link};
use crate::render::Rendering;
use crate::render::page_view::PageView;

/// Entries on a page: with more, page and style sheet pass 14 kB compressed.
const MOST: usize = 170;

#[derive(Serialize)]
struct AlphabetView<'a> {
    title: &'a str,
    /// All letters, on whichever page they are.
    index: &'a [Link],
    letters: &'a [Letter<'a>],
    /// The other pages.
    others: Vec<&'a Link>,
}

#[derive(Serialize)]
struct Letter<'a> {
    id: String,
    letter: char,
    lines: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    url: &'a str,
    words: String,
    paper: bool,
}

/// Makes the pages.
pub(super) fn render(rendering: &mut Rendering<'_>) -> Result<()> {
    let entries = &rendering.catalogue.entries;
    let letters = letters(entries);
    let parts = parts(&letters);
    let links: Vec<Link> =
        parts.iter().enumerate().map(|(number, part)| part_link(number, part)).collect();
    let mut index = Vec::new();
    for (part, link) in parts.iter().zip(&links) {
        index.extend(part.iter().map(|it| Link {
            label: it.letter.to_string(),
            url: format!("{}#{}", link.url, it.id),
        }));
    }
    let plain = rendering.text("a_o_title", &[]);
    let description = rendering.text("a_o_lead", &[]);
    for (number, part) in parts.iter().enumerate() {
        let link = &links[number];
        let part_title = rendering.text("a_o_part", &[("letters", &link.label)]);
        let title = if parts.len() > 1 { &part_title } else { &plain };
        let others = links.iter().filter(|it| it.url != link.url).collect();
        let base_url = &rendering.catalogue.site.base_url;
        let page =
            PageView::new(base_url, &link.url, title, &description).under(vec![rendering.home()]);
        let view = AlphabetView { title, index: &index, letters: part, others };
        rendering.page("a-o.html", &page, &view)?;
    }
    Ok(())
}

fn letters(entries: &[Entry]) -> Vec<Letter<'_>> {
    let mut letters: Vec<Letter<'_>> = Vec::new();
    for it in entries {
        let letter = alphabet::letter(&it.rest);
        let line = Line { url: &it.url, words: words(it), paper: it.kind == Kind::Blankett };
        match letters.last_mut().filter(|it| it.letter == letter) {
            Some(it) => it.lines.push(line),
            None => letters.push(Letter { id: letter_id(letter), letter, lines: vec![line] }),
        }
    }
    letters
}

/// Cuts between letters, so that no page has many more than [`MOST`] entries.
fn parts<'a, 'b>(letters: &'b [Letter<'a>]) -> Vec<&'b [Letter<'a>]> {
    let total: usize = letters.iter().map(|it| it.lines.len()).sum();
    let even = total.div_ceil(total.div_ceil(MOST).max(1)).max(1);
    let (mut parts, mut start, mut count) = (Vec::new(), 0, 0);
    for (at, letter) in letters.iter().enumerate() {
        // The cut that leaves the page nearest to its even share.
        if at > start && count + letter.lines.len() / 2 > even {
            parts.push(&letters[start..at]);
            (start, count) = (at, 0);
        }
        count += letter.lines.len();
    }
    parts.push(&letters[start..]);
    parts
}

fn part_link(number: usize, part: &[Letter<'_>]) -> Link {
    let label = match (part.first(), part.last()) {
        (Some(first), Some(last)) if first.letter != last.letter => {
            format!("{}–{}", first.letter, last.letter)
        }
        (Some(only), _) => only.letter.to_string(),
        _ => String::new(),
    };
    let folder = part.first().filter(|_| number > 0).map(|it| format!("{}/", it.id));
    Link { label, url: format!("/a-o/{}", folder.unwrap_or_default()) }
}

/// As in the index of a book: "Bygglov, ansökan om".
fn words(it: &Entry) -> String {
    let rest = with_first(&it.rest, |it| it.to_uppercase().collect());
    if it.verb.is_empty() {
        return rest;
    }
    format!("{rest}, {}", with_first(&it.verb, |it| it.to_lowercase().collect()))
}

fn with_first(words: &str, change: impl Fn(char) -> String) -> String {
    let mut letters = words.chars();
    letters.next().map(change).unwrap_or_default() + letters.as_str()
}

/// `a`, and for the last letters of the alphabet names that need no escapes in addresses.
fn letter_id(letter: char) -> String {
    match letter {
        'Å' => "aa".to_owned(),
        'Ä' => "ae".to_owned(),
        'Ö' => "oe".to_owned(),
        '#' => "tecken".to_owned(),
        it => it.to_lowercase().to_string(),
    }
}
