//! The two pages that are asked for most, answered where the request was read: Mina sidor,
//! and a step of a draft that is saved. Neither waits for anything but its turn to look in
//! the database, so a thread of its own, and being woken on it, would cost as much as the page.
//!
//! **Invariant:** nothing here writes, or asks anybody outside. Where that is needed, and
//! where anything is not as usual, the answer is none, and the page is made as all others
//! are, by [`crate::routes::answer`], which also says what is wrong.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hyper::Method;

use crate::app::App;
use crate::cases::pages::{overview, step};
use crate::http::limits::ORDINARY_BODY_BYTES;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::http::server::AtOnce;
use crate::visitor::{for_draft_at_once, lister_at_once};

impl App {
    /// Answers a request, whatever happens. Not for the threads that read requests: it waits.
    #[must_use]
    pub fn answer(&self, request: &Request) -> Response {
        if let Some(AtOnce { response, kept }) = answer(self, request)
            && kept.is_none_or(|it| it.blocking_recv().unwrap_or(false))
        {
            return response;
        }
        self.answer_waiting(request)
    }
}

/// The answer, if it can be given without waiting.
#[must_use]
pub fn answer(app: &App, request: &Request) -> Option<AtOnce> {
    // A panic will happen again where it is told of.
    catch_unwind(AssertUnwindSafe(|| route(app, request))).ok().flatten()
}

fn route(app: &App, it: &Request) -> Option<AtOnce> {
    match (&it.method, it.segments().as_slice()) {
        (&Method::GET, ["mina-sidor"]) => {
            let listed = lister_at_once(app, it, |tx, person| overview::own(app, tx, person))?;
            let response = overview::show(app, &listed, it).ok()?;
            Some(AtOnce { response, kept: None })
        }
        (&Method::POST, ["mina-sidor", "utkast", id, name])
            if it.body.len() as u64 <= ORDINARY_BODY_BYTES =>
        {
            let (who, draft) = for_draft_at_once(app, it, id)?;
            let (response, kept) = step::save_later(app, &who, it, (&draft, name))?;
            Some(AtOnce { response, kept: Some(kept) })
        }
        _ => None,
    }
}
