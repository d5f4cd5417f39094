//! Stories: what a person, a communicator or a municipality may rely on.

mod drafts;
mod receipt;
mod sessions;
mod signing;
mod walk;
