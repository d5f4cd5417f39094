//! The API of the units: their programs fetch cases, set their status and close
//! them, and tell the citizen.
//!
//! Reading order: [`key`] (who asks), [`refusal`] (every way to be told no),
//! [`query`] and [`body`] (what is asked, as values), [`cases`] (to read),
//! [`changes`] (to change), [`openapi`] (all of it, for programs).
//!
//! **Invariant:** a key and nothing else lets anybody in. No cookie is read or
//! set, no other origin is let in, and another unit's case looks exactly like none.

pub mod body;
pub mod cases;
pub mod changes;
pub mod key;
pub mod openapi;
pub mod query;
pub mod refusal;
pub mod tries;

use crate::http::request::Request;

/// Short for a result that fails with a [`refusal::Refusal`].
pub type Result<T> = std::result::Result<T, refusal::Refusal>;

/// The first part of every address of the API.
const FIRST: &str = "api";

/// Whether a program asks, and not a browser.
#[must_use]
pub fn asked(request: &Request) -> bool {
    request.segments().first() == Some(&FIRST)
}

/// The methods that an address of the API takes; none when it is no address.
#[must_use]
pub fn allowed(path: &str) -> Option<&'static str> {
    let parts: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    match parts.as_slice() {
        [FIRST, "v1", "openapi.json" | "cases"] | [FIRST, "v1", "cases", _] => Some(READS),
        [FIRST, "v1", "cases", _, "receipt.pdf"] | [FIRST, "v1", "cases", _, "files", _] => {
            Some(READS)
        }
        [FIRST, "v1", "cases", _, "status" | "close" | "messages"] => Some("POST"),
        _ => None,
    }
}

/// What is only looked at.
const READS: &str = "GET, HEAD";

/// Why nothing answers at this address.
#[must_use]
pub fn nowhere(request: &Request) -> refusal::Refusal {
    allowed(&request.path).map_or(refusal::Refusal::NotFound, refusal::Refusal::Method)
}
