//! Deleting a draft: asked first, done by POST.

use crate::app::App;
use crate::cases::draft;
use crate::cases::pages::step::open_or_case;
use crate::cases::pages::{draft_url, page, sent};
use crate::cases::shown::title;
use crate::cases::who::Who;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::problem::Result;
use crate::stockholm;
use crate::view::account::DeleteView;

/// `GET /mina-sidor/utkast/{id}/ta-bort`
///
/// # Errors
/// [`crate::problem::Problem::NotFound`] when it is not one's own draft.
pub fn ask(app: &App, who: &Who, id: &str) -> Result<Response> {
    open_or_case(app, who, id, |open| {
        let view = DeleteView {
            service: title(&open.form.service),
            saved: stockholm::near_time(open.case.saved_at, app.store.now()),
            action: format!("{}/ta-bort", draft_url(id)),
            csrf: who.csrf.clone(),
            version: open.case.version.to_string(),
            keep_url: "/mina-sidor/".to_owned(),
        };
        page(app, who, (200, "account/delete.html", &app.view.text("delete.heading")), &view)
    })
}

/// `POST /mina-sidor/utkast/{id}/ta-bort`
///
/// # Errors
/// [`crate::problem::Problem::NotFound`] when it is not one's own draft.
pub fn delete(app: &App, who: &Who, request: &Request, id: &str) -> Result<Response> {
    sent(app, who, request)?;
    let files = app.store.write(|tx| draft::delete(tx, who, id))?;
    files.iter().for_each(|file| app.store.attachments.remove(file));
    Ok(Response::see_other("/mina-sidor/?borttaget=1"))
}
