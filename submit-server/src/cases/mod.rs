//! Cases: from the first question to closed.
//!
//! Reading order: [`who`] (whoever asks), `own` (whose case is it?), [`begin`],
//! [`fill`] (a step's form as answers), [`draft`] (saving), `document` (what is
//! frozen and signed), [`submit`] (Skicka), [`sign`] (a signature came),
//! [`waiting`] (for the others; `reach`: how they are told, `rounds`: how often; [`concerned`]: whom it is about), [`status`] (the municipality's part),
//! [`retention`], [`adopt`]; then `asked` and `shown` (answers as views), [`case_json`] and [`package`] (a case for
//! its unit) and [`pages`].
//!
//! **Invariant:** rules take a transaction and values. A case is received at
//! the commit that records the last signature, or the sending where none is
//! needed, and at no other time.

pub mod adopt;
mod asked;
pub mod begin;
pub mod case_json;
pub mod concerned;
mod document;
pub mod draft;
pub mod fill;
mod own;
pub mod package;
pub mod pages;
mod reach;
pub mod receipt_pdf;
pub mod retention;
mod rounds;
mod shown;
pub mod sign;
pub mod status;
pub mod submit;
pub mod waiting;
pub mod who;
