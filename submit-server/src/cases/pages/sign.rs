//! Before signing: what is signed, and where BankID is.

use crate::app::App;
use crate::cases::pages::{case_url, draft_url, page};
use crate::cases::shown::Showing;
use crate::cases::sign::{ToSign, to_sign};
use crate::cases::who::Who;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::Owner;
use crate::view::account::{ProviderView, SignView};
use crate::view::page::TitleView;

/// `GET /mina-sidor/utkast/{id}/skriv-under`
///
/// # Errors
/// [`Problem::NotFound`] when there is nothing for whoever asks in this case.
pub fn show(app: &App, who: &Who, request: &Request, id: &str) -> Result<Response> {
    let it = match app.store.read(|tx| to_sign(tx, who, id)) {
        Ok(it) => it,
        // Signed already, in another tab or on another device.
        Err(Problem::NotFound) => return elsewhere(app, who, id),
        Err(problem) => return Err(problem),
    };
    let url = draft_url(id);
    let showing = Showing {
        view: &app.view,
        change: &|_| None,
        file: &|file| Some(format!("{}/fil/{}", case_url(id), file.id)),
    };
    let view = SignView {
        service: split(&it),
        lead: app.view.said(
            "sign.lead",
            &[
                ("municipality", &app.view.site().municipality),
                ("title", &it.title),
                ("name", who.name()),
            ],
        ),
        action: format!("{url}/skriv-under"),
        csrf: who.csrf.clone(),
        error: request
            .query("besked")
            .and_then(|word| app.login.told(word))
            .map(|key| app.view.text(key)),
        providers: providers(app),
        answers: showing.steps(&it.steps),
        decline_url: (!it.own).then(|| format!("{url}/avboj")),
        review_url: if it.own { format!("{url}/granska") } else { case_url(id) },
    };
    page(app, who, (200, "account/sign.html", &app.view.text("sign.heading")), &view)
}

/// The e-IDs beside BankID that can sign.
fn providers(app: &App) -> Vec<ProviderView> {
    let all = app.login.providers.iter().map(|it| &it.settings).filter(|it| it.signs);
    all.map(|it| ProviderView { id: it.id.clone(), label: it.label.clone() }).collect()
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
