//! The look: A4, the margins, the sizes of letters, and the colours. In points;
//! the colours are the portal's own, in daylight.

use crate::font::Face;

/// A4.
pub(crate) const PAGE: (f32, f32) = (595.28, 841.89);
/// The left edge of the text: 25 mm, room for holes.
pub(crate) const LEFT: f32 = 70.87;
/// The right edge of the text.
pub(crate) const RIGHT: f32 = PAGE.0 - 56.69;
/// Where text begins on the first page, under the letterhead.
pub(crate) const FIRST_TOP: f32 = 110.0;
/// Where text begins on the other pages.
pub(crate) const TOP: f32 = 84.0;
/// Where text ends.
pub(crate) const BOTTOM: f32 = PAGE.1 - 76.0;
/// The width of the text.
pub(crate) const WIDTH: f32 = RIGHT - LEFT;

/// A colour: red, green, blue.
pub(crate) type Ink = (u8, u8, u8);
/// Text.
pub(crate) const INK: Ink = (0x14, 0x20, 0x1F);
/// Text that may stand back.
pub(crate) const SOFT: Ink = (0x44, 0x52, 0x4F);
/// Thin lines.
pub(crate) const LINE: Ink = (0xC3, 0xCE, 0xCC);
/// Strong lines and the mark.
pub(crate) const BRAND: Ink = (0x0B, 0x5C, 0x57);
/// Headings.
pub(crate) const DEEP: Ink = (0x07, 0x40, 0x3D);
/// The light in the mark.
pub(crate) const LAMP: Ink = (0xF6, 0xB7, 0x3C);

/// How a line of text looks.
#[derive(Debug)]
pub(crate) struct Style {
    /// Which letters.
    pub(crate) face: Face,
    /// Their size.
    pub(crate) size: f32,
    /// From one line to the next.
    pub(crate) leading: f32,
    /// Their colour.
    pub(crate) ink: Ink,
}

const fn style(face: Face, size: f32, leading: f32, ink: Ink) -> Style {
    Style { face, size, leading, ink }
}

/// Running text.
pub(crate) static BODY: Style = style(Face::Text, 11.0, 15.5, INK);
/// What a fact or a signature is called.
pub(crate) static LABEL: Style = style(Face::Strong, 11.0, 15.5, INK);
/// Help beside a question on paper.
pub(crate) static HINT: Style = style(Face::Text, 11.0, 14.5, SOFT);
/// A cell of a table.
pub(crate) static CELL: Style = style(Face::Text, 9.5, 13.5, INK);
/// The head of a column.
pub(crate) static HEAD: Style = style(Face::Strong, 9.5, 13.5, INK);
/// The municipality in the letterhead.
pub(crate) static SENDER: Style = style(Face::Display, 15.0, 18.0, DEEP);
/// The top and foot of every page.
pub(crate) static EDGE: Style = style(Face::Text, 11.0, 14.0, SOFT);

static HEADING_1: Style = style(Face::Display, 23.0, 28.0, INK);
static HEADING_2: Style = style(Face::Display, 14.5, 19.0, DEEP);
static HEADING_3: Style = style(Face::Strong, 11.5, 16.0, INK);

/// A heading's look, and the space above and below it.
pub(crate) fn heading(level: u16) -> (&'static Style, f32, f32) {
    match level {
        1 => (&HEADING_1, 0.0, 10.0),
        2 => (&HEADING_2, 20.0, 5.0),
        _ => (&HEADING_3, 14.0, 3.0),
    }
}
