//! The top and foot of every page: who sends it, what it is, which page.

use krilla::tagging::ArtifactType;

use crate::line::fitted;
use crate::paint::Canvas;
use crate::style::{BRAND, EDGE, LAMP, LEFT, LINE, PAGE, RIGHT, SENDER, WIDTH};

/// The side of the mark.
const MARK: f32 = 30.0;

/// Above the text: the sender with the mark on the first page; afterwards the
/// sender and the title in small letters.
pub(crate) fn head(canvas: &mut Canvas<'_, '_>, index: usize, (author, title): (&str, &str)) {
    if index == 0 {
        canvas.ornament(ArtifactType::Layout, |it| mark(it, (LEFT, 42.0)));
        canvas.ornament(ArtifactType::Header, |it| {
            let line = fitted(author, &SENDER, WIDTH - MARK - 12.0);
            it.text((LEFT + MARK + 11.0, 50.0), &line, &SENDER);
        });
        canvas.ornament(ArtifactType::Layout, |it| it.bar((LEFT, 84.0, WIDTH, 1.2), BRAND));
        return;
    }
    canvas.ornament(ArtifactType::Header, |it| {
        let author = fitted(author, &EDGE, WIDTH / 2.0 - 10.0);
        let title = fitted(title, &EDGE, WIDTH / 2.0 - 10.0);
        it.text((LEFT, 44.0), &author, &EDGE);
        it.text((RIGHT - title.width, 44.0), &title, &EDGE);
    });
    canvas.ornament(ArtifactType::Layout, |it| it.bar((LEFT, 60.0, WIDTH, 0.7), BRAND));
}

/// Below the text: the title, the edition where there is one, and the number of the page.
pub(crate) fn foot(canvas: &mut Canvas<'_, '_>, (title, edition): (&str, &str), number: &str) {
    let top = PAGE.1 - 54.0;
    canvas.ornament(ArtifactType::Layout, |it| it.bar((LEFT, top - 8.0, WIDTH, 0.6), LINE));
    canvas.ornament(ArtifactType::Footer, |it| {
        let number = fitted(number, &EDGE, WIDTH / 3.0);
        let edition = fitted(edition, &EDGE, WIDTH / 3.0);
        let gap = if edition.width > 0.0 { 10.0 } else { 0.0 };
        let room = WIDTH - number.width - edition.width - gap - 20.0;
        let title = fitted(title, &EDGE, room);
        it.text((LEFT, top), &title, &EDGE);
        if edition.width > 0.0 {
            it.text((LEFT + title.width + gap, top), &edition, &EDGE);
        }
        it.text((RIGHT - number.width, top), &number, &EDGE);
    });
}

/// `Sida 1 av 3`.
pub(crate) fn number(language: &str, page: usize, pages: usize) -> String {
    match language.split('-').next() {
        Some("en") => format!("Page {page} of {pages}"),
        _ => format!("Sida {page} av {pages}"),
    }
}

/// The hatch, half open, with the lamp lit behind it: the portal's mark.
fn mark(canvas: &mut Canvas<'_, '_>, (x, y): (f32, f32)) {
    let part = MARK / 32.0;
    let mut bar = |(left, top, width, height): (f32, f32, f32, f32), ink| {
        canvas.bar((x + left * part, y + top * part, width * part, height * part), ink);
    };
    bar((4.0, 3.0, 24.0, 23.0), LAMP);
    for slat in [2.5, 6.5, 10.5] {
        bar((4.0, slat, 24.0, 3.0), BRAND);
    }
    for post in [3.0, 27.0] {
        bar((post, 3.0, 2.0, 23.0), BRAND);
    }
    bar((1.0, 25.5, 30.0, 4.0), BRAND);
}
