//! Stories: what a person, a communicator or a municipality may rely on.

mod api;
mod audit;
mod conditions;
mod contacts;
mod content;
mod delivery;
mod drafts;
mod hardening;
mod keys;
mod mistakes;
mod named;
mod oidc;
mod outbox;
mod pages;
mod parties;
mod promises;
mod publishing;
mod reach;
mod receipt;
mod receipt_pdf;
mod sessions;
mod signing;
mod sites;
mod tidy;
mod told;
mod walk;
