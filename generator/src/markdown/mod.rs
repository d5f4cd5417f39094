//! Markdown → HTML, headings, links and plain text, in one pass.
//!
//! HTML in the text is a mistake, never passed on: what authors write cannot
//! break a page or its accessibility. A page has its `h1` from the header, so
//! headings in the text begin at `h2`.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use crate::diagnostic::mistake::text::TextMistake;

/// Ids that the templates of all pages use.
pub(crate) const PAGE_ANCHORS: [&str; 4] = ["innehall", "sida-om", "sida-ring", "sida-telefon"];

/// What became of a text.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    /// The HTML.
    pub(crate) html: String,
    /// The words, for search.
    pub(crate) text: String,
    /// Where the blocks of the text end: paragraphs, points, headings.
    ends: Vec<usize>,
    /// Ids of the headings, in order.
    pub(crate) anchors: Vec<String>,
    /// Where the text links to, and where it says so.
    pub(crate) links: Vec<(String, Range<usize>)>,
    /// What is wrong, with the place in the text.
    pub(crate) mistakes: Vec<(TextMistake, Range<usize>)>,
}

impl Rendered {
    /// The words, block by block.
    pub(crate) fn paragraphs(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let parts = starts.zip(self.ends.iter()).filter_map(|(from, to)| self.text.get(from..*to));
        parts.map(str::trim).filter(|it| !it.is_empty())
    }
}

/// Turns a text into HTML. The ids in `taken` stand elsewhere on the page, beside those of every page.
pub(crate) fn render(text: &str, taken: &[&str]) -> Rendered {
    let seen = taken.iter().chain(&PAGE_ANCHORS).map(|it| (*it).to_owned()).collect();
    let mut pass = Pass { seen, ..Pass::default() };
    // Close to what comes out: a second growth costs more than a few spare bytes.
    let mut events = Vec::with_capacity(text.len() / 16 + 8);
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        pass.event(event, range, &mut events);
    }
    pass.made.html.reserve(text.len() + text.len() / 4);
    html::push_html(&mut pass.made.html, events.into_iter());
    pass.made.text.truncate(pass.made.text.trim_end().len());
    pass.made
}

/// The part of an address that a heading gets: `Så går det till` → `sa-gar-det-till`.
pub(crate) fn slug(words: &str) -> String {
    let mut slug = String::with_capacity(words.len());
    for it in words.chars().flat_map(char::to_lowercase) {
        match it {
            'a'..='z' | '0'..='9' => slug.push(it),
            'å' | 'ä' | 'à' | 'á' => slug.push('a'),
            'ö' | 'ó' => slug.push('o'),
            'é' | 'è' => slug.push('e'),
            'ü' => slug.push('u'),
            _ if !slug.ends_with('-') && !slug.is_empty() => slug.push('-'),
            _ => {}
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[derive(Default)]
struct Pass {
    made: Rendered,
    seen: BTreeSet<String>,
    /// The heading being read: where its event is and where its words begin.
    heading: Option<(usize, usize)>,
}

impl Pass {
    fn event<'a>(&mut self, event: Event<'a>, range: Range<usize>, out: &mut Vec<Event<'a>>) {
        match &event {
            Event::Html(_) | Event::InlineHtml(_) => {
                self.made.mistakes.push((TextMistake::Html, range));
                return;
            }
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => return,
            Event::Start(Tag::Image { .. }) => {
                self.made.mistakes.push((TextMistake::Image, range));
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.made.links.push((dest_url.to_string(), range));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                self.heading = Some((out.len(), self.made.text.len()));
                out.push(heading(*level, None));
                return;
            }
            Event::End(TagEnd::Heading(level)) => {
                self.end_heading(*level, range, out);
                return;
            }
            Event::Text(words) | Event::Code(words) => self.made.text.push_str(words),
            Event::SoftBreak | Event::HardBreak => self.made.text.push(' '),
            Event::End(end) if is_block(*end) => self.space(),
            _ => {}
        }
        out.push(event);
    }

    fn end_heading(&mut self, level: HeadingLevel, range: Range<usize>, out: &mut Vec<Event<'_>>) {
        if let Some((event, words)) = self.heading.take() {
            let id = slug(&self.made.text[words..]);
            if !self.seen.insert(id.clone()) {
                self.made.mistakes.push((TextMistake::Heading { id: id.clone() }, range));
            }
            out[event] = heading(level, Some(id.clone().into()));
            self.made.anchors.push(id);
        }
        out.push(Event::End(TagEnd::Heading(shifted(level))));
        self.space();
    }

    fn space(&mut self) {
        self.made.ends.push(self.made.text.len());
        if !self.made.text.ends_with(' ') && !self.made.text.is_empty() {
            self.made.text.push(' ');
        }
    }
}

fn heading(level: HeadingLevel, id: Option<CowStr<'_>>) -> Event<'_> {
    let level = shifted(level);
    Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() })
}

fn shifted(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H2,
        HeadingLevel::H3 => HeadingLevel::H3,
        _ => HeadingLevel::H4,
    }
}

fn is_block(end: TagEnd) -> bool {
    matches!(end, TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_html_and_words() {
        let made = render("# Så går det *till*\n\nRing [oss](tel:112).\n\n- ett\n- två\n", &[]);

        assert_eq!(
            made.html,
            "<h2 id=\"sa-gar-det-till\">Så går det <em>till</em></h2>\n\
             <p>Ring <a href=\"tel:112\">oss</a>.</p>\n<ul>\n<li>ett</li>\n<li>två</li>\n</ul>\n"
        );
        assert_eq!(made.text, "Så går det till Ring oss. ett två");
        let paragraphs: Vec<&str> = made.paragraphs().collect();
        assert_eq!(paragraphs, ["Så går det till", "Ring oss.", "ett", "två"]);
        assert_eq!(made.anchors, ["sa-gar-det-till"]);
        assert_eq!(made.links[0].0, "tel:112");
    }

    #[test]
    fn html_never_reaches_the_page() {
        let made = render("<script>alert(1)</script>\n\nHej <b>du</b>\n", &[]);

        assert!(!made.html.contains("script") && !made.html.contains("<b>"), "{}", made.html);
        assert_eq!(made.mistakes.len(), 3);
    }
}
