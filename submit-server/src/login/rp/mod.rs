//! BankID's Relying Party API v6.0: start an order, ask how it goes, cancel it.
//!
//! Reading order: this file (the calls), [`order`] (what is sent), [`answer`]
//! (what comes back), [`error`] (when the answer is no).
//!
//! Nothing here retries, keeps state or knows a session. `details` of a refusal
//! are for the log only; what a citizen sees is worked out by `login::rfa`.

pub mod answer;
pub mod error;
pub mod order;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::login::rp::answer::{CollectAnswer, Collected, Started};
use crate::login::rp::error::RpError;
use crate::login::rp::order::{AuthOrder, SignOrder};
use crate::outbound::Transport;

/// BankID refuses a charset here.
const JSON: [(&str, &str); 1] = [("Content-Type", "application/json")];

/// The client: one for the whole server.
#[derive(Clone)]
pub struct Rp {
    transport: Arc<dyn Transport>,
    mobile_policies: Vec<String>,
}

impl Rp {
    /// `mobile_policies` are the certificate policies demanded of an app on
    /// another device; none demands nothing. Test and production differ.
    #[must_use]
    pub fn new(transport: Arc<dyn Transport>, mobile_policies: Vec<String>) -> Self {
        Self { transport, mobile_policies }
    }

    /// Starts an identification. Never to be used for a signature.
    ///
    /// # Errors
    /// When BankID refuses or does not answer.
    pub fn auth(&self, order: &AuthOrder<'_>) -> Result<Started, RpError> {
        self.call("/auth", &order.body(&self.mobile_policies)?)
    }

    /// Starts a signature by one given person.
    ///
    /// # Errors
    /// When the text is empty or too long, BankID refuses or does not answer.
    pub fn sign(&self, order: &SignOrder<'_>) -> Result<Started, RpError> {
        self.call("/sign", &order.body(&self.mobile_policies)?)
    }

    /// How the order goes. A finished result is handed out once.
    ///
    /// # Errors
    /// When BankID refuses or does not answer; see [`RpError::order_is_lost`].
    pub fn collect(&self, order_ref: &str) -> Result<Collected, RpError> {
        let answer: CollectAnswer = self.call("/collect", &json!({ "orderRef": order_ref }))?;
        answer.understood()
    }

    /// Ends the order in the citizen's app.
    ///
    /// # Errors
    /// When BankID refuses (already ended) or does not answer.
    pub fn cancel(&self, order_ref: &str) -> Result<(), RpError> {
        self.call::<serde_json::Value>("/cancel", &json!({ "orderRef": order_ref })).map(|_| ())
    }

    fn call<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, RpError> {
        let body = serde_json::to_vec(body).map_err(|_| RpError::Unreadable(0))?;
        let answer = self.transport.post(path, &JSON, &body).map_err(RpError::NoAnswer)?;
        if answer.status != 200 {
            return Err(RpError::from_answer(answer.status, &answer.body));
        }
        serde_json::from_slice(&answer.body).map_err(|_| RpError::Unreadable(answer.status))
    }
}
