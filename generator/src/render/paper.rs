//! A link to a printed blankett: where it is, how many pages, how large.

use serde::Serialize;

use crate::catalogue::entry::PaperForm;
use crate::render::Rendering;

/// A blankett to print.
#[derive(Debug, Serialize)]
pub(crate) struct PaperLink {
    pub(crate) url: String,
    /// "PDF, 2 sidor, 48 kB".
    pub(crate) detail: String,
    /// Whether it has no questions of its own.
    #[serde(skip)]
    pub(crate) general: bool,
}

impl PaperLink {
    /// The blankett of the entry with this index, where one is printed.
    pub(crate) fn of(rendering: &Rendering<'_>, index: usize) -> Option<Self> {
        let it = rendering.catalogue.entries.get(index)?;
        let paper = rendering.papers.get(&index)?;
        let pages = match paper.pages {
            1 => rendering.text("one_sheet", &[]),
            count => rendering.text("sheets", &[("count", &count.to_string())]),
        };
        let size = kilobytes(paper.bytes.len());
        let detail = rendering.text("paper_detail", &[("pages", &pages), ("size", &size)]);
        let general = it.paper == Some(PaperForm::General);
        Some(Self { url: it.paper_url(), detail, general })
    }
}

/// Thousands, as file managers in Sweden count.
pub(crate) fn kilobytes(bytes: usize) -> String {
    bytes.div_ceil(1000).to_string()
}
