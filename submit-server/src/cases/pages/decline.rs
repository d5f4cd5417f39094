//! Declining to sign another's case: asked first, done by POST.

use crate::app::App;
use crate::cases::fill::plain;
use crate::cases::pages::{draft_url, page, sent};
use crate::cases::sign::to_sign;
use crate::cases::waiting;
use crate::cases::who::Who;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::problem::Problem;
use crate::problem::Result;
use crate::view::account::DeclineView;
use crate::view::page::TitleView;

/// Characters in a reason.
const LONGEST: usize = 500;

/// Where declining ends, however often it is pressed.
const DONE: &str = "/mina-sidor/?avbojt=1";

/// `GET /mina-sidor/utkast/{id}/avboj`
///
/// # Errors
/// [`Problem::NotFound`] when it does not wait for whoever asks, or is their own.
pub fn ask(app: &App, who: &Who, id: &str) -> Result<Response> {
    if app.store.read(|tx| waiting::has_declined(tx, who, id))? {
        return Ok(Response::see_other(DONE));
    }
    shown(app, who, id, (200, "", None))
}

/// `POST /mina-sidor/utkast/{id}/avboj`
///
/// # Errors
/// As [`waiting::decline`].
pub fn decline(app: &App, who: &Who, request: &Request, id: &str) -> Result<Response> {
    let fields = sent(app, who, request)?;
    let reason = plain(fields.text("skal"));
    let reason = reason.as_str();
    if reason.chars().count() > LONGEST {
        let error = app.view.said("check.too_long", &[("max", &LONGEST.to_string())]);
        return shown(app, who, id, (422, reason, Some(error)));
    }
    let given = (!reason.is_empty()).then_some(reason);
    let said = (fields.text("version"), given);
    match app.store.write(|tx| waiting::decline(tx, (who, id), said)) {
        Ok(orders) => {
            app.login.cancel(&orders);
            Ok(Response::see_other(DONE))
        }
        Err(Problem::ChangedMeanwhile) => changed(app, who, (id, reason)),
        Err(problem) => Err(problem),
    }
}

/// The application has been changed and sent again since the page was made: it is shown
/// anew, with what was written, so that nobody says no to what they have not read.
fn changed(app: &App, who: &Who, (id, reason): (&str, &str)) -> Result<Response> {
    let error = Some(app.view.text("parties.decline_changed"));
    match shown(app, who, id, (409, reason, error)) {
        // It does not wait for them any more.
        Err(Problem::NotFound) => Err(Problem::ChangedMeanwhile),
        shown => shown,
    }
}

fn shown(
    app: &App,
    who: &Who,
    id: &str,
    (status, reason, error): (u16, &str, Option<String>),
) -> Result<Response> {
    let it = app.store.read(|tx| to_sign(tx, who, id))?;
    if it.own {
        return Err(Problem::NotFound);
    }
    let url = draft_url(id);
    let rest = it.title.strip_prefix(&it.verb).unwrap_or(&it.title).trim_start().to_owned();
    let view = DeclineView {
        service: TitleView { verb: it.verb.clone(), rest },
        action: format!("{url}/avboj"),
        csrf: who.csrf.clone(),
        version: it.document_hash,
        reason: reason.to_owned(),
        error,
        back_url: format!("{url}/skriv-under"),
    };
    page(app, who, (status, "account/decline.html", &app.view.text("parties.decline")), &view)
}
