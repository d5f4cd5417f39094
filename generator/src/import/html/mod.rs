//! HTML from an editor → Markdown. What is no text, heading, list, table, emphasis or link is left out.
//!
//! html5gum reads the tags as a browser does; there is no tree, so nothing grows with the depth of the
//! nesting. What comes out has no HTML in it: signs that Markdown would understand are escaped.

pub(super) mod line;

use html5gum::{StartTag, Token, Tokenizer};

use crate::import::html::line::Line;

/// Deepest list that is written as such.
const DEEPEST_LIST: usize = 4;
/// Elements whose contents nobody reads.
const UNREAD: [&str; 9] =
    ["script", "style", "template", "iframe", "object", "svg", "math", "head", "noscript"];

/// A text, and what could not be kept of it.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    pub(super) text: String,
    /// In Swedish, for the report.
    pub(super) lost: Vec<String>,
}

/// Turns HTML into Markdown.
pub(super) fn markdown(html: &str) -> Markdown {
    let mut writer = Writer::default();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        writer.token(token);
    }
    writer.end_block();
    let text = writer.out.trim_end().to_owned();
    Markdown { text, lost: writer.lost }
}

/// A text that is no HTML, on one line.
pub(super) fn one_line(text: &str) -> String {
    let words = text.split(|it: char| it.is_whitespace() || it.is_control());
    words.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text that is no HTML, as Markdown.
pub(super) fn escaped(text: &str) -> String {
    let mut line = Line::default();
    line.words(text, false);
    line.take()
}

/// Turns HTML into its words on one line.
pub(super) fn plain(html: &str) -> String {
    paragraphs(html).join(" ")
}

/// Turns HTML into paragraphs of words.
pub(super) fn paragraphs(html: &str) -> Vec<String> {
    let mut writer = Writer { bare: true, ..Writer::default() };
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        writer.token(token);
    }
    writer.end_block();
    writer.blocks
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Words only: no signs of Markdown.
    bare: bool,
    /// The blocks, when only words are asked for.
    blocks: Vec<String>,
    line: Line,
    /// How many `#` the line begins with.
    heading: usize,
    /// The lists that are open: the next number, or none for points.
    lists: Vec<Option<u32>>,
    /// The sign of a point that has no words yet.
    marker: Option<String>,
    /// The cells of the row that is being read.
    row: Option<Vec<String>>,
    /// Rows since the table began.
    rows: usize,
    /// Whether the last block is a point of a list.
    in_points: bool,
    /// The element that is being skipped.
    unread: Option<String>,
    lost: Vec<String>,
}

impl Writer {
    fn token(&mut self, token: Token<()>) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if self.unread.is_none() {
                    self.start(&name, &tag);
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                match &self.unread {
                    Some(unread) if *unread == name => self.unread = None,
                    Some(_) => {}
                    None => self.end(&name),
                }
            }
            Token::String(text) if self.unread.is_none() => {
                self.line.words(&String::from_utf8_lossy(&text.value), self.bare);
            }
            _ => {}
        }
    }

    fn start(&mut self, name: &str, tag: &StartTag<()>) {
        let value = |key: &str| {
            let found = tag.attributes.iter().find(|(name, _)| ***name == *key.as_bytes());
            found.map(|(_, it)| String::from_utf8_lossy(&it.value).trim().to_owned())
        };
        match name {
            "b" | "strong" => self.line.open("**"),
            "i" | "em" => self.line.open("*"),
            "a" => self.line.open_link(value("href").unwrap_or_default()),
            "br" => self.line.line_break(),
            "img" => {
                let alt = value("alt").filter(|it| !it.is_empty());
                let said = alt.map_or_else(String::new, |it| format!(" ({})", short(&it)));
                self.lost.push(format!("en bild i texten togs bort{said}"));
            }
            "ul" | "ol" => {
                self.end_block();
                self.lists.push((name == "ol").then_some(1));
            }
            "li" => {
                self.end_block();
                self.marker = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number = number.saturating_add(1);
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                });
            }
            "table" => {
                self.end_block();
                self.rows = 0;
            }
            "tr" => {
                self.end_block();
                self.row = Some(Vec::new());
            }
            "td" | "th" if self.row.is_some() => drop(self.line.take()),
            _ if UNREAD.contains(&name) && !tag.self_closing => {
                if ["iframe", "object", "svg", "script"].contains(&name) {
                    self.lost.push(format!("inbäddat innehåll ({name}) togs bort"));
                }
                self.unread = Some(name.to_owned());
            }
            _ if is_block(name) => {
                self.end_block();
                self.heading = heading(name);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "b" | "strong" => self.line.close("**", self.bare),
            "i" | "em" => self.line.close("*", self.bare),
            "a" => {
                if let Some(lost) = self.line.close_link(self.bare) {
                    self.lost.push(format!("länken till \"{}\" togs bort", short(&lost)));
                }
            }
            "ul" | "ol" => {
                self.end_block();
                self.marker = None;
                self.lists.pop();
            }
            "td" | "th" => {
                let cell = self.line.take().replace('\n', " ");
                if let Some(row) = &mut self.row {
                    row.push(cell);
                }
            }
            "tr" => self.end_row(),
            "table" => {
                self.end_row();
                self.rows = 0;
            }
            _ if is_block(name) => self.end_block(),
            _ => {}
        }
    }

    /// Writes what has been read as a block of its own.
    fn end_block(&mut self) {
        if self.row.is_some() {
            // Blocks in a cell are lines of it.
            self.line.line_break();
            return;
        }
        let text = self.line.take();
        let heading = std::mem::take(&mut self.heading);
        for text in text.split("\n\n").map(str::trim) {
            if text.is_empty() {
                continue;
            }
            if self.bare {
                self.blocks.push(text.replace('\n', " "));
                continue;
            }
            let depth = self.lists.len().min(DEEPEST_LIST);
            if self.marker.is_some() && self.in_points {
                // Points of one paragraph stand close.
                self.out.truncate(self.out.trim_end().len());
                self.out.push('\n');
            }
            self.in_points = depth > 0;
            let indent = "   ".repeat(depth.saturating_sub(1));
            let (first, rest) = match (self.marker.take(), depth) {
                (Some(marker), 1..) => (format!("{indent}{marker}"), format!("{indent}   ")),
                (_, 0) => (String::new(), String::new()),
                (None, _) => (format!("{indent}   "), format!("{indent}   ")),
            };
            if heading > 0 {
                let words = text.replace('\n', " ");
                self.out.push_str(&format!("{first}{} {words}\n\n", "#".repeat(heading)));
            } else {
                let words = text.replace('\n', &format!("\\\n{rest}"));
                self.out.push_str(&format!("{first}{words}\n\n"));
            }
        }
    }

    fn end_row(&mut self) {
        let Some(row) = self.row.take() else { return };
        drop(self.line.take());
        if row.iter().all(String::is_empty) {
            return;
        }
        if self.bare {
            self.blocks.push(row.join(" "));
            return;
        }
        if self.rows > 0 {
            // A table has no empty lines.
            self.out.truncate(self.out.trim_end().len());
            self.out.push('\n');
        }
        self.out.push_str(&format!("| {} |\n", row.join(" | ")));
        if self.rows == 0 {
            self.out.push_str(&format!("|{}\n", " --- |".repeat(row.len())));
        }
        self.out.push('\n');
        self.rows += 1;
    }
}

/// How many `#`: the page has its `h1` from the header.
fn heading(name: &str) -> usize {
    match name {
        "h1" | "h2" => 2,
        "h3" => 3,
        "h4" | "h5" | "h6" => 4,
        _ => 0,
    }
}

#[rustfmt::skip]
fn is_block(name: &str) -> bool {
    matches!(name,
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "dd" | "div" | "dl" | "dt" | "fieldset"
        | "figcaption" | "figure" | "footer" | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hr" | "html"
        | "legend" | "li" | "main" | "nav" | "p" | "pre" | "section" | "tbody" | "tfoot" | "thead")
}

/// The beginning of a long text, for the report.
pub(super) fn short(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut short: String =
        text.chars().map(|it| if it.is_control() { ' ' } else { it }).take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests;
