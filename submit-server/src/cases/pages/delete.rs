//! Deleting a draft: asked first, done by POST.

use sha2::{Digest, Sha256};

use crate::app::App;
use crate::cases::draft;
use crate::cases::pages::step::open_or_case;
use crate::cases::pages::{draft_url, page, sent};
use crate::cases::shown::title;
use crate::cases::who::Who;
use crate::http::csrf::same;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::problem::Problem;
use crate::problem::Result;
use crate::stockholm;
use crate::view::account::DeleteView;

/// `GET /mina-sidor/utkast/{id}/ta-bort`
///
/// # Errors
/// [`Problem::NotFound`] when it is not one's own draft.
pub fn ask(app: &App, who: &Who, id: &str) -> Result<Response> {
    open_or_case(app, who, id, |open| {
        let view = DeleteView {
            service: title(&open.form.service),
            saved: stockholm::near_time(open.case.saved_at, app.store.now()),
            action: format!("{}/ta-bort", draft_url(id)),
            csrf: who.csrf.clone(),
            proof: proof(who, id),
            keep_url: "/mina-sidor/".to_owned(),
        };
        page(app, who, (200, "account/delete.html", &app.view.text("delete.heading")), &view)
    })
}

/// `POST /mina-sidor/utkast/{id}/ta-bort`
///
/// # Errors
/// [`Problem::NotFound`] when it is not, and was not, one's own draft.
pub fn delete(app: &App, who: &Who, request: &Request, id: &str) -> Result<Response> {
    let fields = sent(app, who, request)?;
    let deleted = match app.store.write(|tx| draft::delete(tx, who, id)) {
        // Gone with the first press; this one was made on the same page.
        Err(Problem::NotFound) if same(&proof(who, id), fields.text("bevis")) => {
            draft::Deleted::default()
        }
        deleted => deleted?,
    };
    app.login.cancel(&deleted.orders);
    deleted.files.iter().for_each(|file| app.store.attachments.remove(file));
    Ok(Response::see_other("/mina-sidor/?borttaget=1"))
}

/// Shows that the page was made for this session when the draft was its own. What
/// is gone leaves no row to look in, and another's draft must look like none.
fn proof(who: &Who, id: &str) -> String {
    hex::encode(Sha256::digest(format!("ta-bort\n{}\n{id}", who.csrf)))
}
