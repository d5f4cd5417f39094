//! How somebody can be reached who has verified no address: as the applicant
//! typed it in a field with `reaches`.
//!
//! **Invariant:** it is read out of the frozen document and kept nowhere else, so
//! it is forgotten with the document when the case goes back. When the case has
//! come in nobody asks for it: from then on it is an answer like any other.

use form_model::form::{Kind, Reaches};
use form_model::identity;
use form_model::signers::Role;

use crate::cases::document::Document;
use crate::cases::waiting::kept_form;
use crate::notify::address;
use crate::notify::plan::Typed;
use crate::problem::Result;
use crate::stockholm;
use crate::store::{Case, Channel, ReadTx};

/// How the others can be reached, as the applicant typed it. A guardian only when
/// there is one other, so that it cannot be the wrong one.
pub(super) fn typed(tx: &ReadTx<'_>, case: &Case) -> Result<Vec<Typed>> {
    let form = kept_form(tx, case)?;
    let document = Document::of(case)?;
    let parties = tx.parties(&case.id)?;
    let mut guardians = parties.iter().filter(|it| it.role == Role::Guardian.word());
    let guardian = guardians.next().filter(|_| guardians.next().is_none());
    let today = stockholm::day(document.frozen_at);
    let mut typed = Vec::new();
    for (_, field) in form.form.fields() {
        let person = match &field.reaches {
            None => None,
            Some(Reaches::Guardian) => guardian.map(|it| it.person.clone()),
            Some(Reaches::Signer(id)) => {
                let number = identity::parse(document.answers.text(id), today);
                number.ok().map(|it| it.digits)
            }
        };
        let text = document.answers.text(&field.id);
        let found = match field.kind {
            Kind::Phone => address::mobile(text).map(|it| (Channel::Sms, it)),
            _ => address::mail(text).map(|it| (Channel::Mail, it)),
        };
        let found = person.zip(found);
        typed.extend(found.map(|(person, (channel, address))| Typed { person, channel, address }));
    }
    Ok(typed)
}
