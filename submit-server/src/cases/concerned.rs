//! Whom a case is about, beside those who sign it: the children in it.

use form_model::form::Kind;
use form_model::identity;

use crate::cases::document::Document;
use crate::cases::waiting::kept_form;
use crate::problem::Result;
use crate::stockholm;
use crate::store::ReadTx;

/// The numbers of the children in a case that has been sent. A child that has
/// become protected since must not be shown, nor told of, to another than who applied.
///
/// # Errors
/// When the database fails.
pub fn children(tx: &ReadTx<'_>, id: &str) -> Result<Vec<String>> {
    let Some(case) = tx.case(id)?.filter(|it| it.document.is_some()) else {
        return Ok(Vec::new());
    };
    let form = kept_form(tx, &case)?;
    let document = Document::of(&case)?;
    let today = stockholm::day(document.frozen_at);
    let fields = form.form.fields().filter(|(_, it)| it.kind == Kind::Child);
    let numbers = fields.map(|(_, it)| identity::parse(document.answers.text(&it.id), today));
    Ok(numbers.flatten().map(|it| it.digits).collect())
}
