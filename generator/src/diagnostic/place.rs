//! Where a mistake stands: a file and a range of its text.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

use crate::diagnostic::mistake::Mistake;

/// A range of a file's text.
#[derive(Clone, Debug)]
pub struct Place {
    source: NamedSource<Arc<str>>,
    range: Range<usize>,
}

impl Place {
    /// A range of the text of `file`; ranges outside the text are drawn in.
    #[must_use]
    pub(crate) fn new(file: &str, text: &Arc<str>, range: Range<usize>) -> Self {
        let end = range.end.min(text.len());
        let start = range.start.min(end);
        // Only the first line is underlined: a whole table would drown the words.
        let line = text[start..end].find('\n').map_or(end, |length| start + length);
        Self { source: NamedSource::new(file, Arc::clone(text)), range: start..line }
    }

    /// The file, as the author knows it.
    #[must_use]
    pub fn file(&self) -> &str {
        self.source.name()
    }

    /// Line, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.before().matches('\n').count() + 1
    }

    /// Column in characters, counted from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        let before = self.before();
        before[before.rfind('\n').map_or(0, |at| at + 1)..].chars().count() + 1
    }

    fn before(&self) -> &str {
        &self.source.inner()[..self.range.start]
    }
}

/// A mistake with its place: what is reported.
#[derive(Debug)]
pub struct Located {
    /// What is wrong.
    pub mistake: Mistake,
    /// Where; absent when a whole file or folder is missing.
    pub place: Option<Place>,
}

impl Located {
    pub(super) fn order(&self) -> (String, usize) {
        let place = self.place.as_ref();
        place.map_or_else(Default::default, |it| (it.file().to_owned(), it.range.start))
    }
}

impl fmt::Display for Located {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.mistake.fmt(out)
    }
}

impl std::error::Error for Located {}

impl Diagnostic for Located {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.mistake.code()
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.mistake.help()
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.place.as_ref().map(|it| &it.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let range = self.place.as_ref()?.range.clone();
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(None, range))))
    }
}
