//! What somebody on the command line does to a case and says to its citizen.

use anyhow::{Context, Result, bail};

use crate::cases::status::{By, Change, Refused, change};
use crate::problem::Problem;
use crate::store::{State, Store};

/// What is said with a change: the options that may follow it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    message: Option<String>,
    outcome: Option<String>,
}

/// Reads `--message TEXT` and `--outcome TEXT`, each at most once.
pub(super) fn said(words: &[&str]) -> Result<Said> {
    let mut said = Said::default();
    for pair in words.chunks(2) {
        let place = match pair {
            ["--message", _] => &mut said.message,
            ["--outcome", _] => &mut said.outcome,
            [option, ..] => bail!("`{option}`: expected `--message TEXT` or `--outcome TEXT`"),
            [] => break,
        };
        if place.replace(pair[1].to_owned()).is_some() {
            bail!("`{}` is given twice", pair[0]);
        }
    }
    Ok(said)
}

impl Said {
    /// A move to another state.
    pub(super) fn moved(self, to: State) -> Change {
        Change::Move { to, outcome: self.outcome, message: self.message }
    }

    /// The end, which must have an outcome.
    pub(super) fn closed(self) -> Result<Change> {
        let outcome = self.outcome.context("say how it ended: `--outcome TEXT`")?;
        Ok(Change::Move { to: State::Closed, outcome: Some(outcome), message: self.message })
    }

    /// Nothing but a message.
    pub(super) fn only_message(self) -> Result<Change> {
        match (self.message, self.outcome) {
            (Some(message), None) => Ok(Change::Say { message }),
            _ => bail!("say what the citizen is to read: `--message TEXT`, and nothing else"),
        }
    }
}

/// Changes a case and returns what to print.
pub(super) fn carry_out(store: &Store, number: &str, wanted: Change) -> Result<String> {
    // A refusal changes nothing, so its transaction may well be kept.
    let done = store.write(|tx| match change(tx, number, &wanted, By::CommandLine) {
        Err(Refused::Problem(problem)) => Err(problem),
        other => Ok(other),
    })?;
    match done {
        Ok(()) => {
            let case = store.read(|tx| tx.case_by_number(number))?.ok_or(Problem::NotFound)?;
            Ok(format!("{number}  {}\n", case.state.word()))
        }
        Err(Refused::NoSuchCase) => bail!("there is no received case `{number}`"),
        Err(refused) => Err(refused.into()),
    }
}
