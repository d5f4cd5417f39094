//! The outside world on loopback: BankID, folkbokföringen, and the invented people who live there.
//!
//! Reading order: [`persons`] (who there is), [`bankid`], [`register`] and [`elks`] (what answers, as
//! functions of a call and a time), [`mailbox`] (the mail server), [`transport`] (the same in process), [`pki`] and [`sockets`] (the same
//! behind real TLS), [`messages`] (everything that was sent, to look at), [`time`] (a clock to move),
//! [`unit_system`] (what a unit of the municipality has of its own), [`units`] (what the units have
//! got, to look at).
//!
//! **Invariant:** no program of the portal depends on this crate. A server that could log anyone in
//! would be a hole.

pub mod persons;

pub mod bankid;
pub mod elks;
pub mod mailbox;
pub mod register;

pub mod transport;

pub mod messages;
pub mod pki;
pub mod sockets;
pub mod telia;
pub mod time;
pub mod unit_system;
pub mod units;

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

/// Text in a page.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
