//! To a unit's own system: a call that says which case has come in and where it is
//! fetched, signed with a secret that only the two know.
//!
//! **Invariants:** the certificate is checked, and no redirect followed. A call has
//! the same idempotency key however often it is made. Of what the system answers
//! only the status is read.

use anyhow::Context;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::cases::case_json::CaseJson;
use crate::config;
use crate::delivery::Delivery;
use crate::delivery::notice::Notice;
use crate::delivery::worker::fault;
use crate::notify::Failure;
use crate::outbound::TransportError;
use crate::outbound_web::WebClient;
use crate::problem::Problem;
use crate::store::Queued;

/// The call's key: what came twice with the same one is one.
pub const KEY_HEADER: &str = "Idempotency-Key";
/// When the call was made: seconds since 1970 UTC.
pub const TIME_HEADER: &str = "Lucka-Timestamp";
/// The signature.
pub const SIGNATURE_HEADER: &str = "Lucka-Signature";

/// The way to a unit's system.
pub struct Webhook {
    web: WebClient,
    url: String,
    secret: config::Secret,
}

impl Webhook {
    /// Prepares the way; nothing is called yet.
    ///
    /// # Errors
    /// When its authority holds no certificate.
    pub fn new(it: &config::Webhook) -> anyhow::Result<Self> {
        // Without encryption only to this machine; the configuration has seen to that.
        let plain = it.url.starts_with("http://");
        let web = WebClient::new(it.ca.as_deref(), plain).context("preparing a webhook")?;
        Ok(Self { web, url: it.url.clone(), secret: it.secret.clone() })
    }
}

/// `v1=` and hex HMAC-SHA256, with the secret, of the time, a full stop and the body.
///
/// # Errors
/// Never, as far as is known: HMAC takes a key of any length.
pub fn signature(secret: &str, time: &str, body: &str) -> anyhow::Result<String> {
    let mut code = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes())?;
    code.update(time.as_bytes());
    code.update(b".");
    code.update(body.as_bytes());
    Ok(format!("v1={}", hex::encode(code.finalize().into_bytes())))
}

/// Tells a unit's system of a case.
pub(super) fn deliver(
    it: &Delivery,
    unit: &str,
    (queued, case): (&Queued, &CaseJson),
) -> Result<(), Failure> {
    let Some(webhook) = it.units.get(unit).and_then(|it| it.webhook.as_ref()) else {
        let words = "webhook: the unit has none in the configuration";
        return Err(Failure::Later(words.to_owned()));
    };
    let ours = |cause: anyhow::Error| fault(&Problem::Internal(cause));
    let notice = Notice::of(&queued.id, case, &it.public_url);
    let body = serde_json::to_string(&notice).context("writing a notice").map_err(ours)?;
    let time = (it.store.now() / 1000).to_string();
    let signature = signature(webhook.secret.expose(), &time, &body).map_err(ours)?;
    let headers = [
        (KEY_HEADER, queued.id.as_str()),
        (TIME_HEADER, time.as_str()),
        (SIGNATURE_HEADER, signature.as_str()),
    ];
    match webhook.web.post_json(&webhook.url, &headers, &body) {
        Ok(answer) => judged(answer.status),
        Err(TransportError::Unreachable(_)) => {
            Err(Failure::Later("webhook: not reachable, or not trusted".to_owned()))
        }
        Err(TransportError::TimedOut | TransportError::BrokenOff | TransportError::TooLarge) => {
            Err(Failure::Later("webhook: no answer that can be read".to_owned()))
        }
    }
}

/// Only 2xx is taken, and 409, by which a system says that it has it already. All
/// else is tried again: what refuses today may be a secret that is being changed, or
/// a door that is open before the house is built.
fn judged(status: u16) -> Result<(), Failure> {
    let words = format!("webhook {status}");
    match status {
        200..=299 | 409 => Ok(()),
        _ => Err(Failure::Later(words)),
    }
}
