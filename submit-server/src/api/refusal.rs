//! Every way a program is told no: a problem document (RFC 9457), in English, as
//! everything that is for programmers.

use hyper::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use serde::Serialize;

use crate::cases::status::Refused;
use crate::http::response::Response;
use crate::log;
use crate::problem::Problem;

/// The media type of a problem document.
const MEDIA_TYPE: &str = "application/problem+json";

/// Why a program does not get what it asks for.
#[derive(Debug)]
pub enum Refusal {
    /// There is no key in the request.
    NoKey,
    /// The key is not one of ours, or was revoked.
    WrongKey,
    /// Too many wrong keys from the same address.
    TooManyWrong,
    /// The key may not be used for this: the scope that is missing.
    Scope(&'static str),
    /// No such case, file or address for this key.
    NotFound,
    /// The address takes these methods.
    Method(&'static str),
    /// What was asked cannot be understood.
    Malformed(String),
    /// The body must be JSON.
    MediaType,
    /// A value cannot be taken, or the change not be made: the place, and what to do.
    Unprocessable(Option<&'static str>, String),
    /// A fault of the server, or of what it depends on.
    Problem(Problem),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::NotFound => Refusal::NotFound,
            other => Refusal::Problem(other),
        }
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NoSuchCase => Refusal::NotFound,
            Refused::NotNow(way_out) => Refusal::Unprocessable(None, way_out.to_owned()),
            Refused::Text { field, what } => {
                Refusal::Unprocessable(Some(field), format!("`{field}` {what}"))
            }
            Refused::Problem(problem) => problem.into(),
        }
    }
}

/// A problem document.
#[derive(Serialize)]
struct Document<'a> {
    /// No page describes our problems: their status and `code` do.
    r#type: &'static str,
    title: &'static str,
    status: u16,
    code: &'static str,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<&'a str>,
}

impl Refusal {
    /// The answer.
    #[must_use]
    pub fn response(&self) -> Response {
        let (status, code, detail) = self.told();
        let (field, incident) = match self {
            Refusal::Unprocessable(field, _) => (*field, None),
            Refusal::Problem(Problem::Internal(cause)) => (None, Some(log::fault(cause))),
            _ => (None, None),
        };
        let response = document(&Document {
            r#type: "about:blank",
            title: title(status),
            status,
            code,
            detail: &detail,
            field,
            incident: incident.as_deref(),
        });
        let response = self.with_way_out(response);
        match incident {
            Some(incident) => response.with_incident(incident),
            None => response,
        }
    }

    /// The header that says what to do instead, where there is one.
    fn with_way_out(&self, response: Response) -> Response {
        match self {
            Refusal::NoKey => response.with_header(WWW_AUTHENTICATE, "Bearer realm=\"lucka\""),
            Refusal::WrongKey => response
                .with_header(WWW_AUTHENTICATE, "Bearer realm=\"lucka\", error=\"invalid_token\""),
            Refusal::Scope(scope) => {
                let asked = "Bearer realm=\"lucka\", error=\"insufficient_scope\"";
                response.with_header(WWW_AUTHENTICATE, format!("{asked}, scope=\"{scope}\""))
            }
            Refusal::Method(allowed) => response.with_header(ALLOW, *allowed),
            Refusal::TooManyWrong => response.with_header(RETRY_AFTER, "60"),
            Refusal::Problem(Problem::Unavailable(_)) => response.with_header(RETRY_AFTER, "5"),
            _ => response,
        }
    }

    /// Status, word for programs, and words for programmers.
    fn told(&self) -> (u16, &'static str, String) {
        let (status, code, detail) = match self {
            Refusal::NoKey => (401, "no_key", "Send the unit's key: `Authorization: Bearer …`."),
            Refusal::WrongKey => (401, "wrong_key", "The key is unknown or has been revoked."),
            Refusal::TooManyWrong => {
                (429, "too_many", "Too many wrong keys from this address; wait a minute.")
            }
            Refusal::Scope(scope) => {
                return (403, "missing_scope", format!("The key has not the scope `{scope}`."));
            }
            Refusal::NotFound => (404, "not_found", "There is nothing here for this key."),
            Refusal::Method(allowed) => {
                let detail = format!("This address takes {allowed}.");
                return (405, "method_not_allowed", detail);
            }
            Refusal::Malformed(detail) => return (400, "malformed", detail.clone()),
            Refusal::MediaType => {
                (415, "media_type", "The body must be JSON, with `Content-Type: application/json`.")
            }
            Refusal::Unprocessable(_, detail) => return (422, "unprocessable", detail.clone()),
            Refusal::Problem(Problem::Unavailable(_)) => {
                (503, "unavailable", "Something that is needed does not answer; try again later.")
            }
            Refusal::Problem(_) => {
                (500, "internal", "A fault of ours. The log has it under `incident`.")
            }
        };
        (status, code, detail.to_owned())
    }
}

/// A fault that a program has met, and that is nobody's but ours.
#[must_use]
pub fn internal(problem: &Problem) -> Refusal {
    Refusal::Problem(Problem::Internal(anyhow::anyhow!(problem.cause())))
}

/// What a program gets that is refused before it is heard; none for a browser.
#[must_use]
pub fn at_the_door(status: u16, path: &str) -> Option<Response> {
    let first = path.split('/').find(|it| !it.is_empty());
    if first != Some(super::FIRST) {
        return None;
    }
    let (code, detail) = match status {
        405 => {
            return Some(
                Refusal::Method(super::allowed(path).unwrap_or("GET, HEAD, POST")).response(),
            );
        }
        408 => ("timeout", "The request took too long."),
        413 => ("too_large", "The body is larger than 65536 bytes."),
        421 => ("misdirected", "The server has not this name."),
        500 => ("internal", "A fault of ours."),
        503 => ("busy", "The server has too much to do; try again in a few seconds."),
        _ => ("malformed", "The request cannot be understood."),
    };
    let title = title(status);
    let r#type = "about:blank";
    let all = Document { r#type, title, status, code, detail, field: None, incident: None };
    Some(document(&all))
}

fn document(it: &Document<'_>) -> Response {
    match serde_json::to_vec(it) {
        Ok(body) => Response::new(it.status, MEDIA_TYPE, body),
        Err(_) => Response::text(500, it.title),
    }
}

/// RFC 9110, as `about:blank` asks for.
fn title(status: u16) -> &'static str {
    let known = hyper::StatusCode::from_u16(status).ok();
    known.and_then(|it| it.canonical_reason()).unwrap_or("Refused")
}
