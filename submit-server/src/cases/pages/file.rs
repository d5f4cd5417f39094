//! An attached file, to save. Never shown as a page of ours.

use crate::app::App;
use crate::cases::fill::media_type;
use crate::cases::own::own_or_party;
use crate::cases::who::Who;
use crate::http::response::Response;
use crate::problem::Problem;
use crate::problem::Result;

/// `GET /mina-sidor/utkast/{id}/fil/{file}`, `GET /mina-sidor/arende/{id}/fil/{file}`
///
/// # Errors
/// [`Problem::NotFound`] when it is not a file of one's own case.
pub fn download(app: &App, who: &Who, (id, file): (&str, &str)) -> Result<Response> {
    let found = app.store.read(|tx| {
        let case = own_or_party(tx, who, id)?;
        Ok(tx.attachments(&case.id)?.into_iter().find(|it| it.id == file))
    })?;
    let file = found.ok_or(Problem::NotFound)?;
    let bytes = app.store.attachments.bytes(&file.id)?;
    Ok(Response::attachment(&file.name, media_type(&file.format), bytes.into()))
}
