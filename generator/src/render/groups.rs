//! The entries of a category under headings: by the unit that handles them.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::catalogue::entry::Entry;
use crate::markdown;
use crate::render::Rendering;
use crate::render::line::Line;

/// Fewest entries that are worth a heading of their own.
const GROUP: usize = 3;

/// Entries under a heading.
#[derive(Debug, Serialize)]
pub(super) struct Group<'a> {
    /// Of the heading's section; unique on the page.
    id: String,
    title: String,
    count: usize,
    lines: Vec<Line<'a>>,
}

/// The groups of a category, the largest first; small ones together, last.
pub(super) fn of_category<'a>(rendering: &Rendering<'a>, index: usize) -> Vec<Group<'a>> {
    let mut ids = Ids::new(&rendering.catalogue.categories[index].body.anchors);
    let mut group = |title: String, lines: Vec<Line<'a>>| Group {
        id: ids.of(&title),
        title,
        count: lines.len(),
        lines,
    };
    let (large, small): (Vec<_>, Vec<_>) =
        by_unit(rendering, index).into_iter().partition(|(_, lines)| lines.len() >= GROUP);
    let rest: Vec<Line<'a>> = small.into_iter().flat_map(|(_, lines)| lines).collect();
    if large.len() < 2 {
        let lines = large.into_iter().flat_map(|(_, lines)| lines).chain(rest).collect();
        return vec![group(rendering.text("all", &[]), lines)];
    }
    let mut groups: Vec<Group<'a>> =
        large.into_iter().map(|(unit, lines)| group(unit.to_owned(), lines)).collect();
    if !rest.is_empty() {
        groups.push(group(rendering.text("other", &[]), rest));
    }
    groups
}

fn by_unit<'a>(rendering: &Rendering<'a>, index: usize) -> Vec<(&'a str, Vec<Line<'a>>)> {
    let catalogue = rendering.catalogue;
    let mut units: Vec<(&str, Vec<Line<'a>>)> = Vec::new();
    // E-services before blanketter: who can use the quick way should find it first.
    let mut entries: Vec<&Entry> =
        catalogue.entries.iter().filter(|it| it.category == index).collect();
    entries.sort_by_key(|it| it.kind);
    for it in entries {
        let line = Line::of(it, catalogue);
        match units.iter_mut().find(|(unit, _)| *unit == it.handling.unit) {
            Some((_, lines)) => lines.push(line),
            None => units.push((&it.handling.unit, vec![line])),
        }
    }
    units.sort_by_key(|(_, lines)| std::cmp::Reverse(lines.len()));
    units
}

/// Ids of one page.
struct Ids {
    taken: BTreeSet<String>,
}

impl Ids {
    /// The headings of the text above have theirs already.
    fn new(anchors: &[String]) -> Self {
        let page = markdown::PAGE_ANCHORS.iter().map(|it| (*it).to_owned());
        Self { taken: anchors.iter().cloned().chain(page).collect() }
    }

    /// An id for a title; with a number when another has it.
    fn of(&mut self, title: &str) -> String {
        let id = markdown::slug(title);
        let mut free = id.clone();
        for number in 2.. {
            if self.taken.insert(free.clone()) {
                break;
            }
            free = format!("{id}-{number}");
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_given_once() {
        let mut ids = Ids::new(&["bygglov".to_owned()]);

        let given = ["Bygglov", "Bad & sim", "Bad, sim", "Innehåll", "Övrigt"].map(|it| ids.of(it));

        assert_eq!(given, ["bygglov-2", "bad-sim", "bad-sim-2", "innehall-2", "ovrigt"]);
    }
}
