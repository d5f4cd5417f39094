//! SMS through 46elks, or a gateway that speaks as it does.
//!
//! **Invariant:** the gateway is asked to forget the text (`dontlog`). Of what it
//! writes back we keep its name for the message and the status, no words.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::config;
use crate::notify::Failure;
use crate::outbound::{Answer, TransportError};
use crate::outbound_web::{Call, Web};

/// Where it tells what became of a message, before the token.
pub const REPORTS: &str = "/mina-sidor/webhook/46elks/";

/// The way to the gateway.
pub struct Sms {
    web: Arc<dyn Web>,
    url: String,
    authorization: String,
    from: String,
    report_url: String,
    token: config::Secret,
}

/// What the gateway answers.
#[derive(Deserialize)]
struct Taken {
    id: String,
    #[serde(default)]
    status: String,
}

impl Sms {
    /// Prepares the way; nothing is called yet.
    #[must_use]
    pub fn new(it: &config::Sms, public_url: &str, web: Arc<dyn Web>) -> Self {
        let pair = STANDARD.encode(format!("{}:{}", it.user, it.password.expose()));
        Self {
            web,
            url: format!("{}/sms", it.url.trim_end_matches('/')),
            authorization: format!("Basic {pair}"),
            from: it.from.clone(),
            report_url: format!("{public_url}{REPORTS}{}", it.webhook_token.expose()),
            token: it.webhook_token.clone(),
        }
    }

    /// The token that a delivery report must carry.
    #[must_use]
    pub fn token(&self) -> &str {
        self.token.expose()
    }

    /// Sends a text to a number like `+46701740605`; the gateway's name for it.
    ///
    /// # Errors
    /// When it was not taken, or nobody knows.
    pub fn send(&self, to: &str, text: &str) -> Result<String, Failure> {
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("from", &self.from)
            .append_pair("to", to)
            .append_pair("message", text)
            .append_pair("dontlog", "message")
            .append_pair("whendelivered", &self.report_url)
            .finish();
        let headers = [("authorization", self.authorization.as_str())];
        match self.web.call(&Call { url: &self.url, headers: &headers, form: Some(&body) }) {
            Ok(answer) => judged(&answer),
            Err(TransportError::Unreachable(_)) => {
                Err(Failure::Later("sms: not reachable".to_owned()))
            }
            Err(
                TransportError::TimedOut | TransportError::BrokenOff | TransportError::TooLarge,
            ) => Err(Failure::Unknown("sms: no answer that can be read".to_owned())),
        }
    }
}

/// The gateway has no idempotency key, so only what certainly was not sent is
/// sent again.
fn judged(answer: &Answer) -> Result<String, Failure> {
    let words = format!("sms {}", answer.status);
    match answer.status {
        200..=299 => match serde_json::from_slice::<Taken>(&answer.body) {
            Ok(it) if it.status == "failed" => Err(Failure::Address("sms: failed".to_owned())),
            Ok(it) => Ok(it.id),
            Err(_) => Err(Failure::Unknown("sms: an answer that cannot be read".to_owned())),
        },
        429 | 500..=599 => Err(Failure::Later(words)),
        // An empty account gives the same 403 as a number that is none, so no address
        // is blamed. After the account is mended, `outbox retry` sends it.
        _ => Err(Failure::Never(words)),
    }
}
