//! What the gateway tells about an SMS afterwards. It signs nothing, so its
//! address holds a token that nobody can guess; what it says about a message
//! moves that message forward, and never back.

use hyper::StatusCode;

use crate::app::App;
use crate::http::csrf;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::notify::worker::{did_not_work, works};
use crate::problem::Problem;
use crate::problem::Result;

/// `POST /mina-sidor/webhook/46elks/{token}`
///
/// # Errors
/// [`Problem::NotFound`] when the token is not ours, or the message is not
/// known; the gateway then tells it again later.
pub fn delivery(app: &App, request: &Request, token: &str) -> Result<Response> {
    let sms = app.notify.sms.as_ref().ok_or(Problem::NotFound)?;
    if !csrf::same(sms.token(), token) {
        return Err(Problem::NotFound);
    }
    let fields = request.form()?;
    let (id, status) = (fields.text("id"), fields.text("status"));
    app.store.write(|tx| {
        let message = tx.message_by_provider(id)?.ok_or(Problem::NotFound)?;
        match status {
            "delivered" if tx.delivered(&message.id)? => works(tx, &message),
            "failed" if tx.failed(&message.id, "sms: did not arrive")? => {
                did_not_work(tx, &message)
            }
            _ => Ok(()),
        }
    })?;
    Ok(Response::text(StatusCode::OK.as_u16(), "ok"))
}
