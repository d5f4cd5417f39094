//! Whether an ID token says what we asked for. Its signature has been verified.

use form_model::identity;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use crate::login::oidc::error::OidcError;

/// How much two clocks may differ (s).
const SKEW: i64 = 60;
/// How long a token may live (s); the profile of OIDC Sweden says five minutes.
const MOST_LIFE: i64 = 300;

/// What an ID token says.
#[derive(Clone, Debug, Deserialize)]
pub struct IdToken {
    iss: String,
    /// The person's name at the provider; not a number.
    pub sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    auth_time: Option<i64>,
    nonce: Option<String>,
    acr: Option<String>,
    /// The person's name.
    #[serde(flatten)]
    pub person: PersonClaims,
    /// The user's signature, base64.
    #[serde(rename = "https://id.oidc.se/claim/userSignature")]
    pub user_signature: Option<String>,
    /// What shows that the e-ID was valid, base64.
    #[serde(rename = "https://id.oidc.se/claim/authnEvidence")]
    pub evidence: Option<String>,
}

/// What a provider says about a person, in an ID token or beside it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct PersonClaims {
    name: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
    #[serde(rename = "https://id.oidc.se/claim/personalIdentityNumber")]
    personal_number: Option<String>,
    #[serde(rename = "https://id.oidc.se/claim/coordinationNumber")]
    coordination_number: Option<String>,
}

/// One reader, or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Audience {
    One(String),
    Several(Vec<String>),
}

/// What an ID token must say.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    /// The provider that the browser was sent to.
    pub issuer: &'a str,
    /// Our name there.
    pub client_id: &'a str,
    /// What the request said.
    pub nonce: &'a str,
    /// The levels that will do.
    pub acr: &'a [String],
    /// When the browser was sent away (s).
    pub started_at: i64,
    /// Now (s).
    pub now: i64,
}

/// The token, if it says what we asked for.
///
/// # Errors
/// The first thing that is wrong.
pub fn accepted(claims: Value, expected: &Expected<'_>) -> Result<IdToken, OidcError> {
    let it: IdToken =
        serde_json::from_value(claims).map_err(|_| OidcError::Token("a claim is missing"))?;
    let several = matches!(&it.aud, Audience::Several(list) if list.len() > 1);
    let azp = it.azp.as_deref();
    let earliest = expected.started_at - SKEW;
    let latest = expected.now + SKEW;
    let level = it.acr.as_deref().unwrap_or_default();
    #[rustfmt::skip]
    let checks = [
        (it.iss == expected.issuer,                                   "another issuer"),
        (it.aud.includes(expected.client_id),                         "another audience"),
        (!several || azp.is_some(),                                   "no authorized party"),
        (azp.is_none_or(|azp| azp == expected.client_id),             "another authorized party"),
        (expected.now < it.exp.saturating_add(SKEW),                                "too old"),
        (it.iat <= latest,                                            "not issued yet"),
        (it.iat >= earliest,                                          "issued before it was asked for"),
        (it.exp.saturating_sub(it.iat) <= MOST_LIFE + SKEW,           "a life longer than five minutes"),
        (it.nonce.as_deref() == Some(expected.nonce),                 "another nonce"),
        (it.auth_time.is_some(),                                      "no time of authentication"),
        (it.auth_time.is_none_or(|at| (earliest..=latest).contains(&at)), "not a fresh authentication"),
        (expected.acr.iter().any(|acr| acr == level),                 "another level"),
        (!it.sub.is_empty(),                                          "no subject"),
    ];
    match checks.iter().find(|(right, _)| !right) {
        Some((_, what)) => Err(OidcError::Token(what)),
        None => Ok(it),
    }
}

/// What a signed answer beside the ID token says about the same person.
///
/// # Errors
/// When it is from or for or about somebody else.
pub fn beside(
    claims: Value,
    expected: &Expected<'_>,
    subject: &str,
) -> Result<PersonClaims, OidcError> {
    let audience = serde_json::from_value(claims["aud"].clone()).ok();
    let ours = audience.is_some_and(|it: Audience| it.includes(expected.client_id));
    if claims["iss"] != expected.issuer || !ours {
        return Err(OidcError::Token("an answer from or for somebody else"));
    }
    if claims["sub"] != subject {
        return Err(OidcError::Token("an answer about somebody else"));
    }
    serde_json::from_value(claims).map_err(|_| OidcError::Token("a claim of another kind"))
}

impl Audience {
    fn includes(&self, client_id: &str) -> bool {
        match self {
            Audience::One(it) => it == client_id,
            Audience::Several(list) => list.iter().any(|it| it == client_id),
        }
    }
}

impl PersonClaims {
    /// The person's number: exactly one, twelve digits, with its check digit.
    ///
    /// # Errors
    /// When there is none, or several, or it is no number.
    pub fn number(&self, today: Date) -> Result<&str, OidcError> {
        let number = match (&self.personal_number, &self.coordination_number) {
            (Some(number), None) | (None, Some(number)) => number,
            (None, None) => return Err(OidcError::Token("no number")),
            (Some(_), Some(_)) => return Err(OidcError::Token("two numbers")),
        };
        match identity::parse(number, today) {
            Ok(it) if it.digits == *number => Ok(number),
            _ => Err(OidcError::Token("a number that cannot be")),
        }
    }

    /// Whether a number is given that is not this one.
    pub(super) fn contradicts(&self, number: &str) -> bool {
        let given = [&self.personal_number, &self.coordination_number];
        given.into_iter().flatten().any(|it| it != number)
    }

    /// The person's whole name; blank when it is not said.
    #[must_use]
    pub fn whole_name(&self) -> String {
        if let Some(name) = &self.name {
            return name.clone();
        }
        let parts = [&self.given_name, &self.family_name].into_iter().flatten();
        parts.map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}
