//! The three embedded faces: which characters they have, and text as glyphs.

use std::ops::Range;
use std::sync::LazyLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Script, ShapePlan, UnicodeBuffer, script};

/// A face that text is set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    /// Running text.
    Text,
    /// Labels and small headings.
    Strong,
    /// Headings, in the portal's own letters.
    Display,
}

/// The alphabets that the faces have.
const SCRIPTS: [Script; 3] = [script::LATIN, script::GREEK, script::CYRILLIC];

/// A face, read twice: to write it into the file, and to shape text with it.
struct Read {
    font: Font,
    shaper: rustybuzz::Face<'static>,
    /// How each of [`SCRIPTS`] is shaped; to find out takes longer than to shape a word.
    plans: [ShapePlan; 3],
}

static TEXT: LazyLock<Option<Read>> =
    LazyLock::new(|| read(include_bytes!("../fonts/source-sans-3-regular.ttf")));
static STRONG: LazyLock<Option<Read>> =
    LazyLock::new(|| read(include_bytes!("../fonts/source-sans-3-semibold.ttf")));
static DISPLAY: LazyLock<Option<Read>> =
    LazyLock::new(|| read(include_bytes!("../fonts/familjen-grotesk-bold.ttf")));

fn read(bytes: &'static [u8]) -> Option<Read> {
    let shaper = rustybuzz::Face::from_slice(bytes, 0)?;
    let plan = |it| ShapePlan::new(&shaper, Direction::LeftToRight, Some(it), None, &[]);
    let (font, plans) = (Font::new(bytes.into(), 0)?, SCRIPTS.map(plan));
    Some(Read { font, shaper, plans })
}

/// Whether the embedded faces can be read. Asked once for each document; where
/// it is not so, text has no glyphs.
pub(crate) fn whole() -> bool {
    [&TEXT, &STRONG, &DISPLAY].into_iter().all(|it| it.is_some())
}

impl Face {
    fn read(self) -> Option<&'static Read> {
        match self {
            Self::Text => TEXT.as_ref(),
            Self::Strong => STRONG.as_ref(),
            Self::Display => DISPLAY.as_ref(),
        }
    }

    /// The font, to draw with.
    pub(crate) fn font(self) -> Option<Font> {
        self.read().map(|it| it.font.clone())
    }

    /// Whether there is a glyph for a character.
    pub(crate) fn has(self, character: char) -> bool {
        self.read().is_some_and(|it| it.shaper.glyph_index(character).is_some())
    }

    /// This face, or one with more letters when it lacks any of the text.
    pub(crate) fn for_text(self, text: &str) -> Self {
        match self {
            Self::Display if !text.chars().all(|it| self.has(it)) => Self::Strong,
            _ => self,
        }
    }

    /// Text as glyphs, from left to right. Measures are parts of the font size.
    pub(crate) fn shape(self, text: &str) -> Vec<KrillaGlyph> {
        let Some(read) = self.read() else { return Vec::new() };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        let script = script_of(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(SCRIPTS[script]);
        let shaped = rustybuzz::shape_with_plan(&read.shaper, &read.plans[script], buffer);
        let starts: Vec<usize> =
            shaped.glyph_infos().iter().map(|it| it.cluster as usize).collect();
        let em = read.font.units_per_em();
        let part = |units: i32| units as f32 / em;
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        glyphs
            .enumerate()
            .map(|(index, (info, at))| KrillaGlyph {
                glyph_id: GlyphId::new(info.glyph_id),
                text_range: cluster(&starts, index, text.len()),
                x_advance: part(at.x_advance),
                x_offset: part(at.x_offset),
                y_offset: part(at.y_offset),
                y_advance: part(at.y_advance),
                location: None,
            })
            .collect()
    }
}

/// Which of [`SCRIPTS`] a word is in.
fn script_of(text: &str) -> usize {
    let of = |it| match it {
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' => Some(0),
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Some(1),
        '\u{400}'..='\u{52F}' => Some(2),
        _ => None,
    };
    text.chars().find_map(of).unwrap_or(0)
}

/// The bytes that a glyph stands for, alone or with its neighbours.
fn cluster(starts: &[usize], index: usize, end: usize) -> Range<usize> {
    let start = starts[index];
    let next = starts[index..].iter().find(|it| **it > start);
    start..next.copied().unwrap_or(end)
}
