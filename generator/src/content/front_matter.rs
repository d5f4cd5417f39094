//! Splits a Markdown file into its TOML header and its text.

use crate::content::source::Source;
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::content::ContentMistake;

const FENCE: &str = "+++";

/// A Markdown file: the source and where its text begins.
pub(crate) fn split(
    file: String,
    text: String,
    mistakes: &mut Mistakes,
) -> Option<(Source, usize)> {
    let whole = Source::toml(file, text);
    let mut lines = Lines { text: &whole.text, at: 0 };
    let opened = lines.next().is_some_and(|(_, line)| line.trim_end() == FENCE);
    if !opened {
        mistakes.add(whole.top(), ContentMistake::NoHeader);
        return None;
    }
    let start = lines.at;
    let closing = lines.find(|(_, line)| line.trim_end() == FENCE);
    let Some((end, fence)) = closing else {
        mistakes.add(whole.top(), ContentMistake::OpenHeader);
        return None;
    };
    let body = end + fence.len();
    Some((Source { toml: start..end, ..whole }, body))
}

/// The lines of a text with the place where each begins; line ends included.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let line = &rest[..rest.find('\n').map_or(rest.len(), |at| at + 1)];
        let start = self.at;
        self.at += line.len();
        Some((start, line))
    }
}
