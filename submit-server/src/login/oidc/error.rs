//! Why a provider's answer is not good enough, and what the citizen is told.

use crate::outbound::TransportError;

/// Why there is no login or signature. For the log: it names no person and no token.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// No answer.
    #[error("the provider does not answer: {0}")]
    NoAnswer(#[from] TransportError),
    /// The provider said no, in a call from us to it.
    #[error("the provider answered {status} `{code}`")]
    Status {
        /// HTTP status.
        status: u16,
        /// The error code, when it is one that the standards know.
        code: String,
    },
    /// The provider said no, by the browser.
    #[error("the provider sent the browser back with `{0}`")]
    Redirected(String),
    /// An answer that cannot be read.
    #[error("the provider's {0} cannot be read")]
    Unreadable(&'static str),
    /// A provider that cannot be used as configured.
    #[error("the provider cannot be used: {0}")]
    Unsuitable(String),
    /// What came with the browser is not what we asked for.
    #[error("a browser came back with {0}")]
    Return(&'static str),
    /// A token is not what we asked for.
    #[error("a token is refused: {0}")]
    Token(&'static str),
    /// Somebody else has signed.
    #[error("somebody else has signed")]
    OtherPerson,
    /// Our own fault.
    #[error("{0}")]
    Own(String),
}

/// What the citizen is told when it did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// It was cancelled, or the e-ID was refused.
    Cancelled,
    /// The e-ID is not of the wanted level.
    TooLow,
    /// The provider does not answer.
    Down,
    /// Something else.
    Failed,
    /// It took too long, or belongs to another browser.
    Stale,
    /// Somebody else signed.
    OtherPerson,
    /// The portal cannot be used with this number.
    Barred,
    /// The number is a samordningsnummer.
    Coordination,
    /// The register does not know the number.
    NotRegistered,
    /// The register does not answer.
    Silent,
}

/// Each with its word in addresses and its message.
#[rustfmt::skip]
const TOLD: [(Told, &str, &str); 10] = [
    (Told::Cancelled,    "avbrutet",          "oidc.cancelled"),
    (Told::TooLow,       "tillitsniva",       "oidc.too_low"),
    (Told::Down,         "svarar-inte",       "oidc.down"),
    (Told::Failed,       "fel",               "oidc.failed"),
    (Told::Stale,        "for-gammalt",       "oidc.stale"),
    (Told::OtherPerson,  "annan-person",      "oidc.other_person"),
    (Told::Barred,       "kan-inte",          "login.barred"),
    (Told::Coordination, "samordningsnummer", "login.barred_coordination"),
    (Told::NotRegistered, "inte-folkbokford", "login.barred_unknown"),
    (Told::Silent,       "tyst-register",     "login.barred_silent"),
];

impl Told {
    /// Its word in an address.
    #[must_use]
    pub fn word(self) -> &'static str {
        TOLD.iter().find(|(it, _, _)| *it == self).map_or("fel", |(_, word, _)| word)
    }

    /// The message for a word from an address, if it is one of ours.
    #[must_use]
    pub fn message(word: &str) -> Option<&'static str> {
        TOLD.iter().find(|(_, it, _)| *it == word).map(|(_, _, message)| *message)
    }
}

impl OidcError {
    /// What the citizen is told.
    #[must_use]
    pub fn told(&self) -> Told {
        match self {
            OidcError::NoAnswer(_) | OidcError::Unsuitable(_) => Told::Down,
            OidcError::Status { status, .. } if *status >= 500 => Told::Down,
            OidcError::OtherPerson => Told::OtherPerson,
            OidcError::Redirected(code) => match code.as_str() {
                "access_denied"
                | "login_required"
                | "consent_required"
                | "interaction_required" => Told::Cancelled,
                "unmet_authentication_requirements" => Told::TooLow,
                "server_error" | "temporarily_unavailable" => Told::Down,
                _ => Told::Failed,
            },
            _ => Told::Failed,
        }
    }
}

/// A provider's error code, fit for a log: short, and of no other characters
/// than the standards use.
pub(super) fn code(given: &str) -> String {
    let plain = |it: char| it.is_ascii_lowercase() || it == '_';
    match given.len() <= 60 && given.chars().all(plain) {
        true => given.to_owned(),
        false => "unknown".to_owned(),
    }
}
