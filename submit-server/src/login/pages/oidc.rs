//! Another e-ID than BankID: off to the provider, and back again.
//!
//! The browser is never redirected to the provider by the answer to a form: a
//! browser may hold that against `form-action`. It is shown a page that goes on.

use hyper::Uri;
use hyper::header::CONTENT_SECURITY_POLICY;

use crate::app::App;
use crate::http::headers::form_policy;
use crate::http::request::{Request, local_path};
use crate::http::response::Response;
use crate::login::oidc::error::Told;
use crate::login::oidc::flow::{Errant, Finished, Onward, Returned, Wish};
use crate::login::oidc::request::encoded;
use crate::login::oidc::{Provider, flow};
use crate::login::order::Errand;
use crate::login::pages::{OVERVIEW, ToSign, first, page, used, with_cookies};
use crate::login::rp::order;
use crate::login::{session, shown, text};
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::Session;
use crate::view::account::OnwardView;

/// `POST /mina-sidor/logga-in/oidc/{provider}`
///
/// # Errors
/// [`Problem::OutOfDate`] when another site asks for it, [`Problem::TooMany`].
pub fn begin_login(app: &App, request: &Request, id: &str) -> Result<Response> {
    let provider = app.login.provider(id)?;
    let (session, cookies, fields) = first(app, request)?;
    let back = local_path(fields.text("till")).unwrap_or(OVERVIEW);
    if session::person(&session).is_some() {
        return Ok(Response::see_other(back));
    }
    let wish = Wish { session: &session, provider, errand: Errand::Login, back };
    Ok(with_cookies(begin(app, &wish)?, &cookies))
}

/// `POST /mina-sidor/utkast/{id}/skriv-under` with `device=oidc:{provider}`.
///
/// # Errors
/// [`Problem::TooMany`], or [`Problem::NotFound`] for a provider that cannot sign.
pub(super) fn begin_signature(
    app: &App,
    session: &Session,
    id: &str,
    it: &ToSign<'_>,
) -> Result<Response> {
    let provider = app.login.provider(id)?;
    if !provider.settings.signs {
        return Err(Problem::NotFound);
    }
    let visible = encoded(&text::plain(it.visible).join("\n\n"));
    let hidden = order::encoded(it.hidden);
    let errand = Errand::Signature {
        person: it.person,
        case_id: it.case_id,
        visible: &visible,
        hidden: &hidden,
    };
    begin(app, &Wish { session, provider, errand, back: it.back })
}

fn begin(app: &App, wish: &Wish<'_>) -> Result<Response> {
    let id = &wish.provider.settings.id;
    let next = match flow::begin(&app.store, &app.login.public_url, wish)? {
        Ok(handle) => format!("/mina-sidor/oidc/{id}/vidare/{handle}"),
        Err(told) => {
            let case_id = match wish.errand {
                Errand::Login => None,
                Errand::Signature { case_id, .. } => Some(case_id.to_owned()),
            };
            retry(told, &Errant { case_id, back: wish.back.to_owned() })
        }
    };
    Ok(Response::see_other(&next))
}

/// `GET /mina-sidor/oidc/{provider}/vidare/{handle}`
///
/// # Errors
/// [`Problem::NotFound`] in another browser than the one that began it.
pub fn onward(app: &App, request: &Request, (id, handle): (&str, &str)) -> Result<Response> {
    let provider = app.login.provider(id)?;
    let session = used(app, request)?.ok_or(Problem::NotFound)?;
    let to = match flow::onward(&app.store, (&session, provider), handle)? {
        Ok(to) => to,
        Err(told) => return Ok(Response::see_other(&retry(told, &nowhere()))),
    };
    let (address, action, fields) = match to {
        Onward::Address(address) => (Some(address), String::new(), Vec::new()),
        Onward::Form { action, fields } => (None, action, fields),
    };
    let policy = (!action.is_empty()).then(|| form_policy(&origin(&action)));
    let back_url = if session.person.is_some() { OVERVIEW } else { "/mina-sidor/logga-in" };
    let view = OnwardView {
        label: provider.settings.label.clone(),
        address,
        action,
        fields,
        back_url: back_url.to_owned(),
    };
    let account = shown::account(app, &session);
    let page = page(app, ("account/onward.html", "oidc.onward"), account.as_ref(), &view)?;
    Ok(match policy {
        Some(policy) => page.with_header(CONTENT_SECURITY_POLICY, policy),
        None => page,
    })
}

/// `GET /mina-sidor/oidc/{provider}/retur`
///
/// The only address where a GET changes something: the standard has it so, and
/// the state stands in for the token of a form.
///
/// # Errors
/// [`Problem::NotFound`] for an unknown provider.
pub fn back(app: &App, request: &Request, id: &str) -> Result<Response> {
    let provider = app.login.provider(id)?;
    let Some(session) = used(app, request)? else {
        return Ok(Response::see_other(&retry(Told::Stale, &nowhere())));
    };
    match finish(app, request, (&session, provider)) {
        Ok(Finished::On(back, fresh)) => {
            let cookies = fresh.map(|it| it.cookies()).unwrap_or_default();
            Ok(with_cookies(Response::see_other(&back), &cookies))
        }
        Ok(Finished::Not(told, errant)) => Ok(Response::see_other(&retry(told, &errant))),
        // Loaded twice: the first time has logged the person in.
        Err(Problem::NotFound) if session.person.is_some() => Ok(Response::see_other(OVERVIEW)),
        Err(Problem::NotFound) => Ok(Response::see_other(&retry(Told::Stale, &nowhere()))),
        Err(problem) => Err(problem),
    }
}

fn finish(app: &App, request: &Request, at: (&Session, &Provider)) -> Result<Finished> {
    let returned = Returned {
        state: request.query("state").unwrap_or_default(),
        code: request.query("code"),
        error: request.query("error"),
        issuer: request.query("iss"),
    };
    flow::finish(&app.store, &app.login, at, &returned)
}

/// `GET /mina-sidor/oidc/{provider}/nycklar`: our public key, as the provider wants it.
///
/// # Errors
/// [`Problem::NotFound`] for an unknown provider.
pub fn keys(app: &App, id: &str) -> Result<Response> {
    Ok(Response::json(200, &app.login.provider(id)?.public_keys()))
}

/// What the last try came to, for the page where one chooses.
pub(super) fn told(app: &App, request: &Request) -> Option<String> {
    let key = request.query("besked").and_then(|it| app.login.told(it))?;
    Some(app.view.said(key, &[("phone", &app.view.site().phone)]))
}

/// Where to try again.
fn retry(told: Told, errant: &Errant) -> String {
    let besked = told.word();
    match &errant.case_id {
        Some(id) => format!("/mina-sidor/utkast/{id}/skriv-under?besked={besked}"),
        None => {
            let mut query = form_urlencoded::Serializer::new(String::new());
            let query = query.append_pair("till", &errant.back).append_pair("besked", besked);
            format!("/mina-sidor/logga-in?{}", query.finish())
        }
    }
}

fn nowhere() -> Errant {
    Errant { case_id: None, back: OVERVIEW.to_owned() }
}

fn origin(url: &str) -> String {
    let uri = url.parse::<Uri>().unwrap_or_default();
    match (uri.scheme_str(), uri.authority()) {
        (Some(scheme), Some(authority)) => format!("{scheme}://{authority}"),
        _ => String::new(),
    }
}
