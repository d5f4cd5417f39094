//! What is wrong with the content, where, and the way out.
//!
//! Reading order: [`mistake`] (everything an author can get wrong), [`place`]
//! (where it stands), then [`Mistakes`], the list that each stage returns
//! beside what it made. Nothing here decides what is wrong.

pub mod mistake;
pub mod place;
pub(crate) mod suggestion;

use std::fmt::Write as _;

use miette::{GraphicalReportHandler, GraphicalTheme};

use crate::diagnostic::mistake::Mistake;
use crate::diagnostic::place::{Located, Place};

/// All mistakes that were found, in the order of file and line.
#[derive(Debug, Default)]
pub struct Mistakes(Vec<Located>);

impl Mistakes {
    /// Notes a mistake at a place.
    pub(crate) fn add(&mut self, place: Place, mistake: impl Into<Mistake>) {
        self.0.push(Located { mistake: mistake.into(), place: Some(place) });
    }

    /// Notes a mistake that has no place in a file.
    pub(crate) fn add_without_place(&mut self, mistake: impl Into<Mistake>) {
        self.0.push(Located { mistake: mistake.into(), place: None });
    }

    /// Takes over what another stage found.
    pub(crate) fn extend(&mut self, more: Mistakes) {
        self.0.extend(more.0);
    }

    /// Puts them in the order of file and line.
    #[must_use]
    pub(crate) fn sorted(mut self) -> Self {
        self.0.sort_by_key(Located::order);
        self
    }

    /// All but these.
    #[must_use]
    pub(crate) fn without(mut self, these: impl Fn(&Located) -> bool) -> Self {
        self.0.retain(|it| !these(it));
        self
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = &Located> {
        self.0.iter()
    }

    /// The report that an author reads, without colour.
    #[must_use]
    pub fn report(&self) -> String {
        self.drawn(GraphicalTheme::unicode_nocolor())
    }

    /// The report with colours, for a terminal.
    #[must_use]
    pub fn coloured_report(&self) -> String {
        self.drawn(GraphicalTheme::unicode())
    }

    fn drawn(&self, theme: GraphicalTheme) -> String {
        let handler = GraphicalReportHandler::new_themed(theme).with_width(100);
        let mut report = String::new();
        for mistake in &self.0 {
            if handler.render_report(&mut report, mistake).is_err() {
                // Drawing fails only when a span lies outside its file; the words must not be lost.
                report.push_str(&mistake.to_string());
            }
            report.push('\n');
        }
        let noun = if self.len() == 1 { "mistake" } else { "mistakes" };
        // Writing to a string cannot fail.
        let _ = writeln!(report, "{} {noun}. Nothing was published.", self.len());
        report
    }
}
