//! Saving a step of a draft. "Spara" is not "Skicka".

use anyhow::Context;
use form_model::answers::Answers;
use form_model::check::{FieldError, check_step};
use form_model::compiled::CompiledForm;
use form_model::form::Step;
use form_model::journey::{Journey, counted, journey};
use form_model::known::Known;
use form_model::signers::co_signers;
use sha2::{Digest, Sha256};

use crate::cases::begin::expires_at;
use crate::cases::fill::{Filled, merge};
use crate::cases::own::{own_draft, void_orders};
use crate::cases::who::Who;
use crate::forms::Forms;
use crate::problem::Problem;
use crate::problem::{Result, unreadable};
use crate::store::{Actor, Attachment, Case, DraftSave, State, WriteTx};

/// What came of saving a step.
pub struct Saved {
    /// All answers as they are now.
    pub answers: Answers,
    /// What was refused; the answers are saved all the same.
    pub refused: Vec<FieldError>,
    /// Files that are no longer needed; remove their bytes after the commit.
    pub dropped: Vec<String>,
    /// Orders at BankID that show what no longer counts; end them after the commit.
    pub orders: Vec<String>,
}

/// What came of deleting a draft; all of it is for after the commit.
#[derive(Default)]
pub struct Deleted {
    /// Files whose bytes may go.
    pub files: Vec<String>,
    /// Orders at BankID to end.
    pub orders: Vec<String>,
}

/// Saves a step: the answers are kept even when they are refused, so that
/// nothing that was written is lost.
///
/// # Errors
/// [`Problem::ChangedMeanwhile`] when another tab saved other answers to the
/// same step after this page was made; nothing is overwritten then.
pub fn save(
    tx: &WriteTx<'_>,
    forms: &Forms,
    (who, id, step): (&Who, &str, &str),
    (filled, seen): (&Filled, &str),
) -> Result<Saved> {
    let case = own_draft(tx, who, id)?;
    let form = forms.version(tx, &case.form_hash)?;
    let next = Next::of((&case, &form), (who, step), (filled, seen))?;
    let dropped = keep_files(tx, &case, (next.step, filled), (&next.before, &next.after))?;
    let (mut case, mut orders) = (case, Vec::new());
    if case.state == State::Signing {
        orders = void_orders(tx, &case)?;
        tx.remove_parties(&case.id)?;
        tx.thaw(&case.id)?;
        case = tx.case(id)?.ok_or(Problem::NotFound)?;
    }
    tx.save_draft(id, case.version, &next.json, expires_at(&form, &who.owner, tx.now))?;
    Ok(Saved { answers: next.after, refused: next.refused, dropped, orders })
}

/// A step that can be saved without looking again, and the answers as they will be: nothing
/// in it is refused, no file comes or goes, and nobody is asked to sign. None when [`save`] must.
#[must_use]
pub fn to_save(
    now: i64,
    (who, case, step): (&Who, &Case, &Step),
    (filled, seen): (&Filled, &str),
) -> Option<(DraftSave, Answers)> {
    let form = who.form.as_ref()?;
    if case.state != State::Draft || !filled.files.is_empty() || filled.removed.is_some() {
        return None;
    }
    let next = Next::of((case, form), (who, &step.id), (filled, seen)).ok()?;
    let save = DraftSave {
        id: case.id.clone(),
        version: case.version,
        answers: next.json,
        expires_at: expires_at(form, &who.owner, now),
    };
    next.refused.is_empty().then_some((save, next.after))
}

/// What the answers of a draft become with a step.
struct Next<'a> {
    step: &'a Step,
    before: Answers,
    after: Answers,
    /// All of them, as they are kept.
    json: String,
    refused: Vec<FieldError>,
}

impl<'a> Next<'a> {
    fn of(
        (case, form): (&Case, &'a CompiledForm),
        (who, step): (&Who, &str),
        (filled, seen): (&Filled, &str),
    ) -> Result<Self> {
        let before = answers(case)?;
        let step = way(form, &before, who).may_open(step).ok_or(Problem::NotFound)?;
        let shown = fingerprint(step, &before);
        let mut after = before.clone();
        let mut refused = merge(step, filled, &mut after);
        // The same answers twice are no conflict: a reload, or the back button.
        if shown != seen && fingerprint(step, &after) != shown {
            return Err(Problem::ChangedMeanwhile);
        }
        let json = serde_json::to_string(&after).context("writing answers")?;
        refused.extend(check_step(step, &counted(&form.form, &after), &who.known));
        Ok(Self { step, before, after, json, refused })
    }
}

/// Deletes a draft, and says what is to be done after the commit.
///
/// # Errors
/// [`Problem::ChangedMeanwhile`] when it has been signed or sent.
pub fn delete(tx: &WriteTx<'_>, who: &Who, id: &str) -> Result<Deleted> {
    let case = own_draft(tx, who, id)?;
    let orders = void_orders(tx, &case)?;
    let files = tx.attachments(&case.id)?.into_iter().map(|it| it.id).collect();
    if case.state == State::Signing {
        tx.remove_parties(&case.id)?;
        tx.thaw(&case.id)?;
    }
    if case.number.is_some() {
        tx.note(&case.id, "deleted", Actor::Citizen, "{}")?;
    }
    if tx.delete_draft(&case.id)? {
        Ok(Deleted { files, orders })
    } else {
        Err(Problem::ChangedMeanwhile)
    }
}

/// The answers of a draft.
pub(super) fn answers(case: &Case) -> Result<Answers> {
    serde_json::from_str(&case.answers).map_err(unreadable("the answers of a draft"))
}

/// The way through a form for whoever asks.
pub(super) fn way<'a>(form: &'a CompiledForm, answers: &Answers, who: &Who) -> Journey<'a> {
    journey(&form.form, answers, &who.known)
}

/// Stands for the answers that a page of a step shows, so that a page that
/// shows others is noticed.
pub(super) fn fingerprint(step: &Step, answers: &Answers) -> String {
    let mine: Vec<_> = step.fields.iter().map(|field| answers.answer(&field.id)).collect();
    short_hash(&mine)
}

/// Stands for everything that the review shows, also what the register says.
pub(super) fn fingerprint_all(form: &CompiledForm, answers: &Answers, known: &Known) -> String {
    let others = co_signers(&form.form, answers, known);
    short_hash(&(&form.hash, answers, &known.applicant, others))
}

fn short_hash(value: &impl serde::Serialize) -> String {
    let json = serde_json::to_vec(value).unwrap_or_default();
    hex::encode(&Sha256::digest(json)[..8])
}

/// Writes rows for the files that were added, removes the rows of those that
/// were taken away, and returns the ids whose bytes are no longer needed.
fn keep_files(
    tx: &WriteTx<'_>,
    case: &Case,
    (step, filled): (&Step, &Filled),
    (before, after): (&Answers, &Answers),
) -> Result<Vec<String>> {
    let mut dropped = Vec::new();
    let ids = |answers: &Answers| -> Vec<String> {
        let files = step.fields.iter().flat_map(|field| answers.files(&field.id));
        files.map(|file| file.id.clone()).collect()
    };
    let (old, new) = (ids(before), ids(after));
    for id in old.iter().filter(|id| !new.contains(id)) {
        tx.detach(&case.id, id)?;
        dropped.push(id.clone());
    }
    for kept in &filled.files {
        if !new.contains(&kept.file.id) {
            dropped.push(kept.file.id.clone());
            continue;
        }
        tx.attach(
            &case.id,
            &Attachment {
                id: kept.file.id.clone(),
                field: kept.field.clone(),
                name: kept.file.name.clone(),
                bytes: kept.file.bytes,
                sha256: kept.file.sha256.clone(),
                format: kept.file.format.clone(),
            },
        )?;
    }
    Ok(dropped)
}
