//! Pages, filled with strips: headings are never last, and what fits on one
//! page is not split between two.

use crate::blank::Mark;
use crate::document::{Error, MAX_PAGES};
use crate::strip::{Keep, Piece, Strip};
use crate::style::{BOTTOM, FIRST_TOP, Ink, TOP};

/// A repeated head that is higher is left out: rows must have room.
const HIGHEST_HEAD: f32 = 160.0;
/// What must follow a heading when the next strip is higher than a page.
const FOLLOWS: f32 = 60.0;

/// A page, with everything at its place from the page's upper edge.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Lines of text: the page's upper edge to the line's is `top`.
    pub(crate) pieces: Vec<Piece>,
    /// Places to write and tick, with `top` from the page's upper edge.
    pub(crate) marks: Vec<Mark>,
    /// Lines across: where, how wide, which colour.
    pub(crate) rules: Vec<(f32, f32, Ink)>,
    /// Headings: where, which level, what they say.
    pub(crate) bookmarks: Vec<(f32, u16, String)>,
}

/// The pages with how far the last one is filled.
struct Filling<'a> {
    strips: &'a [Strip],
    pages: Vec<Page>,
    y: f32,
}

/// Fills pages.
pub(crate) fn fill(strips: &[Strip]) -> Result<Vec<Page>, Error> {
    let mut filling = Filling { strips, pages: vec![Page::default()], y: FIRST_TOP };
    let mut at = 0;
    while at < strips.len() {
        let end = at + together(&strips[at..]);
        if !filling.at_top() && filling.y + needed(&strips[at..end]) > BOTTOM {
            filling.turn(strips[at].head)?;
        }
        for strip in &strips[at..end] {
            filling.place(strip)?;
        }
        at = end;
    }
    Ok(filling.pages)
}

/// How many of the next strips go to the same page.
fn together(strips: &[Strip]) -> usize {
    let chain = |from: usize| {
        let kept = strips[from..].iter().take_while(|it| it.keep == Keep::Must).count();
        (from + kept + 1).min(strips.len())
    };
    let mut count = chain(0);
    while count < strips.len() && strips[count - 1].keep == Keep::Wish {
        let more = chain(count);
        if height(&strips[..more]) > BOTTOM - TOP {
            break;
        }
        count = more;
    }
    count
}

fn height(strips: &[Strip]) -> f32 {
    strips.iter().map(|it| it.above + it.height).sum()
}

/// The height that strips need together, or their beginning when it is too much.
fn needed(strips: &[Strip]) -> f32 {
    let whole = height(strips);
    match strips.split_last() {
        Some((_, kept)) if whole > BOTTOM - TOP && !kept.is_empty() => height(kept) + FOLLOWS,
        _ => whole,
    }
}

impl Filling<'_> {
    fn at_top(&self) -> bool {
        self.pages
            .last()
            .is_none_or(|it| it.pieces.is_empty() && it.rules.is_empty() && it.marks.is_empty())
    }

    /// Turns to a new page, where a table begins with its head.
    fn turn(&mut self, head: Option<usize>) -> Result<(), Error> {
        if self.pages.len() == MAX_PAGES {
            return Err(Error::TooLong);
        }
        self.pages.push(Page::default());
        self.y = TOP;
        let head = head.map(|it| &self.strips[it]).filter(|it| it.height < HIGHEST_HEAD);
        if let (Some(head), Some(page)) = (head, self.pages.last_mut()) {
            let repeated = head.pieces.iter().cloned().map(|mut it| {
                it.element = None;
                it.top += TOP;
                it
            });
            page.pieces.extend(repeated);
            self.y += head.height;
            page.rules.extend(head.underline.map(|(width, ink)| (self.y, width, ink)));
        }
        Ok(())
    }

    /// Puts a strip under the last one, on more pages when it must.
    fn place(&mut self, strip: &Strip) -> Result<(), Error> {
        if !self.at_top() {
            self.y += strip.above;
        }
        let mut pieces: &[Piece] = &strip.pieces;
        let mut taken = 0.0;
        let mut sorted;
        if self.y + strip.height > BOTTOM {
            // Columns stand one after the other; to be split, they are read across.
            sorted = strip.pieces.clone();
            sorted.sort_by(|a, b| a.top.total_cmp(&b.top));
            pieces = &sorted;
            while let Some(first) = pieces.first() {
                let room = BOTTOM - self.y;
                let fitting = pieces.iter().take_while(|it| it.bottom() - taken <= room).count();
                if fitting == pieces.len() {
                    break;
                }
                // On a page of its own, a line fits: nothing is higher than a page.
                let fitting = if self.at_top() { fitting.max(1) } else { fitting };
                self.put(&pieces[..fitting], taken);
                pieces = &pieces[fitting..];
                taken = pieces.first().map_or(first.bottom(), |it| it.top);
                self.turn(strip.head)?;
            }
        }
        let marks = strip.marks.iter().map(|it| it.lower(self.y - taken));
        if let Some(page) = self.pages.last_mut() {
            page.marks.extend(marks);
        }
        let bookmark = strip.bookmark.clone().map(|(level, title)| (self.y, level, title));
        self.put(pieces, taken);
        self.y += strip.height - taken;
        if let Some(page) = self.pages.last_mut() {
            page.bookmarks.extend(bookmark);
            page.rules.extend(strip.underline.map(|(width, ink)| (self.y, width, ink)));
        }
        Ok(())
    }

    /// Puts lines where the page is filled to, less what stands on pages before.
    fn put(&mut self, pieces: &[Piece], taken: f32) {
        let y = self.y - taken;
        if let Some(page) = self.pages.last_mut() {
            page.pieces.extend(pieces.iter().cloned().map(|mut it| {
                it.top += y;
                it
            }));
        }
    }
}
