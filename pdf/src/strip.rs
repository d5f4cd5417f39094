//! Blocks as strips: what stays together when pages are filled, from edge to
//! edge and from top to bottom.

use std::num::NonZeroU16;

use crate::blank::{self, Mark};
use crate::clean;
use crate::document::{Block, Error, MAX_PAGES};
use crate::line::{Line, broken};
use crate::structure::{ElementId, Role, Structure};
use crate::style::{BODY, Ink, LEFT, LINE, PAGE, Style, WIDTH, heading};
use crate::table;

/// Where the text of a point stands, right of its sign.
const POINT_INDENT: f32 = 15.0;
/// The lines of a paragraph that are never alone on a page.
const TOGETHER: usize = 2;

/// What stays together on a page, when it can.
#[derive(Debug, Default)]
pub(crate) struct Strip {
    /// Space above, unless it is the first on its page.
    pub(crate) above: f32,
    /// Its height.
    pub(crate) height: f32,
    /// Its lines of text, from the top.
    pub(crate) pieces: Vec<Piece>,
    /// Places to write and tick, from the top. A strip with any is never higher than a page.
    pub(crate) marks: Vec<Mark>,
    /// A line at its lower edge: width and colour.
    pub(crate) underline: Option<(f32, Ink)>,
    /// Whether the next strip is on the same page.
    pub(crate) keep: Keep,
    /// The strip that is repeated above it on a new page.
    pub(crate) head: Option<usize>,
    /// The heading it is, for the bookmarks.
    pub(crate) bookmark: Option<(u16, String)>,
}

/// Whether a strip goes with the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Keep {
    /// It may be the last on its page.
    #[default]
    Loose,
    /// It goes with the next one when a page has room for both.
    Wish,
    /// It is never the last on its page.
    Must,
}

/// A line of text in its strip.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) x: f32,
    /// From the strip's upper edge to the line's.
    pub(crate) top: f32,
    pub(crate) line: Line,
    pub(crate) style: &'static Style,
    /// What it is a part of; none when it only repeats something.
    pub(crate) element: Option<ElementId>,
}

/// A document as strips.
#[derive(Debug, Default)]
pub(crate) struct Laid {
    pub(crate) strips: Vec<Strip>,
    pub(crate) structure: Structure,
    height: f32,
}

/// Lays the blocks out, one under the other.
pub(crate) fn lay(blocks: &[Block]) -> Result<Laid, Error> {
    let mut laid = Laid::default();
    let mut level = 0;
    for block in blocks {
        match block {
            Block::Heading(asked, text) => {
                // PDF/UA-1 7.4.2: no level is jumped over.
                let next = (*asked).clamp(1, 6).min(level + 1);
                if laid.heading(next, text) {
                    level = next;
                }
            }
            Block::Paragraph(text) => laid.paragraph(text),
            Block::Facts(facts) => table::facts(&mut laid, facts),
            Block::Table { head, rows } => table::table(&mut laid, head, rows),
            Block::List(points) => laid.list(points),
            Block::Blanks(blanks) => blank::lay(&mut laid, blanks),
            Block::Rule => laid.push(Strip {
                above: 8.0,
                height: 10.0,
                underline: Some((0.7, LINE)),
                ..Strip::default()
            }),
        }
    }
    if laid.too_high() { Err(Error::TooLong) } else { Ok(laid) }
}

impl Laid {
    /// Puts a strip under the others.
    pub(crate) fn push(&mut self, strip: Strip) {
        self.height += strip.above + strip.height;
        self.strips.push(strip);
    }

    /// Whether it is already too much for any number of pages: the rest is not laid.
    pub(crate) fn too_high(&self) -> bool {
        self.height > MAX_PAGES as f32 * PAGE.1
    }

    /// A heading; false when it says nothing.
    fn heading(&mut self, level: u16, text: &str) -> bool {
        let text = clean::line(text);
        let (style, above, below) = heading(level);
        let lines = broken(&text, style, WIDTH);
        let Some(number) = NonZeroU16::new(level).filter(|_| !lines.is_empty()) else {
            return false;
        };
        let title = clean::property(&text);
        let element = self.structure.add(Role::Heading(number, title.clone()));
        // Right under another heading it stands closer.
        let above = if self.under_heading() { above / 2.5 } else { above };
        let mut strip = Strip { above, keep: Keep::Must, ..Strip::default() };
        strip.bookmark = Some((level, title));
        strip.stack(lines, LEFT, style, element);
        strip.height += below;
        self.push(strip);
        true
    }

    fn under_heading(&self) -> bool {
        self.strips.last().is_some_and(|it| it.bookmark.is_some())
    }

    fn paragraph(&mut self, text: &str) {
        let lines = broken(&clean::lines(text), &BODY, WIDTH);
        if lines.is_empty() {
            return;
        }
        // A few words between a heading and what they explain go with both.
        let explains = lines.len() <= 2 * TOGETHER && self.under_heading();
        let element = self.structure.add(Role::Paragraph);
        self.flow(lines, LEFT, element);
        if let Some(last) = self.strips.last_mut() {
            last.height += 7.0;
            last.keep = if explains { Keep::Wish } else { Keep::Loose };
        }
    }

    fn list(&mut self, points: &[String]) {
        let points = points.iter().map(|it| clean::lines(it)).filter(|it| !it.is_empty());
        let mut list = None;
        for point in points {
            if self.too_high() {
                return;
            }
            let list = *list.get_or_insert_with(|| self.structure.add(Role::List));
            let item = self.structure.within(list, Role::Item);
            let sign = self.structure.within(item, Role::ItemSign);
            let body = self.structure.within(item, Role::ItemBody);
            let first = self.strips.len();
            self.flow(broken(&point, &BODY, WIDTH - POINT_INDENT), LEFT + POINT_INDENT, body);
            if let Some(strip) = self.strips.get_mut(first) {
                let sign = broken("•", &BODY, WIDTH).into_iter().map(|it| (it, sign));
                let sign = sign.map(|(line, sign)| Piece::new(LEFT + 3.0, line, &BODY, sign));
                strip.pieces.splice(0..0, sign);
            }
            if let Some(last) = self.strips.last_mut() {
                last.height += 3.5;
            }
        }
    }

    /// Lines that may part between pages, but for the first and the last ones.
    fn flow(&mut self, lines: Vec<Line>, x: f32, element: ElementId) {
        let count = lines.len();
        let mut strip = Strip::default();
        for (index, line) in lines.into_iter().enumerate() {
            strip.stack([line], x, &BODY, element);
            let done = index + 1;
            let parts = done >= TOGETHER && done + TOGETHER <= count;
            if parts || done == count {
                self.push(std::mem::take(&mut strip));
            }
        }
    }
}

impl Strip {
    /// Puts lines under what is there.
    pub(crate) fn stack(
        &mut self,
        lines: impl IntoIterator<Item = Line>,
        x: f32,
        style: &'static Style,
        element: ElementId,
    ) {
        for line in lines {
            let mut piece = Piece::new(x, line, style, element);
            piece.top = self.height;
            self.pieces.push(piece);
            self.height += style.leading;
        }
    }
}

impl Piece {
    fn new(x: f32, line: Line, style: &'static Style, element: ElementId) -> Self {
        Self { x, top: 0.0, line, style, element: Some(element) }
    }

    /// From the strip's upper edge to the line's lower one.
    pub(crate) fn bottom(&self) -> f32 {
        self.top + self.style.leading
    }
}
