//! Before the first question: what is needed, how personal data is used, and
//! the drafts that one has already.

use form_model::compiled::{CompiledForm, Login};

use crate::app::App;
use crate::cases::begin;
use crate::cases::pages::overview::{Listed, card};
use crate::cases::pages::{draft_url, page};
use crate::cases::shown::{contact, personal_data, title};
use crate::cases::who::Who;
use crate::http::cookies::SetCookie;
use crate::http::response::Response;
use crate::problem::Problem;
use crate::problem::Result;
use crate::view::account::NewView;

/// `GET /mina-sidor/ny/{service}`
///
/// # Errors
/// [`Problem::LoginNeeded`] when the service needs a login.
pub fn show(app: &App, who: &Who, service: &str) -> Result<Response> {
    let form = allowed(app, who, service)?;
    let rows = app.store.read(|tx| tx.drafts_of(&who.owner, service))?;
    let listed = rows.into_iter().map(|row| Listed {
        row,
        form: std::sync::Arc::clone(&form),
        parties: Vec::new(),
        ended: None,
        said: None,
        own: true,
    });
    let view = NewView {
        service: title(&form.service),
        summary: form.service.summary.clone(),
        service_url: form.service.url.clone(),
        minutes: form
            .service
            .minutes
            .map(|it| app.view.said("new.minutes", &[("minutes", &it.to_string())])),
        steps: form.form.steps.iter().map(|step| step.title.clone()).collect(),
        signers: (form.service.signers > 1)
            .then(|| app.view.said("new.signers", &[("n", &form.service.signers.to_string())])),
        keep_days: who.person().map(|_| form.form.keep_days),
        personal_data: personal_data(&form.service.personal_data),
        drafts: listed.map(|it| card(app, who, &it)).collect(),
        action: format!("/mina-sidor/ny/{service}"),
        csrf: who.csrf.clone(),
        contact: contact(&form.service.contact),
        blankett_url: form.service.blankett_url.clone(),
    };
    page(app, who, (200, "account/ny.html", &form.service.title), &view)
}

/// `POST /mina-sidor/ny/{service}`
///
/// # Errors
/// [`Problem::LoginNeeded`] when the service needs a login.
pub fn begin(app: &App, (who, cookies): (Who, Vec<SetCookie>), service: &str) -> Result<Response> {
    let form = allowed(app, &who, service)?;
    let id = app.new_id()?;
    let id = app.store.write(|tx| begin::begin(tx, &app.forms, &form, (&who, &id)))?;
    let response = Response::see_other(&draft_url(&id));
    Ok(cookies.iter().fold(response, |response, cookie| response.with_cookie(cookie)))
}

fn allowed(app: &App, who: &Who, service: &str) -> Result<std::sync::Arc<CompiledForm>> {
    let form = app.forms.newest(service)?;
    if form.service.login == Login::Required && who.person().is_none() {
        return Err(Problem::LoginNeeded { back: format!("/mina-sidor/ny/{service}") });
    }
    Ok(form)
}
