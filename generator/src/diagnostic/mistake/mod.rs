//! Everything an author can get wrong: the message, a stable code, the way out.
//!
//! The codes are a promise: other programs filter on them. A file for each stage
//! that finds them: [`content`], [`catalogue`], [`text`] (codes `links` and
//! `markdown`), [`form`].

pub mod catalogue;
pub mod content;
pub mod form;
pub mod text;

use miette::Diagnostic;
use thiserror::Error;

use crate::diagnostic::mistake::catalogue::CatalogueMistake;
use crate::diagnostic::mistake::content::ContentMistake;
use crate::diagnostic::mistake::form::FormMistake;
use crate::diagnostic::mistake::text::TextMistake;

/// What went wrong, whichever stage found it.
#[derive(Debug, Error, Diagnostic)]
pub enum Mistake {
    /// In a file by itself.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Content(#[from] ContentMistake),
    /// Between files.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Catalogue(#[from] CatalogueMistake),
    /// In a text.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Text(#[from] TextMistake),
    /// In a form.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Form(#[from] FormMistake),
}
