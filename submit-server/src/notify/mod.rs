//! What people are told: by mail and by SMS, in words that say nothing about
//! the matter.
//!
//! Reading order: [`plan`] (who is told of what; part of the case's own
//! transaction), [`worker`] (what is due is sent), [`words`] (a message as
//! text), [`mail`] and [`sms`] (the two ways out), [`quiet`] (when no telephone
//! rings), [`report`] (what the gateway tells afterwards), [`contacts`] (an
//! address is verified), [`pages`], [`address`] (what people type).
//!
//! **Invariants:** nothing is sent inside a transaction. A person is told
//! something only when the register has just said that their data is not
//! protected; not knowing is no. Of another's case they are told only when that is
//! so of everybody in it. No name, number, service or answer is in any
//! message. A message that does not come through never stops a case.

pub mod address;
pub mod contacts;
pub mod mail;
pub mod pages;
pub mod plan;
pub mod quiet;
pub mod report;
pub mod sms;
pub mod words;
pub mod worker;

use std::sync::Arc;

use crate::notify::mail::Mail;
use crate::notify::sms::Sms;
use crate::senders::Broken;
use crate::store::{Channel, Store};
use crate::view::View;

/// Whether a person may be sent messages, as the register says now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MayTell {
    /// Registered, and not protected.
    Yes,
    /// Protected, or not known to be unprotected.
    No,
    /// The register does not answer; ask again later.
    NotNow,
}

/// Asks the register about a person, twelve digits.
pub type Ask = Box<dyn Fn(&str) -> MayTell + Send + Sync>;

/// All that is needed to tell people something.
pub struct Notify {
    /// Where messages wait.
    pub store: Arc<Store>,
    /// Their words.
    pub view: Arc<View>,
    /// Whether a person may be told anything.
    pub ask: Ask,
    /// Where people log in: `sjalvservice.example.se`.
    pub host: String,
    /// The mail server; none when it is not configured.
    pub mail: Option<Mail>,
    /// The SMS gateway; none when it is not configured.
    pub sms: Option<Sms>,
}

impl Notify {
    /// The channels that are configured.
    #[must_use]
    pub fn channels(&self) -> Vec<Channel> {
        let mail = self.mail.as_ref().map(|_| Channel::Mail);
        let sms = self.sms.as_ref().map(|_| Channel::Sms);
        mail.into_iter().chain(sms).collect()
    }
}

/// What came of an attempt that did not succeed. The words are ours: they name
/// no address, and nothing that the other side wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Try again later.
    Later(String),
    /// It may have gone; there was no answer.
    Unknown(String),
    /// Never to this address.
    Address(String),
    /// Never, but the address is not at fault.
    Never(String),
}

impl From<Broken> for Failure {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Again => Self::Later("a fault, see the log".to_owned()),
            Broken::GivenUp(words) => Self::Never(words.to_owned()),
        }
    }
}
