//! The receipt as a PDF, to save.

use crate::app::App;
use crate::cases::own::own_or_party;
use crate::cases::pages::case_url;
use crate::cases::receipt_pdf::{Reader, Receipt};
use crate::cases::who::Who;
use crate::http::response::Response;
use crate::problem::Result;

/// `GET /mina-sidor/arende/{id}/kvitto.pdf`
///
/// # Errors
/// [`crate::problem::Problem::NotFound`] when it is not one's own case, or has not come in.
pub fn receipt(app: &App, who: &Who, id: &str) -> Result<Response> {
    let (receipt, reader) = app.store.read(|tx| {
        let case = own_or_party(tx, who, id)?;
        let reader = if case.owner == who.owner { Reader::Whole } else { Reader::OtherParty };
        Ok((Receipt::of(tx, &app.forms, &case)?, reader))
    })?;
    let bytes = receipt.to_pdf(&app.view, &|id| app.login.label(id), reader)?;
    Ok(Response::attachment(&receipt.file_name(), "application/pdf", bytes.into()))
}

/// Where the receipt of a case is as a PDF.
pub(super) fn url(id: &str) -> String {
    format!("{}/kvitto.pdf", case_url(id))
}
