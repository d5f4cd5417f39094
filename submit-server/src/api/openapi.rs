//! The whole API as an OpenAPI document, written by hand and tried against the
//! running server by the tests.

use crate::http::response::Response;

/// OpenAPI 3.1.
pub const DOCUMENT: &str = include_str!("openapi.json");

/// `GET /api/v1/openapi.json`: for everybody, since there is nothing of anybody in it.
#[must_use]
pub fn document() -> Response {
    Response::new(200, "application/json", DOCUMENT)
}
