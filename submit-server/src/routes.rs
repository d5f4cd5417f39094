//! Every address of the server, on one screen.

use hyper::Method;

use crate::api;
use crate::api::key::bearer;
use crate::api::{changes, openapi};
use crate::app::App;
use crate::cases::pages::{
    cancel, case, decline, delete, file, new, overview, pdf, review, sign, step,
};
use crate::health;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::http::static_files;
use crate::login::pages as login;
use crate::login::pages::{account, oidc, waiting};
use crate::notify::pages as contacts;
use crate::notify::report;
use crate::outcome;
use crate::problem::Problem;
use crate::problem::Result;
use crate::search_words;
use crate::signing;
use crate::visitor::{asked_again, beginner, begins, for_draft, holder, lister, person};

/// Answers a request, whatever happens.
#[must_use]
pub fn answer(app: &App, request: &Request) -> Response {
    if api::asked(request) {
        return of_units(app, request).unwrap_or_else(|refusal| refusal.response());
    }
    match route(app, request) {
        Ok(response) => response,
        Err(problem) => outcome::response(app, request, &problem),
    }
}

#[rustfmt::skip]
fn route(app: &App, it: &Request) -> Result<Response> {
    let path = it.segments();
    match (&it.method, path.as_slice()) {
        (&Method::GET,  ["halsa"] | ["mina-sidor", "halsa"])      => health::check(app),
        (&Method::GET,  ["mina-sidor"])                           => overview::show(app, &lister(app, it, |tx, person| overview::own(app, tx, person))?, it),
        (&Method::GET,  ["mina-sidor", "logga-in"])               => login::choose(app, it),
        (&Method::POST, ["mina-sidor", "logga-in", "bankid"])     => login::begin_login(app, it),
        (&Method::POST, ["mina-sidor", "logga-in", "oidc", id])   => oidc::begin_login(app, it, id),
        (&Method::GET,  ["mina-sidor", "oidc", id, "vidare", handle]) => oidc::onward(app, it, (id, handle)),
        (&Method::GET,  ["mina-sidor", "oidc", id, "retur"])      => oidc::back(app, it, id),
        (&Method::GET,  ["mina-sidor", "oidc", id, "nycklar"])    => oidc::keys(app, id),
        (&Method::GET,  ["mina-sidor", "bankid", handle])         => waiting::show(app, it, handle),
        (&Method::GET,  ["mina-sidor", "bankid", handle, "qr.svg"])   => waiting::code(app, it, handle),
        (&Method::GET,  ["mina-sidor", "bankid", handle, "status"])   => waiting::status(app, it, handle),
        (&Method::POST, ["mina-sidor", "bankid", handle, "avbryt"])   => waiting::cancel(app, it, handle),
        (&Method::POST, ["mina-sidor", "bankid", handle, "klar"])     => waiting::finish(app, it, handle),
        (&Method::POST, ["mina-sidor", "logga-ut"])               => account::leave(app, it),
        (&Method::GET,  ["mina-sidor", "utloggad"])               => account::left(app, it),
        (&Method::POST, ["mina-sidor", "fortsatt"])               => account::extend(app, it),
        (&Method::GET,  ["mina-sidor", "ny", service])            => new::show(app, &beginner(app, it, service)?, service),
        (&Method::POST, ["mina-sidor", "ny", service])            => new::begin(app, begins(app, it, service)?, service),
        (&Method::GET,  ["mina-sidor", "utkast", id])             => step::resume(app, &for_draft(app, it, id)?, id),
        (&Method::GET,  ["mina-sidor", "utkast", id, "granska"])  => review::show(app, &for_draft(app, it, id)?, id),
        (&Method::POST, ["mina-sidor", "utkast", id, "skicka"])   => review::send(app, &asked_again(app, it, id)?, it, id),
        (&Method::GET,  ["mina-sidor", "utkast", id, "skriv-under"])  => sign::show(app, &holder(app, it, id)?, it, id),
        (&Method::POST, ["mina-sidor", "utkast", id, "skriv-under"])  => signing::start(app, &holder(app, it, id)?, it, id),
        (&Method::GET,  ["mina-sidor", "utkast", id, "avboj"])    => decline::ask(app, &holder(app, it, id)?, id),
        (&Method::POST, ["mina-sidor", "utkast", id, "avboj"])    => decline::decline(app, &holder(app, it, id)?, it, id),
        (&Method::GET,  ["mina-sidor", "utkast", id, "ta-bort"])  => delete::ask(app, &for_draft(app, it, id)?, id),
        (&Method::POST, ["mina-sidor", "utkast", id, "ta-bort"])  => delete::delete(app, &for_draft(app, it, id)?, it, id),
        (&Method::GET,  ["mina-sidor", "utkast" | "arende", id, "fil", name]) => file::download(app, &holder(app, it, id)?, (id, name)),
        (&Method::GET,  ["mina-sidor", "utkast", id, name])       => step::show(app, &for_draft(app, it, id)?, it, (id, name)),
        (&Method::POST, ["mina-sidor", "utkast", id, name])       => step::save(app, &for_draft(app, it, id)?, it, (id, name)),
        (&Method::GET,  ["mina-sidor", "arende", id])             => case::show(app, &holder(app, it, id)?, id),
        (&Method::GET,  ["mina-sidor", "arende", id, "kvitto"])   => case::receipt(app, &holder(app, it, id)?, id),
        (&Method::GET,  ["mina-sidor", "arende", id, "kvitto.pdf"])   => pdf::receipt(app, &holder(app, it, id)?, id),
        (&Method::POST, ["mina-sidor", "arende", id, "aterkalla"])    => cancel::take_back(app, &holder(app, it, id)?, it, id),
        (&Method::GET,  ["mina-sidor", "kontakt"])                => contacts::show(app, &person(app, it)?, it),
        (&Method::POST, ["mina-sidor", "kontakt"])                => contacts::save(app, &person(app, it)?, it),
        (&Method::POST, ["mina-sidor", "webhook", "46elks", token])   => report::delivery(app, it, token),
        (&Method::POST, ["mina-sidor", "sokord"])               => search_words::count(app, it),
        (&Method::GET,  [first, ..]) if *first == "mina-sidor"    => Err(Problem::NotFound),
        (&Method::GET,  _) if app.config.serve_static             => Ok(static_files::answer(&app.config.site, it)),
        (&Method::GET,  _)                                        => Err(Problem::NotFound),
        _                                                         => Err(Problem::MethodNotAllowed),
    }
}

/// The API of the units: a key with its scope, and never a cookie.
#[rustfmt::skip]
fn of_units(app: &App, it: &Request) -> api::Result<Response> {
    let path = it.segments();
    match (&it.method, path.as_slice()) {
        (&Method::GET,  ["api", "v1", "openapi.json"])                => Ok(openapi::document()),
        (&Method::GET,  ["api", "v1", "cases"])                       => api::cases::list(app, &bearer(app, it, "read")?, it),
        (&Method::GET,  ["api", "v1", "cases", number])               => api::cases::whole(app, &bearer(app, it, "read")?, number),
        (&Method::GET,  ["api", "v1", "cases", number, "receipt.pdf"])    => api::cases::receipt(app, &bearer(app, it, "read")?, number),
        (&Method::GET,  ["api", "v1", "cases", number, "files", index])   => api::cases::file(app, &bearer(app, it, "read")?, (number, index)),
        (&Method::POST, ["api", "v1", "cases", number, "status"])     => changes::status(app, &bearer(app, it, "write")?, it, number),
        (&Method::POST, ["api", "v1", "cases", number, "close"])      => changes::close(app, &bearer(app, it, "write")?, it, number),
        (&Method::POST, ["api", "v1", "cases", number, "messages"])   => changes::message(app, &bearer(app, it, "write")?, it, number),
        _                                                             => Err(api::nowhere(it)),
    }
}
