//! The end of a session: staying on, and leaving.

use serde::Serialize;

use crate::app::App;
use crate::http::request::{Request, local_path};
use crate::http::response::Response;
use crate::login::pages::{OVERVIEW, page, sent, used, with_cookies};
use crate::login::{order, session};
use crate::problem::Result;
use crate::view::account::LoggedOutView;

/// How long a session goes on, for the script that warns.
#[derive(Serialize)]
struct LeftAnswer {
    seconds: u64,
    extendable: bool,
}

/// `POST /mina-sidor/fortsatt`
///
/// # Errors
/// [`crate::problem::Problem::LoginNeeded`] when it is too late.
pub fn extend(app: &App, request: &Request) -> Result<Response> {
    let visitor = session::visitor(&app.store, app.login.lifetimes, request)?;
    sent(app, request, &visitor.session)?;
    let mut session = visitor.session;
    app.store.write(|tx| tx.touch_session(&session.token_hash))?;
    session.seen_at = app.store.now();
    let left = app.login.lifetimes.left(&session, session.seen_at);
    let wants_data = request.header("accept").is_some_and(|it| it.contains("application/json"));
    if !wants_data {
        return Ok(Response::see_other(OVERVIEW));
    }
    let answer = LeftAnswer { seconds: left.seconds, extendable: left.extendable };
    Ok(Response::json(200, &answer))
}

/// `POST /mina-sidor/logga-ut`
///
/// # Errors
/// [`crate::problem::Problem::OutOfDate`] when another site asks for it.
pub fn leave(app: &App, request: &Request) -> Result<Response> {
    if let Some(session) = used(app, request)? {
        sent(app, request, &session)?;
        let logins = app.store.write(|tx| order::leave(tx, &session))?;
        app.login.cancel(&logins);
    }
    Ok(with_cookies(Response::see_other("/mina-sidor/utloggad"), &session::gone()))
}

/// `GET /mina-sidor/utloggad?till={path}`
///
/// # Errors
/// A fault of ours.
pub fn left(app: &App, request: &Request) -> Result<Response> {
    let back = request.query("till").and_then(local_path).map(str::to_owned);
    let view = LoggedOutView { back };
    page(app, ("account/logged-out.html", "logged_out.heading"), None, &view)
}
