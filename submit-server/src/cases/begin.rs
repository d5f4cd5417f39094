//! A draft is begun on the newest version of its form.

use form_model::compiled::{CompiledForm, Login};

use crate::cases::who::Who;
use crate::forms::Forms;
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{NewCase, Owner, WriteTx};

/// Milliseconds of a day.
pub const DAY: i64 = 24 * 60 * 60 * 1000;

/// How long an anonymous draft is kept: it cannot be found again once its
/// session, of at most eight hours, has ended.
const ANONYMOUS_LIFE: i64 = DAY;

/// Most drafts of one person or session: each may hold thirty megabytes of files.
const MOST_DRAFTS: i64 = 50;

/// Begins a draft under a random id and returns the id. A draft of the same form
/// in which nothing is filled in yet is taken up instead: a double click, or going
/// back and beginning again, leaves no empty drafts behind.
///
/// # Errors
/// [`Problem::LoginNeeded`] when the service needs a login, [`Problem::TooMany`]
/// when there are too many drafts already.
pub fn begin(
    tx: &WriteTx<'_>,
    forms: &Forms,
    form: &CompiledForm,
    (who, id): (&Who, &str),
) -> Result<String> {
    if form.service.login == Login::Required && who.person().is_none() {
        return Err(Problem::LoginNeeded { back: format!("/mina-sidor/ny/{}", form.service.slug) });
    }
    if let Some(blank) = tx.blank_draft(&who.owner, &form.hash)? {
        return Ok(blank);
    }
    if tx.count_drafts(&who.owner)? >= MOST_DRAFTS {
        return Err(Problem::TooMany);
    }
    forms.keep(tx, form)?;
    tx.begin_draft(&NewCase {
        id,
        owner: &who.owner,
        service: &form.service.slug,
        form_hash: &form.hash,
        expires_at: expires_at(form, &who.owner, tx.now),
    })?;
    Ok(id.to_owned())
}

/// When a draft that is saved now will be deleted.
#[must_use]
pub fn expires_at(form: &CompiledForm, owner: &Owner, now: i64) -> i64 {
    match owner {
        Owner::Person(_) => now + i64::from(form.form.keep_days) * DAY,
        Owner::Session(_) => now + ANONYMOUS_LIFE,
    }
}
