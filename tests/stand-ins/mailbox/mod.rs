//! The municipality's mail server: takes letters over SMTP with STARTTLS and keeps them.
//!
//! [`Mailbox`] is what it has taken and how it feels; [`server`] speaks the protocol over a real
//! socket with real encryption.
//!
//! **Not real:** it knows one user, delivers nothing, and takes only what a client of submission
//! sends.

pub mod server;

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The user it knows.
pub const USER: &str = "portalen";
/// And the password.
pub const PASSWORD: &str = "prov-smtp-password";

/// How the server feels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weather {
    /// Takes everything.
    #[default]
    Fine,
    /// Hangs up at once.
    Refusing,
    /// Answers each letter's receiver with this code.
    Answering(u16),
    /// Answers each letter's receiver that we may not send.
    Forbidding,
    /// Does not offer encryption.
    Plain,
    /// Waits this long before every answer.
    Slow(Duration),
    /// Takes the letter, and hangs up before it has said so.
    SilentAfterData,
}

/// A letter that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Sender on the envelope.
    pub from: String,
    /// Receiver on the envelope.
    pub to: String,
    /// As it was sent: headers, a blank line, the body.
    pub source: String,
}

impl Letter {
    /// A header, unfolded and decoded.
    pub fn header(&self, name: &str) -> Option<String> {
        let (head, _) = self.source.split_once("\r\n\r\n")?;
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let start = format!("{}:", name.to_ascii_lowercase());
        let line = head.lines().find(|it| it.to_ascii_lowercase().starts_with(&start))?;
        Some(words(line[start.len()..].trim()))
    }

    /// The body, decoded.
    pub fn body(&self) -> String {
        let body = self.source.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        let encoding = self.header("content-transfer-encoding").unwrap_or_default();
        let bytes = match encoding.to_ascii_lowercase().as_str() {
            "base64" => base64(&body.split_whitespace().collect::<String>()),
            "quoted-printable" => quoted(&body.replace("=\r\n", "")),
            _ => body.as_bytes().to_vec(),
        };
        String::from_utf8_lossy(&bytes).replace("\r\n", "\n")
    }
}

/// What has come in.
#[derive(Debug, Default)]
pub struct Mailbox {
    letters: Mutex<Vec<Letter>>,
    more: Condvar,
    weather: Mutex<Weather>,
}

impl Mailbox {
    /// Every letter, oldest first.
    pub fn letters(&self) -> Vec<Letter> {
        lock(&self.letters).clone()
    }

    /// Waits until there are so many letters, or for half a minute; how many there are.
    pub fn wait_for(&self, count: usize) -> usize {
        let waited =
            self.more.wait_timeout_while(lock(&self.letters), Duration::from_secs(30), |letters| {
                letters.len() < count
            });
        waited.unwrap_or_else(PoisonError::into_inner).0.len()
    }

    /// How it feels.
    pub fn weather(&self) -> Weather {
        *lock(&self.weather)
    }

    /// Makes it feel otherwise.
    pub fn set_weather(&self, weather: Weather) {
        *lock(&self.weather) = weather;
    }

    fn take(&self, letter: Letter) {
        lock(&self.letters).push(letter);
        self.more.notify_all();
    }
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

/// RFC 2047: `=?utf-8?b?…?=` and `=?utf-8?q?…?=`, with the blanks between them taken away.
fn words(value: &str) -> String {
    let mut decoded = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("=?") {
        if !before.trim().is_empty() || decoded.is_empty() {
            decoded.push_str(before);
        }
        let mut parts = after.splitn(4, '?');
        let (_, kind, text) = (parts.next(), parts.next(), parts.next());
        let bytes = match (kind.map(str::to_ascii_lowercase).as_deref(), text) {
            (Some("b"), Some(text)) => base64(text),
            (_, text) => quoted(&text.unwrap_or_default().replace('_', " ")),
        };
        decoded.push_str(&String::from_utf8_lossy(&bytes));
        rest = parts.next().and_then(|it| it.strip_prefix('=')).unwrap_or_default();
    }
    decoded.push_str(rest);
    decoded
}

fn base64(text: &str) -> Vec<u8> {
    use ::base64::Engine as _;
    ::base64::engine::general_purpose::STANDARD.decode(text).unwrap_or_default()
}

fn quoted(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let pair = (*first == b'=').then(|| after.get(..2)).flatten();
        match pair.and_then(|it| hex::decode(it).ok()) {
            Some(byte) => {
                bytes.extend(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}

#[test]
fn letters_are_read_as_they_were_meant() {
    let source = "Subject: =?utf-8?b?w4VuZ2U=?=\r\n =?utf-8?q?_kommun?=\r\n\
                  Content-Transfer-Encoding: quoted-printable\r\n\r\nH=C3=A4r =\r\n=C3=A4r det\r\n";
    let letter = Letter { from: String::new(), to: String::new(), source: source.to_owned() };

    assert_eq!(letter.header("subject").as_deref(), Some("Ånge kommun"));
    assert_eq!(letter.body(), "Här är det\n");
}
