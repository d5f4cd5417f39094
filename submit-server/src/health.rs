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
    /// Messages to persons that did not go out: see `submit-server outbox list`.
    undelivered: i64,
    /// Cases that have not come to their units.
    delivery: Delivery,
    /// The program's version.
    version: &'static str,
}

/// Cases on their way to the units, as `/halsa` says it.
#[derive(Default, Serialize)]
struct Delivery {
    /// Not delivered yet; for a moment each new case is.
    waiting: i64,
    /// Given up: somebody must look.
    given_up: i64,
    /// Came in on a form that named no unit, and no published form does now.
    without_unit: i64,
    /// How long ago the oldest of them came in; none when there is none.
    oldest_seconds: Option<i64>,
}

/// `GET /halsa`, `GET /mina-sidor/halsa`
///
/// # Errors
/// None of its own.
pub fn check(app: &App) -> Result<Response> {
    let healthy = app.store.healthy();
    let (code, status) = if healthy { (200, "ok") } else { (503, "fel") };
    let (undelivered, delivery) = app
        .store
        .read(|tx| {
            let it = tx.undelivered()?;
            let oldest_seconds = it.oldest_at.map(|at| (tx.now - at) / 1000);
            let delivery = Delivery {
                waiting: it.waiting,
                given_up: it.given_up,
                without_unit: tx.count_without_unit()?,
                oldest_seconds,
            };
            Ok((tx.failed_messages()?, delivery))
        })
        .unwrap_or((0, Delivery::default()));
    let version = env!("CARGO_PKG_VERSION");
    Ok(Response::json(code, &Health { status, undelivered, delivery, version }))
}
