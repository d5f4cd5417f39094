//! The pages of login: choosing where BankID is, waiting for it, going on, and
//! out again.
//!
//! Reading order: this file (starting an order), [`waiting`] (the order under
//! way), [`oidc`] (another e-ID), [`account`] (staying on and leaving). Every page of an order first finds
//! the browser's session, and then the order among that session's own.

pub mod account;
pub mod oidc;
pub mod waiting;

use serde::Serialize;

use crate::app::App;
use crate::http::cookies::SetCookie;
use crate::http::csrf;
use crate::http::fields::Fields;
use crate::http::request::{Request, local_path};
use crate::http::response::Response;
use crate::login::order::{Errand, Wish};
use crate::login::rp::order::encoded;
use crate::login::{order, session, shown};
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{Device, Session};
use crate::view::page::{AccountView, PageView};

/// Where one is after a login that had no other aim.
const OVERVIEW: &str = "/mina-sidor/";

/// A text to be signed, by whom, and where that leads.
#[derive(Clone, Copy)]
pub struct ToSign<'a> {
    /// The person who is logged in.
    pub person: &'a str,
    /// The case.
    pub case_id: &'a str,
    /// What the citizen reads: see [`crate::login::text::visible`].
    pub visible: &'a str,
    /// What is signed along with it: see [`crate::login::text::hidden`].
    pub hidden: &'a [u8],
    /// Path to go on to when it is signed.
    pub back: &'a str,
}

/// `GET /mina-sidor/logga-in?till={path}`
///
/// # Errors
/// A fault of ours.
pub fn choose(app: &App, request: &Request) -> Result<Response> {
    let back = request.query("till").and_then(local_path).unwrap_or_default();
    let found = used(app, request)?;
    if found.as_ref().is_some_and(|it| session::person(it).is_some()) {
        return Ok(Response::see_other(if back.is_empty() { OVERVIEW } else { back }));
    }
    // The marker outlives a session that ended by time, and says that there was one.
    let ended = request.cookie(session::MARKER).is_some();
    let csrf = found.map(|it| it.csrf).unwrap_or_default();
    let mut view = shown::login(app, csrf, back, ended);
    view.error = oidc::told(app, request);
    view.notice = view.notice.filter(|_| view.error.is_none());
    page(app, ("account/login.html", "login.heading"), None, &view)
}

/// `POST /mina-sidor/logga-in/bankid`
///
/// # Errors
/// [`Problem::OutOfDate`] when another site asks for it, [`Problem::TooMany`].
pub fn begin_login(app: &App, request: &Request) -> Result<Response> {
    let (session, cookies, fields) = first(app, request)?;
    let back = local_path(fields.text("till")).unwrap_or(OVERVIEW);
    if session::person(&session).is_some() {
        return Ok(Response::see_other(back));
    }
    let device = device(&fields)?;
    let wish =
        Wish { session: &session, errand: Errand::Login, device, client: request.client, back };
    let handle = order::start(&app.store, &app.login, &wish)?;
    Ok(with_cookies(Response::see_other(&shown::address(&handle)), &cookies))
}

/// `POST /mina-sidor/utkast/{id}/skriv-under`, once the routes have found the
/// person and what is to be signed.
///
/// # Errors
/// [`Problem::TooMany`], or [`Problem::BadRequest`] without a device.
pub fn begin_signature(
    app: &App,
    request: &Request,
    session: &Session,
    it: &ToSign<'_>,
) -> Result<Response> {
    let fields = sent(app, request, session)?;
    if let Some(id) = fields.text("device").strip_prefix("oidc:") {
        return oidc::begin_signature(app, session, id, it);
    }
    let (visible, hidden) = (encoded(it.visible.as_bytes()), encoded(it.hidden));
    let errand = Errand::Signature {
        person: it.person,
        case_id: it.case_id,
        visible: &visible,
        hidden: &hidden,
    };
    let device = device(&fields)?;
    let wish = Wish { session, errand, device, client: request.client, back: it.back };
    let handle = order::start(&app.store, &app.login, &wish)?;
    Ok(Response::see_other(&shown::address(&handle)))
}

/// The session of a browser that begins something, and the form it sent; a
/// browser without a session gets one, with its cookies, if the form is ours.
fn first(app: &App, request: &Request) -> Result<(Session, Vec<SetCookie>, Fields)> {
    let found = used(app, request)?;
    let fields = request.form()?;
    let Some(session) = found else {
        csrf::check_first(request, app.origin())?;
        let fresh = app.store.write(|tx| session::begin(tx, None))?;
        let cookies = fresh.cookies();
        return Ok((fresh.session, cookies, fields));
    };
    csrf::check(request, &fields, app.origin(), &session.csrf)?;
    Ok((session, Vec::new(), fields))
}

fn used(app: &App, request: &Request) -> Result<Option<Session>> {
    session::used(&app.store, app.login.lifetimes, request)
}

fn device(fields: &Fields) -> Result<Device> {
    match fields.text("device") {
        "same" => Ok(Device::Same),
        "other" => Ok(Device::Other),
        _ => Err(Problem::BadRequest("no device was chosen")),
    }
}

/// The form of a request, if one of our pages in this session made it.
fn sent(app: &App, request: &Request, session: &Session) -> Result<Fields> {
    let fields = request.form()?;
    csrf::check(request, &fields, app.origin(), &session.csrf)?;
    Ok(fields)
}

/// A page; a person is only there while signing.
fn page(
    app: &App,
    (template, title): (&str, &str),
    account: Option<&AccountView>,
    view: &impl Serialize,
) -> Result<Response> {
    let page = PageView::account(app.view.text(title), Vec::new());
    Ok(Response::html(200, app.view.page(template, &page, account, view)?))
}

fn with_cookies(response: Response, cookies: &[SetCookie]) -> Response {
    cookies.iter().fold(response, |response, cookie| response.with_cookie(cookie))
}
