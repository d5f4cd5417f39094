//! "Skicka": freezes the document. Where nobody signs, the case has come in;
//! otherwise it waits for the signatures.

use form_model::form::Signing;
use form_model::journey::End;
use jiff::civil::Date;

use crate::cases::document::Document;
use crate::cases::draft::{answers, fingerprint_all, way};
use crate::cases::own::own;
use crate::cases::rounds::asked_enough;
use crate::cases::waiting::begin_waiting;
use crate::cases::who::Who;
use crate::delivery::plan::to_unit;
use crate::forms::Forms;
use crate::notify::plan;
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{Actor, State, WriteTx};

/// Where a sent case goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It has come in.
    Received,
    /// It waits for signatures.
    Signing,
    /// Something is missing; see the review.
    Incomplete,
    /// Those who must sign have said no, and are not asked again; see the review.
    AskedEnough,
}

/// Sends a draft. Sending again (a double click, a reload, another tab) finds
/// the case as it is and makes no second one.
///
/// # Errors
/// [`Problem::ChangedMeanwhile`] when the answers are others than `seen`, and
/// [`Problem::LoginNeeded`] when nobody is there who could sign.
pub fn submit(
    tx: &WriteTx<'_>,
    forms: &Forms,
    (who, id): (&Who, &str),
    (seen, today): (&str, Date),
) -> Result<Sent> {
    let case = own(tx, who, id)?;
    match case.state {
        State::Draft => {}
        State::Signing => return Ok(Sent::Signing),
        State::Received | State::InProgress | State::Closed => return Ok(Sent::Received),
    }
    let form = forms.version(tx, &case.form_hash)?;
    let answers = answers(&case)?;
    if fingerprint_all(&form, &answers, &who.known) != seen {
        return Err(Problem::ChangedMeanwhile);
    }
    if way(&form, &answers, who).end != Some(End::Review) {
        return Ok(Sent::Incomplete);
    }
    if form.form.signing == Signing::Required && who.person().is_none() {
        return Err(Problem::LoginNeeded { back: format!("/mina-sidor/utkast/{id}/granska") });
    }
    let number = match case.number {
        Some(number) => number,
        None => tx.next_case_number(today.year())?,
    };
    let document = Document::new(&form, &answers, who, (&number, tx.now));
    if asked_enough(tx, id, document.signers.iter().map(|it| it.role.as_str()))? {
        return Ok(Sent::AskedEnough);
    }
    let sealed = document.seal()?;
    tx.freeze(id, &number, &sealed.json, &sealed.hash)?;
    begin_waiting(tx, id, &form)?;
    // Whoever declined the last time is asked anew.
    tx.remove_parties(id)?;
    for signer in &document.signers {
        tx.add_party(id, &signer.person, &signer.name, &signer.role)?;
    }
    tx.note(id, "sent", Actor::Citizen, &format!(r#"{{"document":"{}"}}"#, sealed.hash))?;
    if !document.signers.is_empty() {
        return Ok(Sent::Signing);
    }
    receive(tx, id)?;
    Ok(Sent::Received)
}

/// The case has come in, in this transaction: its commit is the legal time
/// (förvaltningslagen 22 §). Files that belong to no answer in the document are
/// taken off; their bytes are swept away.
pub(super) fn receive(tx: &WriteTx<'_>, id: &str) -> Result<()> {
    let case = tx.case(id)?.ok_or(Problem::ChangedMeanwhile)?;
    let document = Document::of(&case)?;
    let sent = document.files();
    for file in tx.attachments(id)?.iter().filter(|it| !sent.contains(&it.id)) {
        tx.detach(id, &file.id)?;
    }
    tx.receive(id)?;
    tx.ask_no_more(id)?;
    tx.hand_over(id, document.service.delivery.as_ref().map(|it| it.unit.as_str()))?;
    tx.note(id, "received", Actor::Portal, "{}")?;
    plan::received(tx, id)?;
    to_unit(tx, id, &document.service)
}
