//! Stories: what a person, a communicator or a municipality may rely on.

mod conditions;
mod contacts;
mod content;
mod drafts;
mod hardening;
mod keys;
mod mistakes;
mod oidc;
mod pages;
mod publishing;
mod receipt;
mod receipt_pdf;
mod sessions;
mod signing;
mod sites;
mod tidy;
mod told;
mod walk;
