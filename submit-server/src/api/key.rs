//! Who asks: a unit's key in the header `Authorization: Bearer …`.
//!
//! A key is a word of ours and 160 random bits. It is looked up by its SHA-256,
//! so how long that takes tells nothing about any key that is kept.

use hyper::header::AUTHORIZATION;
use sha2::{Digest, Sha256};

use crate::api::Result;
use crate::api::refusal::Refusal;
use crate::api::tries::MOST_WRONG;
use crate::app::App;
use crate::http::request::Request;
use crate::problem::Problem;
use crate::store::UnitKey;

/// What every key begins with, so that one that has leaked is recognised.
const PREFIX: &str = "lucka_";

/// Random bytes of a key.
const BYTES: usize = 20;

/// A new key.
///
/// # Errors
/// When the machine has no random numbers.
pub fn new() -> crate::problem::Result<String> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| Problem::Internal(error.into()))?;
    Ok(format!("{PREFIX}{}", hex::encode(bytes)))
}

/// What is kept of a key: hex SHA-256.
#[must_use]
pub fn hash(key: &str) -> String {
    hex::encode(Sha256::digest(key))
}

/// The unit's key that a request carries, if it may be used for `scope`.
///
/// # Errors
/// 401 without a key, or with one that is wrong or revoked (429 after some of
/// these), and 403 when the key has not the scope.
pub fn bearer(app: &App, request: &Request, scope: &'static str) -> Result<UnitKey> {
    let mut given = request.headers.get_all(AUTHORIZATION).iter();
    let given = match (given.next(), given.next()) {
        (None, _) => return Err(Refusal::NoKey),
        (Some(only), None) => only.to_str().ok().and_then(token),
        _ => None,
    };
    let found = match given {
        Some(key) => app.store.read(|tx| tx.unit_key(&hash(key)))?,
        None => None,
    };
    let key = match found {
        Some(key) if key.revoked_at.is_none() => key,
        other => return Err(wrong(app, request, other.as_ref())),
    };
    if key.unused_for_a_day(app.store.now()) {
        note_use(app, &key);
    }
    if key.may(scope) { Ok(key) } else { Err(Refusal::Scope(scope)) }
}

/// The key in the header's value, if it has the form of one.
fn token(value: &str) -> Option<&str> {
    let (scheme, key) = value.split_once(' ')?;
    let ours = key.strip_prefix(PREFIX)?;
    let hex = ours.len() == 2 * BYTES && ours.bytes().all(|it| it.is_ascii_hexdigit());
    (scheme.eq_ignore_ascii_case("bearer") && hex).then_some(key)
}

/// Never logged: the key itself, or from where it came. Of a revoked one the
/// operator reads what it is called, to know which program still has it.
fn wrong(app: &App, request: &Request, revoked: Option<&UnitKey>) -> Refusal {
    let count = app.tries.wrong(request.client, app.store.now());
    if count <= MOST_WRONG {
        let key = revoked.map_or("unknown", UnitKey::id);
        tracing::warn!(count, key, "a key to the API is wrong or revoked");
        return Refusal::WrongKey;
    }
    Refusal::TooManyWrong
}

/// A unit can read its cases also when nothing can be written.
fn note_use(app: &App, key: &UnitKey) {
    if let Err(problem) = app.store.write(|tx| tx.touch_unit_key(&key.key_hash)) {
        tracing::error!(cause = problem.cause(), "the use of a key was not noted");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_form_of_a_key_is_looked_up() {
        let key = new().expect("a key");
        let (plain, lower) = (format!("Bearer {key}"), format!("bearer {key}"));
        let (long, basic) = (format!("Bearer {key}0"), format!("Basic {key}"));
        #[rustfmt::skip]
        let table = [
            (plain.as_str(),  true),
            (lower.as_str(),  true),
            (long.as_str(),   false),
            (basic.as_str(),  false),
            (key.as_str(),    false),
            ("Bearer ",       false),
            ("",              false),
        ];
        for (value, expected) in table {
            assert_eq!(token(value).is_some(), expected, "{value:?}");
        }
        assert_ne!(key, new().expect("another"));
        assert_eq!(key.len(), 46);
    }
}
