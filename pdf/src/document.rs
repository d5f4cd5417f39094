//! What a document says, before anybody has thought of pages.

use crate::blank::Blank;
use crate::font;
use crate::page;
use crate::paint;
use crate::strip;

/// No document is longer: it would be a mistake, or an attack.
pub const MAX_PAGES: usize = 500;

/// No document has more characters: they could not stand on [`MAX_PAGES`].
const MAX_CHARACTERS: usize = MAX_PAGES * 4_000;

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Shown in the window's title and at the foot of every page.
    pub title: String,
    /// Of all text: `sv-SE`. Decides the words for page numbers too.
    pub language: String,
    /// A sentence about the content, for archives and searches.
    pub subject: String,
    /// Who answers for it; stands in the letterhead.
    pub author: String,
    /// When its content was fixed, milliseconds since 1970 UTC.
    pub created: i64,
    /// The content.
    pub blocks: Vec<Block>,
}

/// A part of a document. Texts may hold anything: they are cleaned on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading: 1 is the document's own. Levels that are jumped over are closed up.
    Heading(u16, String),
    /// Running text; line breaks are kept.
    Paragraph(String),
    /// What is called what: a label and its lines.
    Facts(Vec<(String, Vec<String>)>),
    /// A table, whose head is repeated on every page.
    Table {
        /// The heads of the columns.
        head: Vec<String>,
        /// Rows of as many cells.
        rows: Vec<Vec<String>>,
    },
    /// Points, one each.
    List(Vec<String>),
    /// A line across the page.
    Rule,
    /// What is filled in by hand, side by side: they share the width alike.
    Blanks(Vec<Blank>),
}

/// A file to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many sheets it fills, one side each.
    pub pages: usize,
}

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// More than anybody reads.
    #[error("the document is longer than {MAX_PAGES} pages")]
    TooLong,
    /// The rules of PDF/A-2a or PDF/UA-1 are broken; a fault of this crate or of
    /// the language given. Never holds text of the document.
    #[error("the document does not hold the rules of PDF/A-2a and PDF/UA-1: {0}")]
    Refused(String),
}

impl Document {
    /// The document as a PDF that holds PDF/A-2a and PDF/UA-1. The same document
    /// gives the same bytes.
    ///
    /// # Errors
    /// [`Error::TooLong`]; [`Error::Refused`] when the rules are broken.
    pub fn to_pdf(&self) -> Result<Vec<u8>, Error> {
        self.to_paper("").map(|it| it.bytes)
    }

    /// The document as [`Document::to_pdf`] makes it, with an edition at the foot of every
    /// page: who gets a sheet back sees which one it is.
    ///
    /// # Errors
    /// As [`Document::to_pdf`].
    pub fn to_paper(&self, edition: &str) -> Result<Paper, Error> {
        if self.characters() > MAX_CHARACTERS {
            return Err(Error::TooLong);
        }
        if !font::whole() {
            return Err(Error::Refused("an embedded font cannot be read".to_owned()));
        }
        let laid = strip::lay(&self.blocks)?;
        let pages = page::fill(&laid.strips)?;
        let bytes = paint::paint(self, (laid.structure, &pages), edition)?;
        Ok(Paper { bytes, pages: pages.len() })
    }

    fn characters(&self) -> usize {
        let all = |texts: &[String]| texts.iter().map(|it| it.len() + 1).sum::<usize>();
        let of = |block: &Block| match block {
            Block::Heading(_, text) | Block::Paragraph(text) => text.len(),
            Block::List(points) => all(points),
            Block::Facts(facts) => facts.iter().map(|(label, it)| label.len() + all(it)).sum(),
            Block::Table { head, rows } => all(head) + rows.iter().map(|it| all(it)).sum::<usize>(),
            Block::Rule => 1,
            Block::Blanks(blanks) => blanks.iter().map(Blank::characters).sum(),
        };
        let properties = [&self.title, &self.subject, &self.author, &self.language];
        let properties: usize = properties.iter().map(|it| it.len()).sum();
        self.blocks.iter().map(of).sum::<usize>() + properties
    }
}
