//! Bookmarks: the headings, each under the one above its level.

use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};

use crate::page::Page;
use crate::property;
use crate::style::LEFT;

/// The bookmarks of all headings; of the document itself when it has none.
pub(crate) fn outline(pages: &[Page], title: &str) -> Outline {
    let mut open: Vec<(u16, OutlineNode)> = Vec::new();
    let mut outline = Outline::new();
    let headings = pages.iter().enumerate().flat_map(|(index, page)| {
        page.bookmarks.iter().map(move |(y, level, title)| (index, *y, *level, title.as_str()))
    });
    let mut any = false;
    for (index, y, level, title) in headings {
        any = true;
        close(&mut open, &mut outline, level);
        open.push((level, node(title, index, y)));
    }
    close(&mut open, &mut outline, 0);
    if !any {
        outline.push_child(node(&property::title(title), 0, 0.0));
    }
    outline
}

/// Puts what is not above this level where it belongs.
fn close(open: &mut Vec<(u16, OutlineNode)>, outline: &mut Outline, level: u16) {
    while let Some((_, node)) = open.pop_if(|(it, _)| *it >= level) {
        match open.last_mut() {
            Some((_, parent)) => parent.push_child(node),
            None => outline.push_child(node),
        }
    }
}

fn node(title: &str, page: usize, y: f32) -> OutlineNode {
    // A little above the letters, so that they are seen whole.
    let at = Point::from_xy(LEFT, (y - 12.0).max(0.0));
    OutlineNode::new(title.to_owned(), XyzDestination::new(page, at))
}
