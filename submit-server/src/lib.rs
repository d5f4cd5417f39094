//! Answers → cases → receipts: what files cannot do.
//!
//! Reading order: [`app`] (the parts, assembled), [`routes`] (every address),
//! [`problem`] (every way it can end badly), [`http`] (sockets), [`login`],
//! [`person`], [`cases`], [`notify`], [`delivery`], [`api`] (the features), [`store`] (all SQL), [`view`] (what
//! templates are given), [`command`] (the municipality's command line).

pub mod api;
pub mod app;
pub mod at_once;
pub mod backoff;
pub mod cases;
pub mod command;
pub mod config;
pub mod delivery;
pub mod forms;
pub mod health;
pub mod http;
pub mod leap;
pub mod log;
pub mod login;
pub mod notify;
pub mod outbound;
pub mod outbound_web;
pub mod outcome;
pub mod person;
pub mod problem;
pub mod routes;
pub mod search_words;
pub mod senders;
pub mod signing;
pub mod stockholm;
pub mod store;
pub mod view;
pub mod visitor;
