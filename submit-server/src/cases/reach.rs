//! How somebody can be reached who has verified no address: as the applicant
//! typed it in a field with `reaches = "guardian"`.
//!
//! **Invariant:** it is read out of the frozen document and kept nowhere else, so
//! it is forgotten with the document when the case goes back. When the case has
//! come in nobody asks for it: from then on it is an answer like any other.

use form_model::form::{Kind, Reaches};

use crate::cases::document::Document;
use crate::cases::waiting::kept_form;
use crate::notify::address;
use crate::problem::Result;
use crate::store::{Case, Channel, ReadTx};

/// How the other guardian can be reached, as the applicant typed it.
pub(super) fn typed(tx: &ReadTx<'_>, case: &Case) -> Result<Vec<(Channel, String)>> {
    let form = kept_form(tx, case)?;
    let answers = Document::of(case)?.answers;
    let mut typed = Vec::new();
    for (_, field) in form.form.fields().filter(|(_, it)| it.reaches == Some(Reaches::Guardian)) {
        let text = answers.text(&field.id);
        let found = match field.kind {
            Kind::Phone => address::mobile(text).map(|it| (Channel::Sms, it)),
            _ => address::mail(text).map(|it| (Channel::Mail, it)),
        };
        typed.extend(found);
    }
    Ok(typed)
}
