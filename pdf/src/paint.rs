//! Pages drawn: the letterhead and foot as what they are, ornaments; the text
//! with its place in the structure.

use krilla::Document as File;
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder};
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};

use crate::blank::{Mark, Shape};
use crate::bookmark;
use crate::clean;
use crate::document::{Document, Error};
use crate::letterhead;
use crate::line::Line;
use crate::page::Page;
use crate::property;
use crate::structure::{ElementId, Structure};
use crate::style::{INK, Ink, LEFT, PAGE, Style, WIDTH};

/// A page to draw on, and what was drawn for which element.
pub(crate) struct Canvas<'a, 'b> {
    surface: &'b mut Surface<'a>,
    drawn: &'b mut Vec<(ElementId, Identifier)>,
}

/// The file.
pub(crate) fn paint(
    document: &Document,
    (structure, pages): (Structure, &[Page]),
    edition: &str,
) -> Result<Vec<u8>, Error> {
    let mut file = File::new_with(SerializeSettings {
        configuration: configuration()?,
        enable_tagging: true,
        ..SerializeSettings::default()
    });
    let (title, author) = (clean::line(&document.title), clean::line(&document.author));
    let edition = clean::line(edition);
    let mut drawn = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| refused("page"))?;
        let mut sheet = file.start_page_with(settings);
        let mut surface = sheet.surface();
        let mut canvas = Canvas { surface: &mut surface, drawn: &mut drawn };
        letterhead::head(&mut canvas, index, (&author, &title));
        canvas.page(page);
        let number = letterhead::number(&document.language, index + 1, pages.len());
        letterhead::foot(&mut canvas, (&title, &edition), &number);
        surface.finish();
        sheet.finish();
    }
    file.set_metadata(property::metadata(document));
    file.set_outline(bookmark::outline(pages, &document.title));
    file.set_tag_tree(structure.tree(drawn, &document.language));
    file.finish().map_err(|error| refused(&reason(&error)))
}

fn configuration() -> Result<Configuration, Error> {
    ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| refused("the two standards do not go together"))
}

fn refused(reason: &str) -> Error {
    Error::Refused(reason.to_owned())
}

/// The names of the broken rules. What the checks quote may be somebody's
/// answers, so it is left out.
fn reason(error: &KrillaError) -> String {
    let name = |text: String| text.split(['(', '{', ' ']).next().unwrap_or_default().to_owned();
    match error {
        KrillaError::Validation(broken) => {
            let names: Vec<String> = broken.iter().map(|(it, _)| name(format!("{it:?}"))).collect();
            names.join(", ")
        }
        other => name(format!("{other:?}")),
    }
}

impl Canvas<'_, '_> {
    fn page(&mut self, page: &Page) {
        for (y, width, ink) in &page.rules {
            self.ornament(ArtifactType::Layout, |it| {
                it.bar((LEFT, *y - width, WIDTH, *width), *ink)
            });
        }
        for mark in &page.marks {
            self.mark(mark);
        }
        for piece in page.pieces.iter().filter(|it| !it.line.glyphs.is_empty()) {
            let at = (piece.x, piece.top);
            match piece.element {
                Some(element) => {
                    let tag = ContentTag::Span(SpanTag::empty());
                    let drawn = self.surface.start_tagged(tag);
                    self.text(at, &piece.line, piece.style);
                    self.surface.end_tagged();
                    self.drawn.push((element, drawn));
                }
                None => self.ornament(ArtifactType::PaginationOther, |it| {
                    it.text(at, &piece.line, piece.style);
                }),
            }
        }
    }

    /// A place to write or tick. A box to tick is part of what is read; lines are not.
    fn mark(&mut self, mark: &Mark) {
        let frame = |it: &mut Self, (width, height): (f32, f32)| {
            let (x, y, thin) = (mark.x, mark.top, 0.9);
            it.bar((x, y, width, thin), INK);
            it.bar((x, y + height - thin, width, thin), INK);
            it.bar((x, y, thin, height), INK);
            it.bar((x + width - thin, y, thin, height), INK);
        };
        match mark.shape {
            Shape::Rule(width) => self.ornament(ArtifactType::Other, |it| {
                it.bar((mark.x, mark.top, width, 0.7), INK);
            }),
            Shape::Frame(size) => self.ornament(ArtifactType::Other, |it| frame(it, size)),
            Shape::Tick(size, element) => {
                let tag = SpanTag::empty().with_actual_text(Some("☐"));
                let drawn = self.surface.start_tagged(ContentTag::Span(tag));
                frame(self, (size, size));
                self.surface.end_tagged();
                self.drawn.push((element, drawn));
            }
        }
    }

    /// Draws what is no part of the content.
    pub(crate) fn ornament(&mut self, kind: ArtifactType, draw: impl FnOnce(&mut Self)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        draw(self);
        self.surface.end_tagged();
    }

    /// A line of text, from its upper left corner.
    pub(crate) fn text(&mut self, (x, top): (f32, f32), line: &Line, style: &Style) {
        let Some(font) = line.face.font() else { return };
        // The letters stand in the middle of their line: about 0.7 of the size is above the ground.
        let ground = top + (style.leading + style.size * 0.68) / 2.0;
        self.surface.set_fill(Some(fill(style.ink)));
        let from = Point::from_xy(x, ground);
        self.surface.draw_glyphs(from, &line.glyphs, font, &line.text, style.size, false);
    }

    /// A filled rectangle: left, top, width and height.
    pub(crate) fn bar(&mut self, (x, y, width, height): (f32, f32, f32, f32), ink: Ink) {
        let Some(rect) = Rect::from_xywh(x, y, width, height) else { return };
        let mut path = PathBuilder::new();
        path.push_rect(rect);
        let Some(path) = path.finish() else { return };
        self.surface.set_fill(Some(fill(ink)));
        self.surface.draw_path(&path);
    }
}

fn fill((red, green, blue): Ink) -> Fill {
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}
