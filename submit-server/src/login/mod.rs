//! Who is at the other end: login and signature with BankID, and the session.
//!
//! Reading order: [`session`] (who holds which cookie), [`rp`] (BankID's
//! interface), [`rfa`] (its words as our messages), [`qr`] (the animated code),
//! [`text`] (what is signed), [`order`] (an order as the browser meets it),
//! [`collect`] (what becomes of it at BankID), [`collector`] (the threads that
//! ask), [`household`] (the register asked again), [`oidc`] (any other e-ID), [`pages`] (the addresses),
//! `shown` (what their templates are given).
//!
//! **Invariants:** an order is seen by its own session only. Its name at BankID
//! and the secret of its QR code reach neither pages, addresses nor logs. What
//! BankID says is asked for by the server every two seconds, whatever browsers do.

pub mod collect;
pub mod collector;
pub mod household;
pub mod oidc;
pub mod order;
pub mod pages;
pub mod qr;
mod random;
pub mod rfa;
pub mod rp;
pub mod session;
pub(crate) mod shown;
#[cfg(test)]
mod tests;
pub mod text;

use crate::login::oidc::Provider;
use crate::login::oidc::error::Told;
use crate::login::rp::Rp;
use crate::login::rp::answer::Completion;
use crate::login::session::Lifetimes;
use crate::person::Register;
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{Order, WriteTx};

/// What happens to a case when a signature is done; in the same transaction.
pub type Signed = fn(&WriteTx<'_>, &Order, &Completion) -> Result<()>;

/// The outside world of a login, and where we are ourselves.
pub struct Login {
    /// BankID.
    pub rp: Rp,
    /// The population register.
    pub register: Register,
    /// `https://sjalvservice.example.se`, without a slash at the end.
    pub public_url: String,
    /// Starts the app instead of BankID's own addresses.
    pub autostart_url: Option<String>,
    /// How long sessions live.
    pub lifetimes: Lifetimes,
    /// What happens to a case when a signature is done.
    pub signed: Signed,
    /// Other e-IDs, in the order of their buttons.
    pub providers: Vec<Provider>,
    /// What happens to a case when a signature is done with one of them.
    pub signed_elsewhere: oidc::Signed,
}

impl Login {
    /// The provider with this id.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when there is none.
    pub fn provider(&self, id: &str) -> Result<&Provider> {
        self.providers.iter().find(|it| it.settings.id == id).ok_or(Problem::NotFound)
    }

    /// What citizens call the provider with this id; none when there is none.
    #[must_use]
    pub fn label(&self, id: &str) -> Option<String> {
        self.provider(id).ok().map(|it| it.settings.label.clone())
    }

    /// Ends orders at BankID, so that nobody signs in vain. It takes its time: never
    /// in a transaction.
    pub fn cancel(&self, order_refs: &[String]) {
        order_refs.iter().for_each(|it| order::cancel_quietly(self, it));
    }

    /// The message for a word that an address brings after a try that failed.
    #[must_use]
    pub fn told(&self, word: &str) -> Option<&'static str> {
        Told::message(word)
    }
}
