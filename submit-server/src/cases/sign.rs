//! Signing: what a party is shown, and what happens when the signature comes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use form_model::show::ShownStep;
use serde::Deserialize;

use crate::cases::document::Document;
use crate::cases::own::own_or_party;
use crate::cases::reach::typed;
use crate::cases::shown::steps_for_others;
use crate::cases::submit::receive;
use crate::cases::waiting::{begin_waiting, kept_form};
use crate::cases::who::Who;
use crate::notify::plan;
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{Actor, Case, PartyState, ReadTx, Signature, State, WriteTx};

/// What a party is about to sign.
#[derive(Clone, Debug)]
pub struct ToSign {
    /// The case's id.
    pub case: String,
    /// The case number.
    pub number: String,
    /// The party, twelve digits.
    pub person: String,
    /// The service's title.
    pub title: String,
    /// The leading part of the title.
    pub verb: String,
    /// The form's version, shortened for reading.
    pub form_version: String,
    /// When the document was frozen.
    pub frozen_at: i64,
    /// Hex SHA-256 of the document.
    pub document_hash: String,
    /// Questions and answers, as this party may read them.
    pub steps: Vec<ShownStep>,
    /// Whether the party is the applicant.
    pub own: bool,
}

/// A signature that an e-ID provider has delivered.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// Who signed, as the provider says.
    pub person: &'a str,
    /// Their name, as the provider says; blank when it says none.
    pub name: &'a str,
    /// `bankid`, or `oidc:` and the provider's id.
    pub method: &'a str,
    /// The text, base64 as it was sent.
    pub visible: &'a str,
    /// The hidden data, base64 as it was sent.
    pub hidden: &'a str,
    /// The signature, unchanged; from a provider with the token that it came in, as JSON.
    pub signature: &'a str,
    /// The OCSP response, unchanged.
    pub ocsp: &'a str,
}

/// What the hidden data says; see `login::text::hidden`.
#[derive(Deserialize)]
struct Hidden {
    arende: String,
    sha256: String,
}

/// What whoever asks must sign in this case.
///
/// # Errors
/// [`Problem::NotFound`] when there is nothing for them to sign.
pub fn to_sign(tx: &ReadTx<'_>, who: &Who, id: &str) -> Result<ToSign> {
    let case = own_or_party(tx, who, id)?;
    let person = who.person().ok_or(Problem::NotFound)?;
    let waiting = tx
        .parties(id)?
        .into_iter()
        .any(|party| party.person == person && party.state == PartyState::Waiting);
    if case.state != State::Signing || !waiting {
        return Err(Problem::NotFound);
    }
    let document = Document::of(&case)?;
    let own = case.owner == who.owner;
    let steps = if own { document.steps } else { steps_for_others(&document) };
    Ok(ToSign {
        case: case.id,
        number: document.number,
        person: person.to_owned(),
        title: document.service.title,
        verb: document.service.verb,
        form_version: document.form_hash.chars().take(8).collect(),
        frozen_at: document.frozen_at,
        document_hash: case.document_hash.unwrap_or_default(),
        steps,
        own,
    })
}

/// A party has signed. With the last signature the case comes in.
///
/// # Errors
/// [`Problem::ChangedMeanwhile`] when the signature is not for the document as
/// it is now, or the party has signed before. Nothing is changed then.
pub fn signed(tx: &WriteTx<'_>, id: &str, evidence: &Evidence<'_>) -> Result<()> {
    let case = tx.case(id)?.ok_or(Problem::ChangedMeanwhile)?;
    let hash = case.document_hash.clone().ok_or(Problem::ChangedMeanwhile)?;
    if case.state != State::Signing || !is_for(&case, &hash, evidence.hidden) {
        return Err(Problem::ChangedMeanwhile);
    }
    tx.sign(
        id,
        &Signature {
            person: evidence.person,
            name: evidence.name,
            document_hash: &hash,
            method: evidence.method,
            visible: evidence.visible,
            hidden: evidence.hidden,
            signature: evidence.signature,
            ocsp: evidence.ocsp,
        },
    )?;
    tx.note(id, "signed", Actor::Citizen, &format!(r#"{{"document":"{hash}"}}"#))?;
    let parties = tx.parties(id)?;
    let signed = parties.iter().filter(|it| matches!(it.state, PartyState::Signed(_))).count();
    if signed == parties.len() {
        return receive(tx, id);
    }
    if signed == 1 {
        // Now the others know of it, and have all their days.
        begin_waiting(tx, id, &kept_form(tx, &case)?)?;
    }
    plan::sign_asked(tx, id, &typed(tx, &case)?)?;
    plan::signed_by_other(tx, id, evidence.person)
}

/// Whether the hidden data that was signed names this case and document.
fn is_for(case: &Case, hash: &str, hidden: &str) -> bool {
    let bytes = STANDARD.decode(hidden).unwrap_or_default();
    let number = case.number.as_deref().unwrap_or_default();
    serde_json::from_slice::<Hidden>(&bytes)
        .is_ok_and(|it| it.sha256 == hash && it.arende == number)
}
