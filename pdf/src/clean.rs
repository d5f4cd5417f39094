//! Text as it can be printed: no control characters, and a visible sign for
//! each character that the fonts lack. What people type never fails.

use crate::font::Face;

/// Stands where a character cannot be printed.
pub(crate) const LACKING: char = '□';

/// Accents on one letter; more are not writing, and would cover other lines.
const MOST_MARKS: usize = 4;

/// Text to print, of one or more lines: blanks folded, each line trimmed.
pub(crate) fn lines(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut marks = 0;
    for character in text.replace("\r\n", "\n").chars().filter_map(printed) {
        marks = if is_mark(character) { marks + 1 } else { 0 };
        match character {
            ' ' if clean.is_empty() || clean.ends_with([' ', '\n']) => {}
            '\n' => {
                clean.truncate(clean.trim_end_matches(' ').len());
                clean.push('\n');
            }
            _ if marks > MOST_MARKS => {}
            it => clean.push(it),
        }
    }
    clean.truncate(clean.trim_end().len());
    clean.drain(..clean.len() - clean.trim_start_matches('\n').len());
    clean
}

/// Text to print on one line.
pub(crate) fn line(text: &str) -> String {
    lines(&text.replace(['\n', '\r'], " ")).replace('\n', " ")
}

/// Text for the properties of the file, where any letter may stand, of a
/// length that every reader accepts.
pub(crate) fn property(text: &str) -> String {
    const MOST: usize = 300;
    let allowed = |it: &char| !is_control(*it) && !is_hidden(*it) && !is_noncharacter(*it);
    let words: String = text.replace(['\n', '\r', '\t'], " ").chars().filter(allowed).collect();
    let words = words.trim();
    match words.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words.to_owned(),
    }
}

/// Whether a character sits on the one before it.
pub(crate) fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// A character as it is printed; none when it has no shape of its own.
fn printed(character: char) -> Option<char> {
    match character {
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200A}' | '\u{205F}' | '\u{3000}' => {
            Some(' ')
        }
        '\u{2007}' | '\u{202F}' => Some('\u{A0}'),
        it if is_control(it) || is_hidden(it) => None,
        it if is_private(it) || !Face::Text.has(it) || !Face::Strong.has(it) => Some(LACKING),
        it => Some(it),
    }
}

fn is_control(character: char) -> bool {
    character.is_control()
}

/// Characters that only steer how others are shown; some turn the order of text.
fn is_hidden(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}'
        | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Characters whose meaning is agreed nowhere: PDF/A-2a refuses them.
fn is_private(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    matches!(code, 0xFDD0..=0xFDEF) || code & 0xFFFE == 0xFFFE || is_private(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_printed_is_seen_or_gone() {
        #[rustfmt::skip]
        let cases = [
            ("plain letters stay",          "Åsa Öberg, 35 år", "Åsa Öberg, 35 år"),
            ("other alphabets stay",        "Київ Ωμέγα Ŋ",     "Київ Ωμέγα Ŋ"),
            ("an emoji is a sign",          "bra 👍🏽!",           "bra □□!"),
            ("Arabic is signs",             "سلام",             "□□□□"),
            ("control characters go",       "a\0b\u{7}c\u{1b}", "abc"),
            ("steering characters go",      "a\u{202E}b\u{200B}c\u{FEFF}", "abc"),
            ("private characters are signs", "\u{E000}",        "□"),
            ("blanks are folded",           "  a \t b  ",       "a b"),
            ("lines are kept and trimmed",  " a \r\n\r\n b \n", "a\n\nb"),
            ("a stack of accents is cut",   "a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}", "a\u{300}\u{301}\u{302}\u{303}"),
            ("nothing is nothing",          " \n\t ",           ""),
        ];
        for (name, text, expected) in cases {
            assert_eq!(lines(text), expected, "{name}");
        }
        assert_eq!(line("a\nb"), "a b");
        assert_eq!(property("a\u{FFFE}\u{0}b\n👍"), "ab 👍");
    }
}
