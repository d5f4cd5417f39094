//! What a program wants to change, from the body of its request.

use hyper::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::error::Category;

use crate::api::Result;
use crate::api::refusal::Refusal;
use crate::cases::status::Change;
use crate::http::request::Request;
use crate::store::State;

/// `POST …/status`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Status {
    state: Moved,
    #[serde(default, deserialize_with = "some")]
    message: Option<String>,
}

/// Where a case may be moved; to close it is an address of its own.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Moved {
    Received,
    InProgress,
}

/// `POST …/close`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Close {
    outcome: String,
    #[serde(default, deserialize_with = "some")]
    message: Option<String>,
}

/// `POST …/messages`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    message: String,
}

/// The move that `POST …/status` asks for.
///
/// # Errors
/// 415, 400 or 422 says what is wrong with the body, here and below.
pub fn status(request: &Request) -> Result<Change> {
    let Status { state, message } = read(request)?;
    let to = match state {
        Moved::Received => State::Received,
        Moved::InProgress => State::InProgress,
    };
    Ok(Change::Move { to, outcome: None, message })
}

/// The end that `POST …/close` asks for.
pub fn close(request: &Request) -> Result<Change> {
    let Close { outcome, message } = read(request)?;
    Ok(Change::Move { to: State::Closed, outcome: Some(outcome), message })
}

/// What `POST …/messages` says.
pub fn message(request: &Request) -> Result<Change> {
    let Message { message } = read(request)?;
    Ok(Change::Say { message })
}

/// Reads a JSON object. What is wrong is told in the reader's words: they quote
/// nothing but what the program itself has sent, and are not logged.
fn read<T: DeserializeOwned>(request: &Request) -> Result<T> {
    let media_type = request.header(CONTENT_TYPE.as_str()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::MediaType);
    }
    let told = |error: serde_json::Error| match error.classify() {
        Category::Data => Refusal::Unprocessable(None, format!("The body: {error}.")),
        _ => Refusal::Malformed(format!("The body is not JSON: {error}.")),
    };
    // A struct would also be read from an array.
    if !serde_json::from_slice::<Value>(&request.body).map_err(told)?.is_object() {
        return Err(Refusal::Unprocessable(None, "The body must be an object.".to_owned()));
    }
    serde_json::from_slice(&request.body).map_err(told)
}

/// A key that may be left out, but is never null.
fn some<'de, D: Deserializer<'de>>(value: D) -> std::result::Result<Option<String>, D::Error> {
    String::deserialize(value).map(Some)
}
