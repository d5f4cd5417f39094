//! Skatteverket's REST interface "Folkbokföringsuppgifter för offentliga
//! aktörer", version 3.
//!
//! Reading order: this file (token and call), [`post`] (the answer's members).
//! The answer is never logged, nor is anything taken from it.

pub mod post;

use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::json;

use crate::outbound::{Answer, Transport, TransportError};
use crate::person::model::Person;

/// A token is renewed this many seconds before it ends.
const TOKEN_MARGIN_SECONDS: i64 = 60;
/// A token is not trusted for longer than this, whatever it says.
const TOKEN_MOST_SECONDS: i64 = 3600;
/// One try and one more.
const TRIES: usize = 2;
/// The register's own limit for one call.
const MOST_NUMBERS: usize = 900;

/// Whom to ask, and as whom.
#[derive(Clone)]
pub struct Access {
    /// To the token service; the path is `/token`.
    pub token: Arc<dyn Transport>,
    /// To the register; the path is `/hamta`.
    pub api: Arc<dyn Transport>,
    /// The pair of the token service.
    pub token_client: Client,
    /// The pair of the interface's gateway.
    pub api_client: Client,
    /// Our organisation number, twelve digits.
    pub organisation: String,
    /// The order that says what we may ask for.
    pub order: String,
}

/// A client id and its secret.
#[derive(Clone)]
pub struct Client {
    /// Id.
    pub id: String,
    /// Secret.
    pub secret: String,
}

/// Why the register was not read. Carries nothing personal.
#[derive(Debug, thiserror::Error)]
pub enum RestError {
    /// The token service or the register refused.
    #[error("{0} answered with status {1}")]
    Status(&'static str, u16),
    /// No answer.
    #[error("{0} gave no answer")]
    NoAnswer(&'static str, #[source] TransportError),
    /// An answer that cannot be read.
    #[error("the answer of {0} cannot be read")]
    Unreadable(&'static str),
}

/// The client. Keeps one token, shared by all who ask.
pub struct Rest {
    access: Access,
    token: Mutex<Option<Token>>,
}

#[derive(Clone)]
struct Token {
    value: String,
    good_until: i64,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    #[serde(default)]
    expires_in: i64,
}

impl Rest {
    /// A client that has not asked for anything yet.
    #[must_use]
    pub fn new(access: Access) -> Self {
        Self { access, token: Mutex::new(None) }
    }

    /// Reads the posts of these persons. Those who are not found, and posts
    /// that cannot be understood, are left out.
    ///
    /// # Errors
    /// When the register does not answer. Logged here, once.
    pub fn fetch(&self, numbers: &[&str], now: i64) -> Result<Vec<Person>, RestError> {
        let mut persons = Vec::new();
        for some in numbers.chunks(MOST_NUMBERS) {
            let answer = self.tried(some, now).inspect_err(|cause| {
                tracing::warn!(%cause, "the population register was not read");
            })?;
            persons.extend(post::persons(&answer.body)?);
        }
        Ok(persons)
    }

    /// Asks again once where that may help: a token that is no longer taken, a
    /// passing fault. Not when we are told that we ask too often, nor after
    /// having waited in vain: a citizen waits for this.
    fn tried(&self, numbers: &[&str], now: i64) -> Result<Answer, RestError> {
        let mut last = RestError::Unreadable(REGISTER);
        for _ in 0..TRIES {
            match self.token(now).and_then(|token| self.ask(&token, numbers)) {
                Ok(answer) => return Ok(answer),
                Err(cause @ RestError::Status(_, 401)) => {
                    *self.token.lock().unwrap_or_else(PoisonError::into_inner) = None;
                    last = cause;
                }
                Err(
                    cause @ (RestError::NoAnswer(_, TransportError::Unreachable(_))
                    | RestError::Status(_, 500..=599)),
                ) => last = cause,
                Err(cause) => return Err(cause),
            }
        }
        Err(last)
    }

    fn ask(&self, token: &str, numbers: &[&str]) -> Result<Answer, RestError> {
        let wanted: Vec<_> =
            numbers.iter().map(|it| json!({ "identitetsbeteckning": it })).collect();
        let body = json!({
            "bestallning": {
                "organisationsnummer": self.access.organisation,
                "bestallningsidentitet": self.access.order,
            },
            "sokvillkor": wanted,
        });
        let headers = [
            ("Content-Type", "application/json"),
            ("Authorization", &format!("Bearer {token}")),
            ("client_id", &self.access.api_client.id),
            ("client_secret", &self.access.api_client.secret),
            ("skv_client_correlation_id", &correlation_id()),
        ];
        posted(&*self.access.api, REGISTER, "/hamta", &headers, body.to_string().as_bytes())
    }

    fn token(&self, now: i64) -> Result<String, RestError> {
        // Held during the call, so that many who ask at once get one token.
        let mut kept = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = kept.as_ref().filter(|it| now < it.good_until) {
            return Ok(token.value.clone());
        }
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", &self.access.token_client.id)
            .append_pair("client_secret", &self.access.token_client.secret)
            .append_pair("scope", "fbfuppgoffakt")
            .finish();
        let headers = [("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")];
        let answer =
            posted(&*self.access.token, TOKEN_SERVICE, "/token", &headers, form.as_bytes())?;
        let answer: TokenAnswer = serde_json::from_slice(&answer.body)
            .map_err(|_| RestError::Unreadable(TOKEN_SERVICE))?;
        let seconds = answer.expires_in.clamp(0, TOKEN_MOST_SECONDS) - TOKEN_MARGIN_SECONDS;
        let good_until = now.saturating_add(seconds * 1000);
        let value = answer.access_token;
        *kept = Some(Token { value: value.clone(), good_until });
        Ok(value)
    }
}

const REGISTER: &str = "the register";
const TOKEN_SERVICE: &str = "the token service";

fn posted(
    transport: &dyn Transport,
    whom: &'static str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<Answer, RestError> {
    let answer =
        transport.post(path, headers, body).map_err(|cause| RestError::NoAnswer(whom, cause))?;
    if answer.status != 200 {
        return Err(RestError::Status(whom, answer.status));
    }
    Ok(answer)
}

/// A random UUID: lets Skatteverket find one call in its logs.
fn correlation_id() -> String {
    let mut bytes = [0_u8; 16];
    // Without randomness the id is the same each time, which the register takes as well.
    let _ = getrandom::fill(&mut bytes);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let text = hex::encode(bytes);
    [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]].join("-")
}
