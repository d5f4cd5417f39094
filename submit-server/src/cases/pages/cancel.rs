//! The applicant takes back what waits for others.

use crate::app::App;
use crate::cases::pages::sent;
use crate::cases::waiting::cancel;
use crate::cases::who::Who;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::problem::Result;

/// `POST /mina-sidor/arende/{id}/aterkalla`
///
/// # Errors
/// [`crate::problem::Problem::NotFound`] when it is not one's own case, and
/// [`crate::problem::Problem::ChangedMeanwhile`] when it has come in.
pub fn take_back(app: &App, who: &Who, request: &Request, id: &str) -> Result<Response> {
    sent(app, who, request)?;
    let orders = app.store.write(|tx| cancel(tx, who, id))?;
    app.login.cancel(&orders);
    Ok(Response::see_other("/mina-sidor/?aterkallat=1"))
}
