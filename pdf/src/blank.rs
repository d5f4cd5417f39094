//! What is filled in by hand: a label with room to write or boxes to tick.
//!
//! Made for a pen: lines stand 26 points apart, boxes are 13 points wide, and
//! all of it is black. A question and the first of its room are never parted.

use crate::clean;
use crate::line::{broken, natural_width};
use crate::strip::{Keep, Laid, Strip};
use crate::structure::{ElementId, Role};
use crate::style::{BODY, HINT, LABEL, LEFT, Style, WIDTH};

/// From one writing line to the next.
const LINE_HEIGHT: f32 = 26.0;
/// Between blanks beside each other.
const GAP: f32 = 18.0;
/// The side of a box to tick.
const TICK: f32 = 13.0;
/// Where the words of a box begin.
const TICK_INDENT: f32 = 22.0;
/// A box for one character: width, height, and the space to the next.
const CELL: (f32, f32, f32) = (17.0, 22.0, 1.5);
/// The space with a dash between two groups of boxes.
const DASH: f32 = 14.0;
/// Alternatives from this number on stand in two columns, where they fit.
const COLUMNS_FROM: usize = 4;
/// So many rows of boxes are not parted, when a page has room for them.
const FEW: usize = 8;
/// Lines that stay with their question.
const TOGETHER: usize = 3;

/// Something to fill in by hand. Texts may be blank; they are cleaned on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blank {
    /// Who need not answer, or when one does.
    pub only_if: String,
    /// What is asked for.
    pub label: String,
    /// Help between the question and the answer.
    pub hint: String,
    /// Where the answer goes.
    pub room: Room,
}

/// The room for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Room {
    /// So many lines to write on.
    Lines(usize),
    /// A box for each character, in groups with a dash between.
    Boxes(Vec<usize>),
    /// Boxes to tick.
    Ticks(Vec<Tick>),
}

/// A box to tick.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tick {
    /// What a tick says.
    pub label: String,
    /// A line of help under it.
    pub hint: String,
}

/// A place on the paper.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) x: f32,
    /// From the strip's upper edge, or the page's.
    pub(crate) top: f32,
    pub(crate) shape: Shape,
}

/// What is drawn there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// A line to write on, so wide.
    Rule(f32),
    /// A box for a character, so wide and high.
    Frame((f32, f32)),
    /// A box to tick, so large; part of the structure.
    Tick(f32, ElementId),
}

impl Default for Room {
    fn default() -> Self {
        Self::Lines(1)
    }
}

impl Blank {
    /// How much text there is.
    pub(crate) fn characters(&self) -> usize {
        let ticks = match &self.room {
            Room::Ticks(ticks) => ticks.iter().map(|it| it.label.len() + it.hint.len() + 1).sum(),
            Room::Lines(count) => *count,
            Room::Boxes(groups) => groups.iter().sum(),
        };
        self.only_if.len() + self.label.len() + self.hint.len() + ticks + 1
    }
}

impl Mark {
    /// The same place from a page's upper edge.
    pub(crate) fn lower(&self, by: f32) -> Self {
        Self { top: self.top + by, ..self.clone() }
    }
}

/// Lays blanks out: one over the whole width, or several side by side.
pub(crate) fn lay(laid: &mut Laid, blanks: &[Blank]) {
    if let [only] = blanks {
        alone(laid, only);
        return;
    }
    let count = blanks.len().max(1) as f32;
    let width = (WIDTH - GAP * (count - 1.0)) / count;
    let mut row = Strip { above: 5.0, ..Strip::default() };
    let mut columns: Vec<Strip> = Vec::new();
    for (index, blank) in blanks.iter().enumerate() {
        let column = Column { x: LEFT + index as f32 * (width + GAP), width };
        columns.push(column.question(laid, blank));
    }
    // The lines stand level, however high the labels are.
    let labels = columns.iter().map(|it| it.height).fold(0.0, f32::max);
    for (index, (blank, mut strip)) in blanks.iter().zip(columns).enumerate() {
        let column = Column { x: LEFT + index as f32 * (width + GAP), width };
        strip.height = labels;
        column.room(laid, &blank.room, &mut strip);
        row.pieces.append(&mut strip.pieces);
        row.marks.append(&mut strip.marks);
        row.height = row.height.max(strip.height);
    }
    row.height += 6.0;
    laid.push(row);
}

/// A blank over the whole width, whose room may go on to the next page.
fn alone(laid: &mut Laid, blank: &Blank) {
    let column = Column { x: LEFT, width: WIDTH };
    let mut strip = Strip { above: 7.0, ..column.question(laid, blank) };
    match &blank.room {
        Room::Lines(count) => {
            let first = (*count).min(TOGETHER);
            column.room(laid, &Room::Lines(first), &mut strip);
            laid.push(strip);
            for _ in first..*count {
                if laid.too_high() {
                    return;
                }
                let mut strip = Strip::default();
                column.room(laid, &Room::Lines(1), &mut strip);
                laid.push(strip);
            }
        }
        Room::Ticks(ticks) if !ticks.is_empty() => {
            strip.keep = Keep::Must;
            if strip.height > 0.0 {
                strip.height += 3.0;
                laid.push(strip);
            }
            column.ticks(laid, ticks);
        }
        room => {
            column.room(laid, room, &mut strip);
            laid.push(strip);
        }
    }
    if let Some(last) = laid.strips.last_mut() {
        last.height += 6.0;
        last.keep = Keep::Loose;
    }
}

/// Where a blank stands.
#[derive(Clone, Copy)]
struct Column {
    x: f32,
    width: f32,
}

impl Column {
    /// What is asked, as a strip without room yet.
    fn question(self, laid: &mut Laid, blank: &Blank) -> Strip {
        let mut strip = Strip::default();
        let texts: [(&str, &'static Style); 3] =
            [(&blank.only_if, &HINT), (&blank.label, &LABEL), (&blank.hint, &HINT)];
        for (text, style) in texts {
            let lines = broken(&clean::lines(text), style, self.width);
            if !lines.is_empty() {
                let element = laid.structure.add(Role::Paragraph);
                strip.stack(lines, self.x, style, element);
            }
        }
        strip
    }

    /// Puts room under what is there.
    fn room(self, laid: &mut Laid, room: &Room, strip: &mut Strip) {
        match room {
            Room::Lines(count) => {
                for _ in 0..*count {
                    strip.height += LINE_HEIGHT;
                    strip.mark(self.x, strip.height - 3.0, Shape::Rule(self.width));
                }
            }
            Room::Boxes(groups) => self.boxes(groups, strip),
            Room::Ticks(ticks) => {
                let list = laid.structure.add(Role::Ticks);
                for tick in ticks {
                    self.tick(laid, (list, tick), strip);
                }
            }
        }
    }

    fn boxes(self, groups: &[usize], strip: &mut Strip) {
        let (width, height, space) = CELL;
        let (mut x, top) = (self.x, strip.height + 3.0);
        for (index, count) in groups.iter().enumerate() {
            if index > 0 {
                strip.mark(x + 3.0, top + height / 2.0, Shape::Rule(DASH - 7.5));
                x += DASH;
            }
            for _ in 0..*count {
                if x + width > self.x + self.width {
                    break;
                }
                strip.mark(x, top, Shape::Frame((width, height)));
                x += width + space;
            }
        }
        strip.height += height + 6.0;
    }

    /// Boxes to tick under each other, or in two columns when there are many short ones.
    fn ticks(self, laid: &mut Laid, ticks: &[Tick]) {
        let half = (self.width - GAP) / 2.0;
        let short =
            |it: &Tick| it.hint.is_empty() && natural_width(&it.label, &BODY) + TICK_INDENT <= half;
        let list = laid.structure.add(Role::Ticks);
        if ticks.len() < COLUMNS_FROM || !ticks.iter().all(short) {
            for (index, tick) in ticks.iter().enumerate() {
                if laid.too_high() {
                    return;
                }
                let mut strip = Strip::default();
                self.tick(laid, (list, tick), &mut strip);
                strip.keep = keep(index, ticks.len());
                laid.push(strip);
            }
            return;
        }
        let rows = ticks.len().div_ceil(2);
        for (index, pair) in ticks.chunks(2).enumerate() {
            let mut row = Strip::default();
            for (number, tick) in pair.iter().enumerate() {
                let x = self.x + number as f32 * (half + GAP);
                let mut strip = Strip::default();
                Self { x, width: half }.tick(laid, (list, tick), &mut strip);
                row.pieces.append(&mut strip.pieces);
                row.marks.append(&mut strip.marks);
                row.height = row.height.max(strip.height);
            }
            row.keep = keep(index, rows);
            laid.push(row);
        }
    }

    /// A box with its words, under what is there.
    fn tick(self, laid: &mut Laid, (list, tick): (ElementId, &Tick), strip: &mut Strip) {
        let item = laid.structure.within(list, Role::Item);
        let sign = laid.structure.within(item, Role::ItemSign);
        let body = laid.structure.within(item, Role::ItemBody);
        strip.height += 2.0;
        strip.mark(self.x, strip.height + 1.2, Shape::Tick(TICK, sign));
        let width = self.width - TICK_INDENT;
        for (text, style) in [(&tick.label, &BODY), (&tick.hint, &HINT)] {
            let lines = broken(&clean::lines(text), style, width);
            strip.stack(lines, self.x + TICK_INDENT, style, body);
        }
        strip.height += 3.5;
    }
}

/// Few rows of boxes stay together; of many, neither the first nor the last stands alone.
fn keep(index: usize, rows: usize) -> Keep {
    let last = index + 1 == rows;
    let edge = index == 0 || index + 2 == rows;
    if !last && (rows <= FEW || edge) { Keep::Wish } else { Keep::Loose }
}

impl Strip {
    fn mark(&mut self, x: f32, top: f32, shape: Shape) {
        self.marks.push(Mark { x, top, shape });
    }
}
