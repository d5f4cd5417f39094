//! 46elks: takes SMS, says what became of them, and has its outages.
//!
//! [`Elks::handle`] answers `POST /a1/sms` as a function of a call; [`Elks`] is also the way out
//! itself, for stories in process. Delivery reports are made by [`Elks::report`] and posted by
//! whoever holds it.
//!
//! **Not real:** texts are kept, so that they can be read, although the portal asks for the
//! opposite; there is no price.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use submit_server::outbound::{Answer, TransportError};
use submit_server::outbound_web::{Call, Web};

use super::Reply;

/// API username.
pub const USER: &str = "prov-elks";
/// API password.
pub const PASSWORD: &str = "prov-elks-password";

/// How the gateway feels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weather {
    /// Takes everything.
    #[default]
    Fine,
    /// No connection.
    Unreachable,
    /// Takes the message, but the answer does not come.
    Silent,
    /// Answers with this status.
    Answering(u16),
    /// Answers what breaks the program that asks.
    Breaking,
}

/// An SMS that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sms {
    /// The gateway's name for it.
    pub id: String,
    /// Who it says that it is from.
    pub from: String,
    /// The number.
    pub to: String,
    /// The text.
    pub text: String,
    /// Where reports go.
    pub report_url: String,
    /// Whether the gateway was asked to forget the text.
    pub forgotten: bool,
}

/// The gateway.
#[derive(Debug, Default)]
pub struct Elks {
    taken: Mutex<Vec<Sms>>,
    weather: Mutex<Weather>,
}

impl Elks {
    /// Every SMS, oldest first.
    pub fn taken(&self) -> Vec<Sms> {
        lock(&self.taken).clone()
    }

    /// Makes it feel otherwise.
    pub fn set_weather(&self, weather: Weather) {
        *lock(&self.weather) = weather;
    }

    /// The form that tells what became of an SMS: `delivered` or `failed`.
    pub fn report<'a>(&self, sms: &'a Sms, status: &'a str) -> [(&'static str, &'a str); 2] {
        [("id", &sms.id), ("status", status)]
    }

    /// Answers a call.
    pub fn handle(&self, path: &str, authorization: Option<&str>, body: &[u8]) -> Reply {
        let expected = format!("Basic {}", STANDARD.encode(format!("{USER}:{PASSWORD}")));
        if path != "/a1/sms" {
            return Reply::new(404, json!("Not found"));
        }
        if authorization != Some(expected.as_str()) {
            return Reply::new(401, json!("API access requires Basic HTTP authentication"));
        }
        if let Weather::Answering(status) = *lock(&self.weather) {
            return Reply::new(status, json!("No"));
        }
        let value = |name: &str| {
            let mut pairs = form_urlencoded::parse(body);
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        let (Some(from), Some(to), Some(text)) = (value("from"), value("to"), value("message"))
        else {
            return Reply::new(400, json!("Missing key"));
        };
        let mut taken = lock(&self.taken);
        let sms = Sms {
            id: format!("s{:032x}", taken.len() + 1),
            from,
            to,
            text,
            report_url: value("whendelivered").unwrap_or_default(),
            forgotten: value("dontlog").as_deref() == Some("message"),
        };
        let answer = json!({
            "id": sms.id, "status": "created", "direction": "outgoing", "from": sms.from,
            "to": sms.to, "cost": 3500, "parts": parts(&sms.text),
        });
        taken.push(sms);
        Reply { status: 200, body: answer, delay: Duration::ZERO }
    }
}

impl Web for Elks {
    fn call(&self, call: &Call<'_>) -> Result<Answer, TransportError> {
        let weather = *lock(&self.weather);
        if weather == Weather::Unreachable {
            return Err(TransportError::Unreachable("connection refused".into()));
        }
        assert!(weather != Weather::Breaking, "broken by the answer");
        let rest = call.url.split_once("://").map_or("", |(_, rest)| rest);
        let path = rest.find('/').map_or("", |at| &rest[at..]);
        let name = |(name, _): &&(&str, &str)| name.eq_ignore_ascii_case("authorization");
        let authorization = call.headers.iter().find(name).map(|(_, value)| *value);
        let form = call.form.unwrap_or_default();
        let reply = self.handle(path, authorization, form.as_bytes());
        if weather == Weather::Silent {
            return Err(TransportError::TimedOut);
        }
        Ok(Answer { status: reply.status, body: reply.body.to_string().into_bytes() })
    }
}

/// Signs that an SMS can hold without becoming longer than it looks (3GPP TS 23.038).
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ\
     ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Signs that count twice.
const GSM_TWICE: &str = "^{}\\[~]|€";

/// Into how many a text is split.
pub fn parts(text: &str) -> usize {
    let septets: Option<usize> = text
        .chars()
        .map(|it| match it {
            it if GSM.contains(it) => Some(1),
            it if GSM_TWICE.contains(it) => Some(2),
            _ => None,
        })
        .sum();
    let (length, one, several) = match septets {
        Some(septets) => (septets, 160, 153),
        None => (text.encode_utf16().count(), 70, 67),
    };
    if length <= one { 1 } else { length.div_ceil(several) }
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn a_text_is_split_where_the_standard_says() {
    for (text, expected) in [
        ("å".repeat(160), 1),
        ("å".repeat(161), 2),
        ("€".repeat(80), 1),
        ("€".repeat(81), 2),
        (format!("{}…", "a".repeat(69)), 1),
        (format!("{}…", "a".repeat(70)), 2),
    ] {
        assert_eq!(parts(&text), expected, "{text}");
    }
}
