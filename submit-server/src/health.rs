//! Whether the server can do its work: for the operator's monitoring, and for
//! the static pages that ask before they send somebody here.

use serde::Serialize;

use crate::app::App;
use crate::http::response::Response;
use crate::problem::Result;

/// What `/halsa` says.
#[derive(Serialize)]
struct Health {
    /// `ok`, or `fel` when drafts and cases cannot be saved.
    status: &'static str,
    /// Messages that did not go out: see `submit-server outbox list`.
    undelivered: i64,
    /// The program's version.
    version: &'static str,
}

/// `GET /halsa`, `GET /mina-sidor/halsa`
///
/// # Errors
/// None of its own.
pub fn check(app: &App) -> Result<Response> {
    let healthy = app.store.healthy();
    let (code, status) = if healthy { (200, "ok") } else { (503, "fel") };
    let undelivered = app.store.read(|tx| tx.failed_messages()).unwrap_or(0);
    Ok(Response::json(code, &Health { status, undelivered, version: env!("CARGO_PKG_VERSION") }))
}
