//! The page of an order under way: what to do in the app, the code to read, how
//! it goes, and on when it is done.

use hyper::header::REFERRER_POLICY;
use serde::Serialize;

use crate::app::App;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::login::order::Finished;
use crate::login::pages::{OVERVIEW, page, sent, used, with_cookies};
use crate::login::{order, qr, session, shown};
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{Order, OrderKind, OrderState};

/// `GET /mina-sidor/bankid/{handle}`
///
/// # Errors
/// [`Problem::NotFound`] in another browser than the one that started it.
pub fn show(app: &App, request: &Request, handle: &str) -> Result<Response> {
    let session = used(app, request)?.ok_or_else(no_session)?;
    let order = match app.store.read(|tx| order::own(tx, &session, handle)) {
        // Done in another tab: the order went with the session from before the login.
        Err(Problem::NotFound) if session.person.is_some() => {
            return Ok(Response::see_other(OVERVIEW));
        }
        found => found?,
    };
    if order.state == OrderState::Used {
        return Ok(Response::see_other(&order.back));
    }
    let view = shown::bankid(app, request, &session, &order);
    let title = match order.kind {
        OrderKind::Auth => "bankid.login_heading",
        OrderKind::Sign => "bankid.sign_heading",
    };
    let account = shown::account(app, &session);
    let page = page(app, ("account/bankid.html", title), account.as_ref(), &view)?;
    // BankID compares the domain that starts the app with ours.
    Ok(page.with_header(REFERRER_POLICY, "strict-origin"))
}

/// `GET /mina-sidor/bankid/{handle}/qr.svg`
///
/// # Errors
/// [`Problem::NotFound`] in another browser than the one that started it.
pub fn code(app: &App, request: &Request, handle: &str) -> Result<Response> {
    let order = watched(app, request, handle)?;
    match order::code(&order, app.store.now()) {
        Ok(content) => Ok(Response::svg(qr::svg(&content)?)),
        // Scanned since the page asked: nothing to show, and no fault of the page's.
        Err(Problem::NotFound) => Ok(Response::svg(qr::BLANK.to_owned())),
        Err(problem) => Err(problem),
    }
}

/// How an order goes, for the script of the page.
#[derive(Serialize)]
struct StatusAnswer {
    state: &'static str,
    text: String,
    qr: bool,
}

/// `GET /mina-sidor/bankid/{handle}/status`
///
/// # Errors
/// [`Problem::NotFound`] in another browser than the one that started it.
pub fn status(app: &App, request: &Request, handle: &str) -> Result<Response> {
    let order = watched(app, request, handle)?;
    let status = order::status(&order, shown::is_phone(request));
    let text = shown::words(app, &status);
    Ok(Response::json(200, &StatusAnswer { state: status.state, text, qr: status.qr }))
}

/// `POST /mina-sidor/bankid/{handle}/avbryt`
///
/// # Errors
/// [`Problem::NotFound`] in another browser than the one that started it.
pub fn cancel(app: &App, request: &Request, handle: &str) -> Result<Response> {
    let session = used(app, request)?.ok_or_else(no_session)?;
    sent(app, request, &session)?;
    order::cancel(&app.store, &app.login, &session, handle)?;
    let order = app.store.read(|tx| order::own(tx, &session, handle))?;
    // A signature that came first stands: the page tells.
    let done = matches!(order.state, OrderState::Complete | OrderState::Used);
    let next = if done { shown::address(handle) } else { shown::again(&order) };
    Ok(Response::see_other(&next))
}

/// `POST /mina-sidor/bankid/{handle}/klar`
///
/// # Errors
/// [`Problem::NotFound`] in another browser than the one that started it,
/// [`Problem::OutOfDate`] when it comes back from another order's app.
pub fn finish(app: &App, request: &Request, handle: &str) -> Result<Response> {
    let session = used(app, request)?.ok_or_else(no_session)?;
    let fields = sent(app, request, &session)?;
    let nonce = fields.text("retur");
    match app.store.write(|tx| order::finish(tx, &session, handle, nonce)) {
        Ok(Finished::On(back, fresh)) => {
            let cookies = fresh.map(|it| it.cookies()).unwrap_or_default();
            Ok(with_cookies(Response::see_other(&back), &cookies))
        }
        Ok(Finished::Wait) => Ok(Response::see_other(&shown::address(handle))),
        Ok(Finished::Stranger(order_ref)) => {
            order::cancel_quietly(&app.login, &order_ref);
            Err(Problem::OutOfDate)
        }
        // Pressed twice: the first press has logged the person in.
        Err(Problem::NotFound) if session.person.is_some() || is_over(app, request)? => {
            Ok(Response::see_other(OVERVIEW))
        }
        Err(problem) => Err(problem),
    }
}

/// The session from before the login has ended, here or in another tab: Mina
/// sidor finds the new one, or asks for a login.
fn no_session() -> Problem {
    Problem::LoginNeeded { back: OVERVIEW.to_owned() }
}

/// Whether the session has ended since the request came.
fn is_over(app: &App, request: &Request) -> Result<bool> {
    Ok(session::seen(&app.store, app.login.lifetimes, request)?.is_none())
}

/// The order, for what a page asks for on its own: that is not use of the session.
fn watched(app: &App, request: &Request, handle: &str) -> Result<Order> {
    let session = session::seen(&app.store, app.login.lifetimes, request)?;
    let session = session.ok_or(Problem::NotFound)?;
    app.store.read(|tx| order::own(tx, &session, handle))
}
