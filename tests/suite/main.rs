//! Stories: what a person, a communicator or a municipality may rely on.

mod conditions;
mod content;
mod drafts;
mod hardening;
mod keys;
mod mistakes;
mod pages;
mod publishing;
mod receipt;
mod sessions;
mod signing;
mod sites;
mod tidy;
mod walk;
