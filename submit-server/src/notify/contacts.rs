//! How a person is reached: an address is used when a code that was sent to it
//! has come back, and not before.

use anyhow::Context;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::notify::{address, plan};
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{Channel, Message, Receiver, WriteTx};

/// How long a code is taken.
pub const CODE_LIFE_MS: i64 = 10 * 60 * 1000;

/// Codes that may be tried for each one sent: five of a million.
pub const MOST_TRIES: i64 = 5;

/// Codes that a person may ask for within [`CODES_WITHIN_MS`]: guessing stays hopeless.
pub const MOST_CODES: i64 = 5;

/// See [`MOST_CODES`].
pub const CODES_WITHIN_MS: i64 = 60 * 60 * 1000;

/// Codes that a person may ask for in a day: nobody's telephone is made to ring
/// all night.
const MOST_CODES_A_DAY: i64 = 10;

/// How long it is remembered that a code was sent, for whoever is asked about it.
const KEPT_MS: i64 = 24 * CODES_WITHIN_MS;

/// How long an address that somebody else typed waits for the message that was
/// given up to be sent again by hand.
const GIVEN_UP_MS: i64 = 7 * KEPT_MS;

/// How long it is kept who was told something. The gateway reports within hours;
/// a month is for whoever asks why nothing came (dataskyddsförordningen 5.1 e).
const RECEIVERS_KEPT_MS: i64 = 30 * KEPT_MS;

/// What came of asking for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is on its way.
    Sent,
    /// That is no address.
    NoAddress,
    /// Too many were asked for.
    TooMany,
}

/// What came of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It was right.
    Right,
    /// It was wrong; another may be tried.
    Wrong,
    /// It is too old, or was tried too often: ask for a new one.
    Spent,
}

/// Sends a code to an address. One that was verified before stays in use until
/// the new one is.
///
/// # Errors
/// When the database fails.
pub fn ask(tx: &WriteTx<'_>, person: &str, (channel, typed): (Channel, &str)) -> Result<Asked> {
    let address = match channel {
        Channel::Sms => address::mobile(typed),
        _ => address::mail(typed),
    };
    let Some(address) = address else { return Ok(Asked::NoAddress) };
    let many = tx.codes_since(person, tx.now - CODES_WITHIN_MS)? >= MOST_CODES;
    if many || tx.codes_since(person, tx.now - KEPT_MS)? >= MOST_CODES_A_DAY {
        return Ok(Asked::TooMany);
    }
    let code = code()?;
    let hash = hashed(person, channel, &code);
    tx.ask_contact(person, channel, (&address, &hash, tx.now + CODE_LIFE_MS))?;
    tx.queue(&Message {
        case_id: "",
        event: "code",
        receiver: Receiver::Person(person.to_owned()),
        channel,
        address: Some(&address),
        detail: &format!(r#"{{"code":"{code}"}}"#),
        round: tx.next_round(person)?,
    })?;
    Ok(Asked::Sent)
}

/// Tries a code. That it was tried is kept whatever comes of it.
///
/// # Errors
/// [`Problem::NotFound`] when no address waits for a code.
pub fn verify(tx: &WriteTx<'_>, person: &str, (channel, code): (Channel, &str)) -> Result<Tried> {
    let contact = tx.contact(person, channel)?.ok_or(Problem::NotFound)?;
    let Some(pending) = contact.pending else { return Err(Problem::NotFound) };
    if pending.tries >= MOST_TRIES || tx.now >= pending.expires_at {
        return Ok(Tried::Spent);
    }
    tx.count_try(person, channel)?;
    let typed: String = code.chars().filter(char::is_ascii_digit).collect();
    let given = hashed(person, channel, &typed);
    if !bool::from(given.as_bytes().ct_eq(pending.code_hash.as_bytes())) {
        let last = pending.tries + 1 >= MOST_TRIES;
        return Ok(if last { Tried::Spent } else { Tried::Wrong });
    }
    if let Some(old) = contact.address.filter(|old| *old != pending.address) {
        plan::contact_changed(tx, person, (channel, &old))?;
    }
    tx.verify_contact(person, channel)?;
    Ok(Tried::Right)
}

/// Forgets an address, and tells it so: whoever takes it away to put in another may
/// be somebody else. Told once for each time it was verified, so at most as often as
/// codes may be asked for.
///
/// # Errors
/// When the database fails.
pub fn remove(tx: &WriteTx<'_>, person: &str, channel: Channel) -> Result<()> {
    let contact = tx.contact(person, channel)?;
    if let Some(old) = contact.as_ref().and_then(|it| it.usable()) {
        plan::contact_changed(tx, person, (channel, old))?;
    }
    tx.remove_contact(person, channel)
}

/// Forgets codes that nobody used, with the addresses that they went to, and what
/// was sent about them; where messages should have gone that nobody sends; and, in
/// time, who was told anything.
///
/// # Errors
/// When the database fails.
pub fn sweep(tx: &WriteTx<'_>) -> Result<()> {
    tx.forget_old_codes()?;
    tx.forget_messages_before(tx.now - KEPT_MS)?;
    tx.empty_failed_before(tx.now - GIVEN_UP_MS)?;
    tx.forget_messages_of_deleted()?;
    tx.forget_receivers_before(tx.now - RECEIVERS_KEPT_MS)
}

/// Six digits, each combination as likely as the others.
fn code() -> Result<String> {
    // The largest multiple of a million that fits: above it, some would be likelier.
    const FAIR: u32 = u32::MAX - u32::MAX % 1_000_000;
    loop {
        let mut bytes = [0_u8; 4];
        getrandom::fill(&mut bytes)
            .map_err(|cause| anyhow::anyhow!("{cause}"))
            .context("making a code")?;
        let number = u32::from_le_bytes(bytes);
        if number < FAIR {
            return Ok(format!("{:06}", number % 1_000_000));
        }
    }
}

/// Bound to the person and the channel, so that a code is of no use elsewhere.
fn hashed(person: &str, channel: Channel, code: &str) -> String {
    hex::encode(Sha256::digest(format!("{person}\n{}\n{code}", channel.word())))
}
