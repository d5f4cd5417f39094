//! The door: from bytes on a socket to a [`request::Request`], and from a
//! [`response::Response`] back to bytes.
//!
//! Reading order: [`server`] (the loop, the only async file), `framing` and
//! `wire` (what a connection may send), `gate` (what is refused before a
//! page is asked), [`request`], [`fields`], [`uploads`], [`response`],
//! [`headers`], [`cookies`], [`csrf`], [`forwarded`], [`static_files`].
//!
//! **Invariant:** nothing here knows what a case, a person or a page is.

pub mod cookies;
pub mod csrf;
pub mod fields;
pub mod forwarded;
mod framing;
mod gate;
pub mod headers;
pub mod limits;
pub mod request;
pub mod response;
mod seats;
pub mod server;
pub mod static_files;
pub mod uploads;
mod wire;
