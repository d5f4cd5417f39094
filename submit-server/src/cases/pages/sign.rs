//! Before signing: what is signed, and where BankID is.

use crate::app::App;
use crate::cases::pages::{case_url, draft_url, page};
use crate::cases::sign::{ToSign, to_sign};
use crate::cases::who::Who;
use crate::http::response::Response;
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::Owner;
use crate::view::account::SignView;
use crate::view::page::TitleView;

/// `GET /mina-sidor/utkast/{id}/skriv-under`
///
/// # Errors
/// [`Problem::NotFound`] when there is nothing for whoever asks in this case.
pub fn show(app: &App, who: &Who, id: &str) -> Result<Response> {
    let it = match app.store.read(|tx| to_sign(tx, who, id)) {
        Ok(it) => it,
        // Signed already, in another tab or on another device.
        Err(Problem::NotFound) => return elsewhere(app, who, id),
        Err(problem) => return Err(problem),
    };
    let url = draft_url(id);
    let view = SignView {
        service: split(&it),
        lead: app.view.said(
            "sign.lead",
            &[
                ("municipality", &app.view.site.municipality),
                ("title", &it.title),
                ("name", who.name()),
            ],
        ),
        action: format!("{url}/skriv-under"),
        csrf: who.csrf.clone(),
        error: None,
        summary: summary(&it),
        review_url: match app.store.read(|tx| tx.case(id))? {
            Some(case) if case.owner == who.owner => format!("{url}/granska"),
            _ => case_url(id),
        },
    };
    page(app, who, (200, "account/sign.html", &app.view.text("sign.heading")), &view)
}

/// The same facts and answers as the signed text has.
fn summary(it: &ToSign) -> Vec<String> {
    let answers = it.answers.iter().map(|(label, lines)| format!("{label} {}", lines.join(", ")));
    answers.collect()
}

fn split(it: &ToSign) -> TitleView {
    let rest = it.title.strip_prefix(&it.verb).unwrap_or(&it.title);
    TitleView { verb: it.verb.clone(), rest: rest.trim_start().to_owned() }
}

/// The case is one's own but needs no signature of one's own now.
fn elsewhere(app: &App, who: &Who, id: &str) -> Result<Response> {
    let case = app.store.read(|tx| crate::cases::own::own_or_party(tx, who, id))?;
    let draft = case.document.is_none() && matches!(who.owner, Owner::Person(_));
    Ok(Response::see_other(&if draft { draft_url(id) } else { case_url(id) }))
}
