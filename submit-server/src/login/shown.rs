//! What the templates of login are given.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::app::App;
use crate::http::request::Request;
use crate::login::order::Status;
use crate::login::{order, session, text};
use crate::person::known::LoggedIn;
use crate::store::{Device, Order, OrderKind, OrderState, Session};
use crate::view::account::{BankIdView, LoginView, ProviderView};
use crate::view::page::AccountView;

/// Seconds between reloads without script.
const RELOAD_SECONDS: u32 = 2;

/// Seconds before the end of a session when the page says so.
const WARN_SECONDS: u64 = 300;

/// The person who is logged in, as every page shows them.
pub(crate) fn account(app: &App, session: &Session) -> Option<AccountView> {
    Some(account_of(app, session, &session::person(session)?))
}

/// As [`account`], for a session whose person has been read.
pub(crate) fn account_of(app: &App, session: &Session, person: &LoggedIn) -> AccountView {
    let left = app.login.lifetimes.left(session, app.store.now());
    AccountView {
        name: person.name_shown(),
        csrf: session.csrf.clone(),
        seconds: left.seconds,
        warn_seconds: WARN_SECONDS,
        extendable: left.extendable,
    }
}

/// The page where one chooses how to log in.
pub(super) fn login(app: &App, csrf: String, back: &str, ended: bool) -> LoginView {
    let errand = errand(app, back);
    let notice = match (ended, back.is_empty() || errand.is_some()) {
        (true, _) => Some(app.view.text("login.notice_ended")),
        (false, true) => None,
        (false, false) => Some(app.view.text("login.notice_needed")),
    };
    LoginView {
        action: "/mina-sidor/logga-in/bankid".into(),
        csrf,
        back: back.to_owned(),
        errand,
        notice,
        error: None,
        providers: providers(app),
        no_eid_url: "/saknar-e-legitimation/".into(),
        protected_url: "/skyddad-identitet/".into(),
        about_eid_url: "/e-legitimation/".into(),
    }
}

/// The providers that one can choose.
fn providers(app: &App) -> Vec<ProviderView> {
    let all = app.login.providers.iter().map(|it| &it.settings);
    all.map(|it| ProviderView { id: it.id.clone(), label: it.label.clone() }).collect()
}

/// The page of an order under way.
pub(super) fn bankid(app: &App, request: &Request, session: &Session, order: &Order) -> BankIdView {
    let status = order::status(order, is_phone(request));
    let address = address(&order.handle);
    let summary = text::plain(&decoded(&order.visible));
    let site = app.view.site();
    let municipality = site.municipality.as_str();
    let (purpose, heading, lead) = match order.kind {
        OrderKind::Auth => {
            let lead = app.view.said("bankid.login_lead", &[("municipality", municipality)]);
            ("login", "bankid.login_heading", lead)
        }
        OrderKind::Sign => {
            let title = summary.first().map(String::as_str).unwrap_or_default();
            let values = [("municipality", municipality), ("title", title)];
            ("sign", "bankid.sign_heading", app.view.said("bankid.sign_lead", &values))
        }
    };
    BankIdView {
        purpose: purpose.to_owned(),
        heading: app.view.text(heading),
        lead,
        state: status.state.to_owned(),
        status: words(app, &status),
        status_url: format!("{address}/status"),
        qr_url: status.qr.then(|| format!("{address}/qr.svg")),
        app_url: app_url(app, request, order),
        cancel_url: format!("{address}/avbryt"),
        done_url: format!("{address}/klar"),
        again_url: again(order),
        csrf: session.csrf.clone(),
        refresh_seconds: RELOAD_SECONDS,
        summary,
    }
}

/// The sentence that tells how an order goes.
pub(super) fn words(app: &App, status: &Status<'_>) -> String {
    match status.state {
        "complete" => app.view.text("bankid.complete"),
        _ => app.view.said(status.message, &[("phone", &app.view.site().phone)]),
    }
}

/// The waiting page of an order.
pub(super) fn address(handle: &str) -> String {
    format!("/mina-sidor/bankid/{handle}")
}

/// Where to try again.
pub(super) fn again(order: &Order) -> String {
    match (order.kind, &order.case_id) {
        (OrderKind::Sign, Some(id)) => format!("/mina-sidor/utkast/{id}/skriv-under"),
        _ => {
            let mut query = form_urlencoded::Serializer::new(String::new());
            let query = query.append_pair("till", &order.back).finish();
            format!("/mina-sidor/logga-in?{query}")
        }
    }
}

/// A phone or tablet, where BankID's app is opened by a web address.
pub(super) fn is_phone(request: &Request) -> bool {
    let agent = request.header("user-agent").unwrap_or_default();
    ["Android", "iPhone", "iPad", "Mobile"].iter().any(|it| agent.contains(it))
}

/// What the person is on the way to, when it is a service.
fn errand(app: &App, back: &str) -> Option<String> {
    let service = back.strip_prefix("/mina-sidor/ny/")?.trim_end_matches('/');
    app.forms.newest(service).ok().map(|it| it.service.title.clone())
}

/// Starts the app, on this device only.
fn app_url(app: &App, request: &Request, order: &Order) -> Option<String> {
    let token = order.auto_start_token.as_str();
    if order.device != Device::Same || order.state != OrderState::Pending || token.is_empty() {
        return None;
    }
    Some(match &app.login.autostart_url {
        Some(url) if url.ends_with('=') => format!("{url}{token}"),
        Some(url) => format!("{url}?autostarttoken={token}"),
        None if is_phone(request) => format!("https://app.bankid.com/?autostarttoken={token}"),
        None => format!("bankid:///?autostarttoken={token}"),
    })
}

/// A text as it was sent to BankID, read again.
fn decoded(text: &str) -> String {
    let bytes = STANDARD.decode(text).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use hyper::Method;

    use super::is_phone;
    use crate::http::request::Request;

    #[test]
    fn a_phone_is_told_from_a_computer() {
        #[rustfmt::skip]
        let table = [
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", true),
            ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/141.0 Mobile",        true),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0",             false),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0",              false),
            ("",                                                                    false),
        ];
        for (agent, expected) in table {
            let request = Request::for_test(Method::GET, "/").with_header("user-agent", agent);
            assert_eq!(is_phone(&request), expected, "{agent}");
        }
    }
}
