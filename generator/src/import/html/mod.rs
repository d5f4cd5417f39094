//! HTML from an editor → Markdown. What is no text, heading, list, table, emphasis or link is left out.
//!
//! html5gum reads the tags as a browser does; there is no tree, so nothing grows with the depth of the
//! nesting. What comes out has no HTML in it: signs that Markdown would understand are escaped.

pub(super) mod line;

use html5gum::{StartTag, Token, Tokenizer};

use crate::import::html::line::Line;

/// Deepest list that is written as such.
const DEEPEST_LIST: usize = 4;
/// Cells of a table that is written as such.
const MOST_CELLS: usize = 5_000;
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
    writer.end();
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
    writer.end();
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
    /// The lists that are open.
    lists: Vec<List>,
    /// The sign of a point that has no words yet.
    marker: Option<String>,
    /// The cells of the row that is being read.
    row: Option<Vec<String>>,
    /// The rows of the table that is being read.
    table: Vec<Vec<String>>,
    /// Whether the last block is a point of a list.
    in_points: bool,
    /// The element that is being skipped.
    unread: Option<String>,
    lost: Vec<String>,
}

#[derive(Default)]
struct List {
    /// The next number; none for points.
    number: Option<u32>,
    /// How far its points stand in; nothing until one is written.
    width: usize,
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
                    None => self.close(&name),
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
                self.lists.push(List { number: (name == "ol").then_some(1), width: 0 });
            }
            "li" => {
                self.end_block();
                let number = self.lists.last_mut().map(|it| &mut it.number);
                self.marker = Some(match number {
                    Some(Some(number)) => {
                        *number = number.saturating_add(1);
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                });
            }
            "table" => self.end(),
            "tr" => {
                self.end_row();
                self.end_block();
                self.row = Some(Vec::new());
            }
            "td" | "th" => self.end_cell(false),
            _ if UNREAD.contains(&name) && !tag.self_closing => {
                if ["iframe", "object", "svg", "script"].contains(&name) {
                    self.lost.push(format!("inbäddat innehåll ({name}) togs bort"));
                }
                self.unread = Some(name.to_owned());
            }
            _ if is_block(name) => {
                self.end_block();
                self.heading = if self.row.is_none() { heading(name) } else { 0 };
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
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
            "td" | "th" => self.end_cell(true),
            "tr" => self.end_row(),
            "table" => self.end(),
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
        if !text.is_empty() {
            self.end_table();
        }
        let heading = std::mem::take(&mut self.heading);
        for text in text.split("\n\n").map(str::trim) {
            if text.is_empty() {
                continue;
            }
            if self.bare {
                self.blocks.push(text.replace('\n', " "));
                continue;
            }
            if self.marker.is_some() && self.in_points {
                // Points of one paragraph stand close.
                self.out.truncate(self.out.trim_end().len());
                self.out.push('\n');
            }
            let (first, rest) = self.indents();
            self.in_points = !first.is_empty();
            if heading > 0 {
                let words = text.replace('\n', " ");
                self.out.push_str(&format!("{first}{} {words}\n\n", "#".repeat(heading)));
            } else {
                let words = text.replace('\n', &format!("\\\n{rest}"));
                self.out.push_str(&format!("{first}{words}\n\n"));
            }
        }
    }

    /// What stands before the first line of a block, and before the others.
    fn indents(&mut self) -> (String, String) {
        let depth = self.lists.len().min(DEEPEST_LIST);
        let (outer, own) = self.lists[..depth].split_at_mut(depth.saturating_sub(1));
        let outer: usize = outer.iter().map(|it| it.width).sum();
        let [own] = own else { return (String::new(), String::new()) };
        let marker = self.marker.take();
        own.width = marker.as_ref().map_or(own.width, String::len);
        let rest = " ".repeat(outer + own.width);
        (marker.map_or_else(|| rest.clone(), |it| " ".repeat(outer) + &it), rest)
    }

    /// Writes what is left, whatever was never closed.
    fn end(&mut self) {
        self.end_row();
        self.end_block();
        self.end_table();
    }

    /// Takes what has been read as a cell of the row; nothing is one only when its tag says so.
    fn end_cell(&mut self, even_empty: bool) {
        let Some(row) = &mut self.row else { return };
        let cell = self.line.take().replace('\n', " ");
        if even_empty || !cell.is_empty() {
            row.push(cell);
        }
    }

    fn end_row(&mut self) {
        self.end_cell(false);
        self.table.extend(self.row.take().filter(|it| it.iter().any(|it| !it.is_empty())));
    }

    /// Writes the rows, all as wide as the widest: Markdown drops what stands outside the first.
    fn end_table(&mut self) {
        let rows = std::mem::take(&mut self.table);
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if self.bare || width * rows.len() > MOST_CELLS {
            for row in rows {
                let words: Vec<String> = row.into_iter().filter(|it| !it.is_empty()).collect();
                self.out.push_str(&format!("{}\n\n", words.join(" ")));
                self.blocks.push(words.join(" "));
            }
            return;
        }
        for (index, mut row) in rows.into_iter().enumerate() {
            row.resize(width, String::new());
            self.out.push_str(&format!("| {} |\n", row.join(" | ")));
            if index == 0 {
                self.out.push_str(&format!("|{}\n", " --- |".repeat(width)));
            }
        }
        self.out.push_str(if width > 0 { "\n" } else { "" });
        self.in_points &= width == 0;
        if width > 0 {
            // A table ends every list that is open.
            self.lists.iter_mut().for_each(|it| it.width = 0);
        }
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
