//! The outside world on loopback: BankID, folkbokföringen, and the invented people who live there.
//!
//! Reading order: [`persons`] (who there is), [`bankid`] and [`register`] (what answers, as functions
//! of a request and a time), [`transport`] (the same in process), [`pki`] and [`sockets`] (the same
//! behind real TLS).
//!
//! **Invariant:** no program of the portal depends on this crate. A server that could log anyone in
//! would be a hole.

pub mod persons;

pub mod bankid;
pub mod register;

pub mod transport;

pub mod pki;
pub mod sockets;

use std::time::Duration;

use serde_json::Value;

/// What a stand-in answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Value,
    /// How long the answer is held back. In process nobody waits; the socket does.
    pub delay: Duration,
}

impl Reply {
    /// An answer at once.
    pub(crate) fn new(status: u16, body: Value) -> Reply {
        Reply { status, body, delay: Duration::ZERO }
    }
}
