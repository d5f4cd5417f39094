//! Who is told of what: pure planning, in the transaction of the event itself.
//!
//! A person is told by every address that they have verified. Planning twice is
//! harmless. Nothing here sends anything.

use crate::problem::Result;
use crate::store::{Channel, Message, Owner, PartyState, Receiver, WriteTx};

/// What the applicant typed about how another party may be reached. Used while the
/// case waits, and only for somebody who has verified no address.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Whom it reaches, twelve digits.
    pub person: String,
    /// By what.
    pub channel: Channel,
    /// Where.
    pub address: String,
}

/// It has come in: told to the applicant and to all who signed.
///
/// # Errors
/// When the database fails, here and below.
pub fn received(tx: &WriteTx<'_>, case: &str) -> Result<()> {
    everybody(tx, case, ("received", 0))
}

/// Somebody has signed, and others are asked to.
pub fn sign_asked(tx: &WriteTx<'_>, case: &str, typed: &[Typed]) -> Result<()> {
    let round = round(tx, case)?;
    for person in &waiting(tx, case)? {
        reach(tx, (case, "sign_asked", round), person, typed)?;
    }
    Ok(())
}

/// Somebody (`by`) has signed, but not the last one: told to the others who have.
pub fn signed_by_other(tx: &WriteTx<'_>, case: &str, by: &str) -> Result<()> {
    let signed = tx.parties(case)?.iter().filter(|it| it.state != PartyState::Waiting).count();
    let round = round(tx, case)? * 1000 + i64::try_from(signed).unwrap_or(0);
    for party in tx.parties(case)? {
        if party.person != by && matches!(party.state, PartyState::Signed(_)) {
            tell(tx, (case, "signed", round), &party.person, "{}")?;
        }
    }
    Ok(())
}

/// Somebody (`by`) declined: told to all others.
pub fn declined(tx: &WriteTx<'_>, case: &str, by: &str) -> Result<()> {
    others(tx, case, by, ("declined", &[]))
}

/// The applicant (`by`) took it back or changed it: told to all others. To be
/// planned before the parties are taken away.
pub fn cancelled(tx: &WriteTx<'_>, case: &str, (by, typed): (&str, &[Typed])) -> Result<()> {
    others(tx, case, by, ("cancelled", typed))
}

/// Reminds those who have not signed; `number` tells the reminders of one round
/// apart.
pub fn reminder(tx: &WriteTx<'_>, case: &str, (number, typed): (i64, &[Typed])) -> Result<()> {
    let round = round(tx, case)? * 1000 + number;
    for person in waiting(tx, case)? {
        reach(tx, (case, "reminder", round), &person, typed)?;
    }
    Ok(())
}

/// Not everybody signed in time: told to all.
pub fn expired(tx: &WriteTx<'_>, case: &str, typed: &[Typed]) -> Result<()> {
    let round = round(tx, case)?;
    for person in persons(tx, case)? {
        reach(tx, (case, "expired", round), &person, typed)?;
    }
    Ok(())
}

/// The municipality has said something: told to the applicant and the parties.
pub fn status(tx: &WriteTx<'_>, case: &str) -> Result<()> {
    // Each change is an event of its own, noted before this.
    everybody(tx, case, ("status", tx.last_event(case)?))
}

/// The old address is told that it is no longer used.
pub fn contact_changed(
    tx: &WriteTx<'_>,
    person: &str,
    (channel, old): (Channel, &str),
) -> Result<()> {
    tx.queue(&Message {
        case_id: "",
        event: "contact_changed",
        receiver: Receiver::Person(person.to_owned()),
        channel,
        address: Some(old),
        detail: "{}",
        round: tx.next_round(person)?,
    })
}

/// Each freezing is a round of its own: a changed application asks anew.
fn round(tx: &WriteTx<'_>, case: &str) -> Result<i64> {
    Ok(tx.case(case)?.map_or(0, |it| it.version))
}

fn waiting(tx: &WriteTx<'_>, case: &str) -> Result<Vec<String>> {
    let parties = tx.parties(case)?.into_iter();
    Ok(parties.filter(|it| it.state == PartyState::Waiting).map(|it| it.person).collect())
}

fn others(tx: &WriteTx<'_>, case: &str, by: &str, (event, typed): (&str, &[Typed])) -> Result<()> {
    let round = round(tx, case)?;
    for person in persons(tx, case)?.iter().filter(|it| *it != by) {
        reach(tx, (case, event, round), person, typed)?;
    }
    Ok(())
}

fn everybody(tx: &WriteTx<'_>, case: &str, (event, round): (&str, i64)) -> Result<()> {
    for person in persons(tx, case)? {
        tell(tx, (case, event, round), &person, "{}")?;
    }
    Ok(())
}

/// The applicant, if anybody is known, and the parties.
fn persons(tx: &WriteTx<'_>, case: &str) -> Result<Vec<String>> {
    let owner = tx.case(case)?.map(|it| it.owner);
    let mut persons: Vec<String> = match owner {
        Some(Owner::Person(person)) => vec![person],
        Some(Owner::Session(_)) | None => Vec::new(),
    };
    for party in tx.parties(case)? {
        if !persons.contains(&party.person) {
            persons.push(party.person);
        }
    }
    Ok(persons)
}

/// Tells a person; one who has verified no address, by what was typed of them.
fn reach(
    tx: &WriteTx<'_>,
    (case, event, round): (&str, &str, i64),
    person: &str,
    typed: &[Typed],
) -> Result<()> {
    if tell(tx, (case, event, round), person, "{}")? {
        return Ok(());
    }
    for it in typed.iter().filter(|it| it.person == person) {
        tx.queue(&Message {
            case_id: case,
            event,
            receiver: Receiver::Person(person.to_owned()),
            channel: it.channel,
            address: Some(&it.address),
            detail: "{}",
            round,
        })?;
    }
    Ok(())
}

/// Queues a message by each of a person's verified addresses; whether there is one.
fn tell(
    tx: &WriteTx<'_>,
    (case, event, round): (&str, &str, i64),
    person: &str,
    detail: &str,
) -> Result<bool> {
    let mut reached = false;
    for contact in tx.contacts(person)?.iter().filter(|it| it.usable().is_some()) {
        reached = true;
        tx.queue(&Message {
            case_id: case,
            event,
            receiver: Receiver::Person(person.to_owned()),
            channel: contact.channel,
            address: None,
            detail,
            round,
        })?;
    }
    Ok(reached)
}
