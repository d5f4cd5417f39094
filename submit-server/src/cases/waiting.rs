//! A case that waits for the others: its last day, the reminders, and the ways
//! back to the applicant's draft.
//!
//! **Invariant:** only a case that has not come in goes back. Whether a signature
//! or the end came first is decided by whose transaction was first.

use anyhow::Context;
use form_model::compiled::CompiledForm;
use form_model::form::SIGN_DAYS;
use jiff::Span;

use crate::cases::begin::{DAY, expires_at};
use crate::cases::own::{may_change, own, own_or_party, void_orders};
use crate::cases::reach::typed;
use crate::cases::who::Who;
use crate::notify::plan;
use crate::problem::Problem;
use crate::problem::Result;
use crate::stockholm;
use crate::store::{Actor, Case, Event, ReadTx, State, WaitingCase, WriteTx};

/// Days after the asking on which those who have not signed are reminded.
const REMINDERS: [i64; 2] = [3, 10];

/// And so many days before the last day.
const LAST_REMINDER: i64 = 2;

/// Somebody other than the applicant declines, with or without a reason: the
/// applicant has a draft again. Declining once more (a double click, a reload)
/// finds it declined and changes nothing. `seen` is the hash of the document that was
/// read: a page from an earlier round declines nothing. Returns the orders at BankID that are to be
/// ended after the commit.
///
/// # Errors
/// [`Problem::NotFound`] to the applicant and to those who are no party;
/// [`Problem::ChangedMeanwhile`] when they have signed, it does not wait,
/// or waits with another document.
pub fn decline(
    tx: &WriteTx<'_>,
    (who, id): (&Who, &str),
    (seen, reason): (&str, Option<&str>),
) -> Result<Vec<String>> {
    if has_declined(tx, who, id)? {
        return Ok(Vec::new());
    }
    let case = own_or_party(tx, who, id)?;
    let person = who.person().filter(|_| case.owner != who.owner).ok_or(Problem::NotFound)?;
    if case.state != State::Signing || case.document_hash.as_deref() != Some(seen) {
        return Err(Problem::ChangedMeanwhile);
    }
    tx.decline(id, person, reason)?;
    tx.note(id, "declined", Actor::Citizen, "{}")?;
    plan::declined(tx, id, person)?;
    let orders = void_orders(tx, &case)?;
    reopen(tx, &case)?;
    Ok(orders)
}

/// Whether whoever asks has declined, and it has not been sent again since.
///
/// # Errors
/// When the database fails.
pub fn has_declined(tx: &ReadTx<'_>, who: &Who, id: &str) -> Result<bool> {
    let Some(person) = who.person() else { return Ok(false) };
    Ok(tx.parties(id)?.iter().any(|it| it.person == person && it.declined.is_some()))
}

/// The applicant takes it back. What is a draft already stays one. Returns the orders
/// at BankID that are to be ended after the commit.
///
/// # Errors
/// [`Problem::NotFound`] when it is not one's own; [`Problem::ChangedMeanwhile`]
/// when it has come in.
pub fn cancel(tx: &WriteTx<'_>, who: &Who, id: &str) -> Result<Vec<String>> {
    let case = own(tx, who, id)?;
    match case.state {
        State::Draft => return Ok(Vec::new()),
        State::Signing => {}
        State::Received | State::InProgress | State::Closed => {
            return Err(Problem::ChangedMeanwhile);
        }
    }
    let person = who.person().ok_or(Problem::NotFound)?;
    tx.note(id, "cancelled", Actor::Citizen, "{}")?;
    // Until somebody has signed, nobody else knows of it.
    if !may_change(tx, &case)? {
        plan::cancelled(tx, id, (person, &typed(tx, &case)?))?;
    }
    let orders = void_orders(tx, &case)?;
    reopen(tx, &case)?;
    Ok(orders)
}

/// Gives up what has waited too long, and reminds of the rest. Returns the orders at
/// BankID that are to be ended after the commit.
///
/// # Errors
/// When the database fails.
pub fn sweep(tx: &WriteTx<'_>) -> Result<Vec<String>> {
    let mut orders = Vec::new();
    for it in tx.waiting_cases()? {
        if it.sign_by < tx.now {
            orders.extend(expire(tx, &it.id)?);
        } else {
            remind(tx, &it)?;
        }
    }
    Ok(orders)
}

/// From now on the parties have the days that the form gives them, to the end
/// of the last one.
pub(super) fn begin_waiting(tx: &WriteTx<'_>, id: &str, form: &CompiledForm) -> Result<()> {
    let days = i64::from(form.form.sign_days.unwrap_or(SIGN_DAYS));
    let after =
        Span::new().try_days(days + 1).and_then(|it| stockholm::day(tx.now).checked_add(it));
    let end = after.map_or(tx.now + days * DAY, |it| stockholm::moment(it.at(0, 0, 0, 0)) - 1);
    tx.sign_by(id, end)
}

/// The version of its form that a case was begun on.
pub(super) fn kept_form(tx: &ReadTx<'_>, case: &Case) -> Result<CompiledForm> {
    let kept = tx.form(&case.form_hash)?.context("a case uses a form that is not kept")?;
    Ok(CompiledForm::read(kept.as_bytes()).context("reading a kept form")?)
}

fn expire(tx: &WriteTx<'_>, id: &str) -> Result<Vec<String>> {
    let case = tx.case(id)?.ok_or(Problem::NotFound)?;
    tx.note(id, "expired", Actor::Portal, "{}")?;
    plan::expired(tx, id, &typed(tx, &case)?)?;
    let orders = void_orders(tx, &case)?;
    reopen(tx, &case)?;
    Ok(orders)
}

/// The draft is kept as if it had been saved now. Nobody is asked any more.
fn reopen(tx: &WriteTx<'_>, case: &Case) -> Result<()> {
    tx.ask_no_more(&case.id)?;
    let form = kept_form(tx, case)?;
    tx.reopen(&case.id, expires_at(&form, &case.owner, tx.now))
}

fn remind(tx: &WriteTx<'_>, it: &WaitingCase) -> Result<()> {
    let due = times(it).into_iter().filter(|at| *at <= tx.now).count();
    let due = i64::try_from(due).unwrap_or_default();
    if due > reminded(&tx.events(&it.id)?) {
        let case = tx.case(&it.id)?.ok_or(Problem::NotFound)?;
        plan::reminder(tx, &it.id, (due, &typed(tx, &case)?))?;
        tx.note(&it.id, "reminded", Actor::Portal, &format!(r#"{{"n":{due}}}"#))?;
    }
    Ok(())
}

/// When to remind: at most once a day, and not on the day of asking.
fn times(it: &WaitingCase) -> Vec<i64> {
    let mut all: Vec<i64> = REMINDERS.iter().map(|days| it.asked_at + days * DAY).collect();
    all.push(it.sign_by - LAST_REMINDER * DAY);
    all.sort_unstable();
    let mut last = it.asked_at;
    all.retain(|at| {
        let fits = *at >= last + DAY && *at < it.sign_by;
        if fits {
            last = *at;
        }
        fits
    });
    all
}

/// The last reminder since the case was sent; 0 when there was none.
fn reminded(events: &[Event]) -> i64 {
    let since = events.iter().rev().take_while(|it| it.kind != "sent");
    let last = since.into_iter().find(|it| it.kind == "reminded");
    let detail = last.and_then(|it| serde_json::from_str::<serde_json::Value>(&it.detail).ok());
    detail.and_then(|it| it["n"].as_i64()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_time_has_fewer_reminders_and_none_too_close() {
        for (days, expected) in [
            (1, vec![]),
            (2, vec![]),
            (4, vec![2, 3]),
            (5, vec![3]),
            (12, vec![3, 10]),
            (30, vec![3, 10, 28]),
        ] {
            let it = WaitingCase { id: String::new(), asked_at: 0, sign_by: days * DAY };
            let days_of = |at: &i64| at / DAY;
            assert_eq!(times(&it).iter().map(days_of).collect::<Vec<_>>(), expected, "{days}");
        }
    }
}
