//! Facts and tables: columns of cells, row by row.

use crate::clean;
use crate::line::{broken, natural_width};
use crate::strip::{Keep, Laid, Strip};
use crate::structure::{ElementId, Role};
use crate::style::{BODY, BRAND, CELL, HEAD, LABEL, LEFT, LINE, Style, WIDTH};

/// The width of the labels of facts.
const LABEL_WIDTH: f32 = 158.0;
/// Between two columns.
const GAP: f32 = 14.0;
/// Above and below the text of a row.
const PADDING: f32 = 4.0;
/// Stands in an empty cell, so that it is one.
const EMPTY: &str = "–";

/// A cell to be: where it stands, what it says and what it is.
struct Cell<'a> {
    x: f32,
    width: f32,
    texts: &'a [String],
    style: &'static Style,
    role: Role,
}

/// Labels with their lines: a table whose rows are headed.
pub(crate) fn facts(laid: &mut Laid, facts: &[(String, Vec<String>)]) {
    if facts.is_empty() {
        return;
    }
    let table = laid.structure.add(Role::Table);
    for (label, lines) in facts {
        if laid.too_high() {
            return;
        }
        let (left, right) = (LEFT + LABEL_WIDTH + GAP, WIDTH - LABEL_WIDTH - GAP);
        let label = [clean::lines(label)];
        let lines: Vec<String> = lines.iter().map(|it| clean::lines(it)).collect();
        #[rustfmt::skip]
        let cells = [
            Cell { x: LEFT, width: LABEL_WIDTH, texts: &label, style: &LABEL, role: Role::RowHeader },
            Cell { x: left, width: right,       texts: &lines, style: &BODY,  role: Role::Cell },
        ];
        let mut strip = row(laid, table, &cells);
        strip.underline = Some((0.6, LINE));
        laid.push(strip);
    }
}

/// A table with a head.
pub(crate) fn table(laid: &mut Laid, head: &[String], rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or(0);
    if columns == 0 {
        return;
    }
    let clean = |cells: &Vec<String>| -> Vec<String> {
        let cell = |at: usize| cells.get(at).map(|it| clean::lines(it)).unwrap_or_default();
        (0..columns).map(cell).collect()
    };
    let head = clean(&head.to_vec());
    let rows: Vec<Vec<String>> = rows.iter().map(clean).collect();
    let widths = widths(&head, &rows);
    let table = laid.structure.add(Role::Table);
    let part = laid.structure.within(table, Role::TableHead);
    let mut strip = line(laid, part, (&head, &widths), (&HEAD, Role::ColumnHeader));
    strip.underline = Some((1.0, BRAND));
    strip.keep = if rows.is_empty() { Keep::Loose } else { Keep::Must };
    laid.push(strip);
    let first = laid.strips.len() - 1;
    if rows.is_empty() {
        return;
    }
    let part = laid.structure.within(table, Role::TableBody);
    for (index, cells) in rows.iter().enumerate() {
        if laid.too_high() {
            return;
        }
        let mut strip = line(laid, part, (cells, &widths), (&CELL, Role::Cell));
        strip.underline = Some((0.6, LINE));
        // The last row does not go to a page of its own.
        strip.keep = if index + 2 == rows.len() { Keep::Wish } else { Keep::Loose };
        strip.head = Some(first);
        laid.push(strip);
    }
}

/// A row of a table with these cells and columns.
fn line(
    laid: &mut Laid,
    part: ElementId,
    (texts, widths): (&[String], &[f32]),
    (style, role): (&'static Style, Role),
) -> Strip {
    let mut x = LEFT;
    let cells: Vec<Cell<'_>> = texts
        .chunks(1)
        .zip(widths)
        .map(|(texts, width)| {
            let cell = Cell { x, width: *width, texts, style, role: role.clone() };
            x += width + GAP;
            cell
        })
        .collect();
    row(laid, part, &cells)
}

/// Cells beside each other. Of several texts, each is a paragraph of its cell.
fn row(laid: &mut Laid, parent: ElementId, cells: &[Cell<'_>]) -> Strip {
    let row = laid.structure.within(parent, Role::Row);
    let mut whole = Strip::default();
    for cell in cells {
        let element = laid.structure.within(row, cell.role.clone());
        let mut column = Strip { height: PADDING, ..Strip::default() };
        let texts = cell.texts.iter().filter(|it| !it.is_empty());
        let texts: Vec<&str> = texts.map(String::as_str).collect();
        match texts.as_slice() {
            [] => column.stack(broken(EMPTY, cell.style, WIDTH), cell.x, cell.style, element),
            [only] => {
                column.stack(broken(only, cell.style, cell.width), cell.x, cell.style, element);
            }
            several => {
                for text in several {
                    let paragraph = laid.structure.within(element, Role::Paragraph);
                    let lines = broken(text, cell.style, cell.width);
                    column.stack(lines, cell.x, cell.style, paragraph);
                }
            }
        }
        whole.height = whole.height.max(column.height + PADDING);
        whole.pieces.append(&mut column.pieces);
    }
    whole
}

/// Narrow columns get what they need; the others share the rest alike.
fn widths(head: &[String], rows: &[Vec<String>]) -> Vec<f32> {
    let needed = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let cells = cells.map(|it| natural_width(it, &CELL));
        let head = head.get(column).map(|it| natural_width(it, &HEAD));
        cells.chain(head).fold(20.0, f32::max) + 0.1
    };
    let needed: Vec<f32> = (0..head.len()).map(needed).collect();
    let mut widths = vec![0.0; needed.len()];
    let mut order: Vec<usize> = (0..needed.len()).collect();
    order.sort_by(|a, b| needed[*a].total_cmp(&needed[*b]));
    let mut left = (WIDTH - GAP * (needed.len() - 1) as f32).max(needed.len() as f32);
    for (done, column) in order.into_iter().enumerate() {
        let share = left / (needed.len() - done) as f32;
        widths[column] = needed[column].min(share);
        left -= widths[column];
    }
    // What nobody needed goes between the columns.
    let gaps = widths.len().saturating_sub(1);
    for width in widths.iter_mut().take(gaps) {
        *width += left.max(0.0) / gaps as f32;
    }
    widths
}
