//! A unit's own system: takes notices of cases, believes only those that are signed, and has its
//! outages.
//!
//! [`UnitSystem::answer`] is a function of a call; [`UnitSystem::open`] puts it behind a port, with
//! or without TLS.
//!
//! **Not real:** it fetches nothing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::pki::Pki;
use super::sockets::{Answer, Call, Open, open_plain, open_tls};

/// The secret that both sides have been given.
pub const SECRET: &str = "prov-hemlighet-0123456789abcdef-0123";
/// Where it listens for notices.
pub const PATH: &str = "/lucka";

/// How the system feels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weather {
    /// Takes everything.
    #[default]
    Fine,
    /// Takes nothing, and answers with this status.
    Answering(u16),
    /// Takes the notice, and fails before it has said so.
    FailingAfter,
    /// Sends the caller on, to where it would take everything.
    Redirecting,
    /// Waits this long before every answer.
    Slow(Duration),
}

/// A notice that was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// Its idempotency key.
    pub key: String,
    /// What it says.
    pub body: Value,
    /// As it was sent.
    pub text: String,
}

/// The system.
#[derive(Debug, Default)]
pub struct UnitSystem {
    taken: Mutex<Vec<Taken>>,
    calls: Mutex<usize>,
    weather: Mutex<Weather>,
}

impl UnitSystem {
    /// Opens a free loopback port; with certificates, encrypted.
    pub async fn open(self: &Arc<Self>, pki: Option<&Pki>) -> anyhow::Result<Open> {
        let system = Arc::clone(self);
        let handler = Arc::new(move |call: Call| system.answer(&call));
        match pki {
            Some(pki) => open_tls(pki, handler).await,
            None => open_plain(handler).await,
        }
    }

    /// Every notice that was taken, oldest first; one that came twice stands twice.
    pub fn taken(&self) -> Vec<Taken> {
        lock(&self.taken).clone()
    }

    /// How often it was called, whatever came of it.
    pub fn calls(&self) -> usize {
        *lock(&self.calls)
    }

    /// From now on.
    pub fn set_weather(&self, weather: Weather) {
        *lock(&self.weather) = weather;
    }

    /// Answers a call.
    pub fn answer(&self, call: &Call) -> Answer {
        *lock(&self.calls) += 1;
        let weather = *lock(&self.weather);
        match weather {
            Weather::Answering(status) => return plain(status),
            Weather::Redirecting if call.path == PATH => {
                let to = vec![("location", "/taken-anyway".to_owned())];
                return Answer { headers: to, ..plain(307) };
            }
            _ => {}
        }
        let Some(taken) = believed(call) else { return plain(401) };
        lock(&self.taken).push(taken);
        match weather {
            Weather::FailingAfter => plain(500),
            Weather::Slow(delay) => Answer { delay, ..plain(200) },
            _ => plain(200),
        }
    }
}

/// The notice, when whoever sent it knows the secret.
fn believed(call: &Call) -> Option<Taken> {
    let (time, key) = (call.header("lucka-timestamp")?, call.header("idempotency-key")?);
    let given = hex::decode(call.header("lucka-signature")?.strip_prefix("v1=")?).ok()?;
    let mut code = <Hmac<Sha256> as KeyInit>::new_from_slice(SECRET.as_bytes()).ok()?;
    code.update(&[time.as_bytes(), b".", &call.body].concat());
    code.verify_slice(&given).ok()?;
    let text = String::from_utf8(call.body.to_vec()).ok()?;
    Some(Taken { key: key.to_owned(), body: serde_json::from_str(&text).ok()?, text })
}

fn plain(status: u16) -> Answer {
    Answer { status, headers: Vec::new(), body: Vec::new(), delay: Duration::ZERO }
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}
