//! What a form is and when an answer is acceptable.
//!
//! Reading order: [`form`] (the nouns), [`answers`] (what has been filled in),
//! [`known`] (what the population register says), [`condition`] (when is a
//! question asked?), [`check`] (is this answer valid?), [`journey`] (which step
//! comes next?), [`signers`] (who must sign?), [`show`] (an answer as text), [`compiled`] (the file that the
//! generator writes and the server reads).
//!
//! **Invariant:** nothing here reads files, renders HTML, knows SQL or asks
//! what time it is. Everything is a function of its arguments.

pub mod answers;
pub mod check;
pub mod compiled;
pub mod condition;
pub mod dates;
pub mod form;
pub mod identity;
pub mod journey;
pub mod known;
pub mod show;
pub mod signers;
