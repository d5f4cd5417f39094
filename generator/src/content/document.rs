//! A Markdown file with a typed header.

use serde::de::DeserializeOwned;

use crate::content::front_matter;
use crate::content::read;
use crate::content::source::Source;
use crate::diagnostic::Mistakes;

/// A Markdown file whose header could be read.
#[derive(Clone, Debug)]
pub(crate) struct Document<H> {
    pub(crate) source: Source,
    pub(crate) header: H,
    /// Where the text begins in the source.
    pub(crate) body: usize,
}

impl<H: DeserializeOwned> Document<H> {
    /// Reads a file; `None` when its header is wrong.
    pub(crate) fn read(file: String, text: String, mistakes: &mut Mistakes) -> Option<Self> {
        let (source, body) = front_matter::split(file, text, mistakes)?;
        let header = read::read(&source, mistakes)?;
        Some(Self { source, header, body })
    }
}

impl<H> Document<H> {
    /// The Markdown.
    pub(crate) fn text(&self) -> &str {
        &self.source.text[self.body..]
    }
}
