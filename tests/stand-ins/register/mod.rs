//! Folkbokföringen: Skatteverket's "Folkbokföringsuppgifter för offentliga aktörer", REST version 3.
//!
//! [`Register::handle`] answers the token service and `hamta` as a function of a call and a time;
//! [`post`] writes a person the way Skatteverket does; [`server`] puts it behind TLS.
//!
//! **Not real:** `sok` is left out (the portal asks for known numbers only), the token is not a
//! signed JWT, and error bodies are short. Field names follow the handbook of 2022.

pub mod post;
pub mod server;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use super::Reply;
use super::persons::{self, Home, Protection, Registered, TestPerson};

/// Path of the token service, as in production.
pub const TOKEN_PATH: &str = "/oauth2/v1/sysorg/token";
/// Path that the register's methods hang under, as in production.
pub const API_PATH: &str = "/folkbokforing/folkbokforingsuppgifter-for-offentliga-aktorer/v3";
/// What a token is for.
pub const SCOPE: &str = "fbfuppgoffakt";
/// Seconds that a token lives.
pub const TOKEN_SECONDS: i64 = 600;
/// Most persons in one call.
const MAX_IDENTITIES: usize = 900;

/// Organisation number of the test municipality that Skatteverket calls "Kommun A".
pub const ORGANISATION: &str = "162021004748";
/// The order that also delivers protected persons.
pub const ORDER: &str = "00000236-FO01-0002";

/// Who the portal says it is: one pair for the token, another for the gateway.
#[derive(Debug, Clone, Copy)]
pub struct Credentials {
    /// `client_id`
    pub id: &'static str,
    /// `client_secret`
    pub secret: &'static str,
}

/// The pair for the token service.
pub const TOKEN_CLIENT: Credentials = Credentials { id: "prov-token", secret: "prov-token-secret" };
/// The pair for the API gateway.
pub const GATEWAY_CLIENT: Credentials =
    Credentials { id: "prov-gateway", secret: "prov-gateway-secret" };

/// How the register feels today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weather {
    /// It answers.
    #[default]
    Fair,
    /// It answers that it is down: 503.
    Down,
    /// It does not answer at all. Over a socket this, too, is a 503.
    Unreachable,
    /// It answers too late.
    Slow(Duration),
    /// It has had enough of us: 429.
    TooMany,
}

/// The register: its weather, its tokens, and what has been changed about its persons.
#[derive(Debug, Default)]
pub struct Register {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    weather: Weather,
    tokens: HashMap<String, i64>,
    protection: HashMap<String, Protection>,
    homes: HashMap<String, Home>,
    asked: Vec<String>,
}

impl Register {
    /// A register in fair weather.
    pub fn new() -> Register {
        Register::default()
    }

    /// How it feels.
    pub fn weather(&self) -> Weather {
        self.lock().weather
    }

    /// Changes how it feels.
    pub fn set_weather(&self, weather: Weather) {
        self.lock().weather = weather;
    }

    /// Gives a person another protection than [`persons`] says, from now on.
    pub fn set_protection(&self, number: &str, protection: Protection) {
        self.lock().protection.insert(number.to_owned(), protection);
    }

    /// A person has moved.
    pub fn move_to(&self, number: &str, home: Home) {
        self.lock().homes.insert(number.to_owned(), home);
    }

    /// Every number that has been asked for, in order: a lookup is paid for and must have a reason.
    pub fn asked(&self) -> Vec<String> {
        self.lock().asked.clone()
    }

    /// Answers a call. `path` may be the whole path or only its last part.
    pub fn handle(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
        now_ms: i64,
    ) -> Reply {
        let mut inner = self.lock();
        let delay = match inner.weather {
            Weather::Fair => Duration::ZERO,
            Weather::Slow(delay) => delay,
            Weather::Down | Weather::Unreachable => return problem(503, "tjänsten är stängd"),
            Weather::TooMany => return problem(429, "för många anrop"),
        };
        let header = |name: &str| {
            headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
        };
        let mut reply = match (method, path.rsplit('/').next()) {
            ("POST", Some("token")) => inner.token(header("content-type"), body, now_ms),
            ("POST", Some("hamta")) => inner.hamta(&header, body, now_ms),
            (_, Some("token" | "hamta")) => problem(405, "metoden stöds inte"),
            _ => problem(404, "resursen finns inte"),
        };
        reply.delay = delay;
        reply
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn token(&mut self, content_type: Option<&str>, body: &[u8], now_ms: i64) -> Reply {
        let form = "application/x-www-form-urlencoded";
        if !content_type.is_some_and(|it| it.starts_with(form)) {
            return problem(415, "fel innehållstyp");
        }
        let fields: HashMap<_, _> = form_urlencoded::parse(body).into_owned().collect();
        let is = |name: &str, value: &str| fields.get(name).is_some_and(|it| it == value);
        if !is("client_id", TOKEN_CLIENT.id) || !is("client_secret", TOKEN_CLIENT.secret) {
            return Reply::new(401, json!({ "error": "invalid_client" }));
        }
        if !is("grant_type", "client_credentials") {
            return Reply::new(400, json!({ "error": "unsupported_grant_type" }));
        }
        if !is("scope", SCOPE) {
            return Reply::new(400, json!({ "error": "invalid_scope" }));
        }
        let mut bytes = [0; 32];
        if getrandom::fill(&mut bytes).is_err() {
            return problem(500, "tekniskt fel");
        }
        let token = hex::encode(bytes);
        self.tokens.insert(token.clone(), now_ms + TOKEN_SECONDS * 1000);
        Reply::new(
            200,
            json!({
                "access_token": token,
                "expires_in": TOKEN_SECONDS,
                "token_type": "Bearer",
                "scope": SCOPE,
            }),
        )
    }

    fn hamta<'h>(
        &mut self,
        header: &dyn Fn(&str) -> Option<&'h str>,
        body: &[u8],
        now_ms: i64,
    ) -> Reply {
        let token = header("authorization").and_then(|it| it.strip_prefix("Bearer "));
        if token.and_then(|it| self.tokens.get(it)).is_none_or(|ends_ms| now_ms >= *ends_ms) {
            return problem(401, "inte inloggad");
        }
        if header("client_id") != Some(GATEWAY_CLIENT.id)
            || header("client_secret") != Some(GATEWAY_CLIENT.secret)
        {
            return problem(403, "åtkomst nekad");
        }
        if !header("content-type").is_some_and(|it| it.starts_with("application/json")) {
            return problem(415, "fel innehållstyp");
        }
        if !header("skv_client_correlation_id").is_some_and(is_uuid) {
            return problem(400, "skv_client_correlation_id saknas eller är inte ett UUID");
        }
        match serde_json::from_slice(body).ok().and_then(|it| identities(&it)) {
            Some(numbers) => self.posts(numbers, now_ms),
            None => problem(400, "felaktigt anrop"),
        }
    }

    fn posts(&mut self, numbers: Vec<String>, now_ms: i64) -> Reply {
        let (mut posts, mut missing) = (Vec::new(), Vec::new());
        self.asked.extend(numbers.iter().cloned());
        for number in numbers {
            let person = persons::find(&number);
            match person.map(|it| (it, it.registered)) {
                Some((_, Registered::Down)) => return problem(503, "tjänsten är stängd"),
                Some((person, Registered::Found)) => {
                    let protection = self.protection.get(&number).copied();
                    let home = *self.homes.get(person.number).unwrap_or(&person.home);
                    let person = TestPerson { home, ..*person };
                    posts.push(post::write(&person, protection.unwrap_or(person.protection)));
                }
                Some((_, Registered::Missing)) | None => missing.push(json!({
                    "id": number,
                    "orsakskod": 1,
                    "orsakskodsbeskrivning": "Identitetsbeteckningen finns inte",
                })),
            }
        }
        let at = jiff::Timestamp::from_millisecond(now_ms).unwrap_or_default();
        Reply::new(
            200,
            json!({
                "folkbokforingsposter": posts,
                "fel": missing,
                "status": 200,
                "tidpunkt": at.to_string(),
            }),
        )
    }
}

/// The numbers asked for; `None` when the order is not one of ours or the body is not as agreed.
fn identities(body: &Value) -> Option<Vec<String>> {
    let order = body.get("bestallning")?;
    let known = order.get("organisationsnummer")? == ORGANISATION
        && order.get("bestallningsidentitet")? == ORDER;
    let wanted = body.get("sokvillkor")?.as_array()?;
    if !known || wanted.is_empty() || wanted.len() > MAX_IDENTITIES {
        return None;
    }
    wanted.iter().map(|it| it.get("identitetsbeteckning")?.as_str().map(str::to_owned)).collect()
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.char_indices().all(|(place, it)| match place {
            8 | 13 | 18 | 23 => it == '-',
            _ => it.is_ascii_hexdigit(),
        })
}

fn problem(status: u16, message: &str) -> Reply {
    Reply::new(status, json!({ "status": status, "meddelande": message }))
}
