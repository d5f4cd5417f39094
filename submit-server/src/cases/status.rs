//! The municipality's part: a received case is worked on and closed, and the
//! citizen is told. The one way to do it, for the API and the command line.
//!
//! **Invariant:** state, event, message and notification are written together or
//! not at all. What a unit writes is plain text that only the case's page shows.

use sha2::{Digest, Sha256};

use crate::notify::plan;
use crate::problem::Result;
use crate::store::{Actor, Case, State, WriteTx};

/// Most characters of a message to the citizen.
pub const MOST_MESSAGE: usize = 2000;

/// Most characters of an outcome.
pub const MOST_OUTCOME: usize = 200;

/// Who changes a case for the municipality.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// A unit's program, with the key of this id; it reaches the unit's own cases only.
    Key {
        /// What the key is called.
        id: &'a str,
        /// The unit's slug.
        unit: &'a str,
    },
    /// Somebody on the server's command line.
    CommandLine,
}

/// What is to happen to a received case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It gets another state.
    Move {
        /// Where to.
        to: State,
        /// How it ended; only with [`State::Closed`].
        outcome: Option<String>,
        /// To the citizen.
        message: Option<String>,
    },
    /// The citizen is told something.
    Say {
        /// What.
        message: String,
    },
}

/// Why a change is not made.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// No received case of theirs has this number.
    #[error("there is no such case")]
    NoSuchCase,
    /// It cannot be done to the case as it is; with the way out.
    #[error("{0}")]
    NotNow(&'static str),
    /// What was written cannot be shown to the citizen.
    #[error("{field} {what}")]
    Text {
        /// `message` or `outcome`.
        field: &'static str,
        /// What is wrong with it.
        what: String,
    },
    /// The database fails.
    #[error(transparent)]
    Problem(#[from] crate::problem::Problem),
}

/// Changes the case with this number, and tells the citizen.
///
/// # Errors
/// [`Refused`] says why not; nothing is changed then.
pub fn change(
    tx: &WriteTx<'_>,
    number: &str,
    change: &Change,
    by: By<'_>,
) -> std::result::Result<(), Refused> {
    let case = of_theirs(tx, number, by)?;
    match change {
        Change::Move { to, outcome, message } => {
            let outcome = outcome.as_deref().map(|it| line("outcome", it)).transpose()?;
            let message = message.as_deref().map(|it| text("message", it)).transpose()?;
            may_move(case.state, *to, outcome.is_some())?;
            tx.move_case(&case.id, *to, outcome.as_deref())?;
            Ok(told(tx, &case, (Some(*to), message.as_deref()), by)?)
        }
        Change::Say { message } => {
            let message = text("message", message)?;
            Ok(told(tx, &case, (None, Some(&message)), by)?)
        }
    }
}

/// Another unit's case looks exactly like none.
fn of_theirs(tx: &WriteTx<'_>, number: &str, by: By<'_>) -> std::result::Result<Case, Refused> {
    if let By::Key { unit, .. } = by
        && tx.case_of_unit(unit, number)?.is_none()
    {
        return Err(Refused::NoSuchCase);
    }
    let case = tx.case_by_number(number)?.filter(|it| it.received_at.is_some());
    case.ok_or(Refused::NoSuchCase)
}

/// Which state may follow on which.
fn may_move(from: State, to: State, outcome: bool) -> std::result::Result<(), Refused> {
    let refused = match (from, to) {
        (State::Received | State::InProgress | State::Closed, State::Draft | State::Signing) => {
            "a received case cannot become a draft again"
        }
        (State::Received, State::Received) | (State::InProgress, State::InProgress) => {
            "the case is in that state already; to tell the citizen something, send a message"
        }
        (State::Closed, State::Closed) => {
            "the case is closed already; to close it with another outcome, \
             reopen it first: move it to in_progress"
        }
        (State::Closed, State::Received) => {
            "the case is closed; to reopen it, move it to in_progress"
        }
        _ if outcome && to != State::Closed => "an outcome is given when the case is closed",
        _ => return Ok(()),
    };
    Err(Refused::NotNow(refused))
}

/// Notes the event, keeps the message with it, and queues the notification. The
/// event holds who did it and the hash of the message, never its words.
fn told(
    tx: &WriteTx<'_>,
    case: &Case,
    (to, message): (Option<State>, Option<&str>),
    by: By<'_>,
) -> Result<()> {
    let mut detail = serde_json::Map::new();
    if let Some(to) = to {
        detail.insert("to".into(), to.word().into());
    }
    if let By::Key { id, .. } = by {
        detail.insert("key".into(), id.into());
    }
    if let Some(message) = message {
        detail.insert("message".into(), hex::encode(Sha256::digest(message)).into());
    }
    let kind = if to.is_some() { "status" } else { "message" };
    tx.note(&case.id, kind, Actor::Unit, &serde_json::Value::Object(detail).to_string())?;
    if let Some(message) = message {
        tx.say(&case.id, to.unwrap_or(case.state), message)?;
    }
    plan::status(tx, &case.id)
}

/// A text with its line breaks, as it is kept.
fn text(field: &'static str, text: &str) -> std::result::Result<String, Refused> {
    let plain = text.replace("\r\n", "\n").trim().to_owned();
    shown(field, (text, &plain), MOST_MESSAGE, |it| it == '\n' || it == '\t')?;
    Ok(plain)
}

/// A text of one line, as it is kept.
fn line(field: &'static str, text: &str) -> std::result::Result<String, Refused> {
    let plain = text.trim().to_owned();
    shown(field, (text, &plain), MOST_OUTCOME, |_| false)?;
    Ok(plain)
}

/// Refuses what is blank, was given too long, or cannot be seen.
fn shown(
    field: &'static str,
    (given, plain): (&str, &str),
    most: usize,
    also: fn(char) -> bool,
) -> std::result::Result<(), Refused> {
    let what = match given.chars().count() {
        _ if plain.is_empty() => "is blank".to_owned(),
        count if count > most => format!("has {count} characters, at most {most} are taken"),
        _ if plain.chars().any(|it| deceives(it) && !also(it)) => {
            "has characters that cannot be shown".to_owned()
        }
        _ => return Ok(()),
    };
    Err(Refused::Text { field, what })
}

/// Control characters, and those that turn the direction of writing around.
fn deceives(it: char) -> bool {
    it.is_control() || matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_goes_forward_and_back_to_the_unit_but_never_to_the_citizen() {
        #[rustfmt::skip]
        let table = [
            (State::Received,   State::InProgress, false, true),
            (State::Received,   State::Closed,     true,  true),
            (State::Received,   State::Closed,     false, true),
            (State::Received,   State::Received,   false, false),
            (State::InProgress, State::Received,   false, true),
            (State::InProgress, State::InProgress, false, false),
            (State::InProgress, State::Closed,     true,  true),
            (State::InProgress, State::Received,   true,  false),
            (State::Closed,     State::InProgress, false, true),
            (State::Closed,     State::InProgress, true,  false),
            (State::Closed,     State::Received,   false, false),
            (State::Closed,     State::Closed,     true,  false),
            (State::Received,   State::Draft,      false, false),
            (State::Closed,     State::Signing,    false, false),
        ];
        for (from, to, outcome, expected) in table {
            assert_eq!(may_move(from, to, outcome).is_ok(), expected, "{from:?} {to:?} {outcome}");
        }
    }

    #[test]
    fn a_message_is_plain_text_of_a_bounded_length() {
        let longest = "å".repeat(MOST_MESSAGE);
        let longer = "å".repeat(MOST_MESSAGE + 1);
        #[rustfmt::skip]
        let table = [
            ("Hej!\r\n\r\nVi ringer. ", Some("Hej!\n\nVi ringer.")),
            ("1 < 2 & <b>",             Some("1 < 2 & <b>")),
            (longest.as_str(),          Some(longest.as_str())),
            (longer.as_str(),           None),
            (" \n ",                    None),
            ("a\0b",                    None),
            ("a\u{202e}b",              None),
            ("a\rb",                    None),
        ];
        for (given, expected) in table {
            assert_eq!(text("message", given).ok().as_deref(), expected, "{given:?}");
        }
        assert!(line("outcome", "två\nrader").is_err());
    }
}
