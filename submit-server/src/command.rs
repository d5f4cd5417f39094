//! `submit-server case …`, `submit-server outbox …` and `submit-server audit …`:
//! the municipality's way to see and close cases, messages that did not go out,
//! and whether what has happened is still written as it was. The keys of the units
//! have a file of their own, and so have the words that the search does not know.

mod changes;
pub mod keys;
pub mod search_words;

use anyhow::{Context, Result, bail};

use crate::config::Config;
use crate::delivery::lacking;
use crate::forms::Forms;
use crate::problem::Problem;
use crate::stockholm;
use crate::store::{Case, Clock, Queued, ReadTx, Receiver, Sending, State, Store};

/// How the commands are written.
pub const USAGE: &str = "\
submit-server case list [received|in_progress|closed]
submit-server case show NUMMER
submit-server case status NUMMER received|in_progress|closed [--message TEXT] [--outcome TEXT]
submit-server case close NUMMER --outcome TEXT [--message TEXT]
submit-server case message NUMMER --message TEXT";

/// Carries out `case` with its arguments and returns what to print.
///
/// # Errors
/// When the arguments are not a command, or there is no such case.
pub fn case(config: &Config, arguments: &[String]) -> Result<String> {
    let store = Store::open(&config.data, Clock::system())?;
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["list"] => list(&store, None),
        ["list", state] => list(&store, Some(named(state)?)),
        ["show", number] => show(&store, number),
        ["status", number, state, said @ ..] => {
            let said = changes::said(said)?;
            changes::carry_out(&store, number, said.moved(named(state)?))
        }
        ["close", number, said @ ..] => {
            let said = changes::said(said)?;
            changes::carry_out(&store, number, said.closed()?)
        }
        ["message", number, said @ ..] => {
            let said = changes::said(said)?;
            changes::carry_out(&store, number, said.only_message()?)
        }
        _ => bail!("not a command; expected one of\n{USAGE}"),
    }
}

/// How the commands of the outbox are written.
pub const OUTBOX_USAGE: &str = "\
submit-server outbox list
submit-server outbox retry [ID]";

/// Carries out `outbox` with its arguments and returns what to print. Who a
/// message is for is not shown: it is nothing that sending it again needs.
///
/// # Errors
/// When the arguments are not a command, or there is no such message.
pub fn outbox(config: &Config, arguments: &[String]) -> Result<String> {
    let store = Store::open(&config.data, Clock::system())?;
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["list"] => {
            let lines = store.read(|tx| {
                let messages = tx.unsent_messages()?;
                let lines: Vec<String> = messages
                    .iter()
                    .map(|it| message_line(tx, it))
                    .collect::<Result<_, Problem>>()?;
                Ok(lines.concat() + &without_unit(tx)?)
            })?;
            Ok(lines)
        }
        ["retry"] => {
            let count = store.write(|tx| {
                let mut failed = tx.unsent_messages()?;
                failed.retain(|it| it.state == Sending::Failed);
                let mut count = 0;
                for it in &failed {
                    count += usize::from(tx.retry_message(&it.id)?);
                }
                Ok(count)
            })?;
            Ok(format!("{count} to be sent again\n"))
        }
        ["retry", id] => retry(&store, id),
        _ => bail!("not a command; expected one of\n{OUTBOX_USAGE}"),
    }
}

fn retry(store: &Store, id: &str) -> Result<String> {
    match store.write(|tx| Ok((tx.retry_message(id)?, tx.leased_until(id)?)))? {
        (true, _) => Ok(format!("{id}  waiting\n")),
        (false, Some(until)) => {
            let until = stockholm::long_time(until);
            bail!("the message `{id}` is being sent just now; look at it again after {until}")
        }
        (false, None) => {
            bail!("there is no message `{id}` that waits or has failed, or it is too old")
        }
    }
}

/// How the command of the events is written.
pub const AUDIT_USAGE: &str = "submit-server audit verify";

/// Carries out `audit` with its arguments and returns what to print.
///
/// # Errors
/// When the arguments are not a command, or an event was changed, removed or
/// moved: then the error names the first such row of each case.
pub fn audit(config: &Config, arguments: &[String]) -> Result<String> {
    if arguments.iter().map(String::as_str).ne(["verify"]) {
        bail!("not a command; expected\n{AUDIT_USAGE}");
    }
    let store = Store::open(&config.data, Clock::system())?;
    let audit = store.read(|tx| tx.audit())?;
    let (events, cases) = (audit.events, audit.cases);
    if audit.faults.is_empty() {
        return Ok(format!("{events} events in {cases} cases, the chain is whole\n"));
    }
    let faults: String = audit.faults.iter().map(|it| format!("\n{it}")).collect();
    bail!("{events} events in {cases} cases, the chain is not whole{faults}")
}

/// Cases that no unit will have, because no form names one.
fn without_unit(tx: &ReadTx<'_>) -> Result<String, Problem> {
    Ok(match tx.count_without_unit()? {
        0 => String::new(),
        count => format!(
            "{count} received cases have no unit: publish a form of their service that names \
             one, or see `case list`\n"
        ),
    })
}

/// Whom a message to a person is for is not said; which case has not come to
/// which unit is.
fn message_line(tx: &ReadTx<'_>, it: &Queued) -> Result<String, Problem> {
    let queued = stockholm::long_time(it.created_at);
    let error = it.last_error.as_deref().unwrap_or("-");
    let about = match &it.receiver {
        Receiver::Person(_) => "-".to_owned(),
        Receiver::Unit(unit) => {
            let number = tx.case(&it.case_id)?.and_then(|it| it.number).unwrap_or_default();
            format!("{unit} {number}")
        }
    };
    Ok(format!(
        "{}  {:<7}  {:<9}  {:<12}  {:>2}  {queued}  {about}  {error}\n",
        it.id,
        it.state.word(),
        it.channel.word(),
        it.event,
        it.attempts
    ))
}

/// What `check` says of the published forms: how their cases cannot reach the units
/// yet. It is no fault: the cases come in, and wait.
#[must_use]
pub fn lacking(config: &Config) -> String {
    let lacking = match Forms::new(&config.site).all_newest() {
        Ok(forms) => lacking::lacking(config, &forms),
        Err(problem) => vec![format!("the forms cannot be read: {}", problem.cause())],
    };
    lacking.iter().map(|it| format!("cases will wait: {it}\n")).collect()
}

fn list(store: &Store, state: Option<State>) -> Result<String> {
    let rows = store.read(|tx| tx.received_cases(state))?;
    let line = |row: crate::store::CaseRow| {
        let received = row.received_at.map(stockholm::long_time).unwrap_or_default();
        let number = row.number.unwrap_or_default();
        format!("{number}  {:<11}  {received}  {}\n", row.state.word(), row.service)
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The case with its document, as JSON: the unit's own, so with all it holds.
fn show(store: &Store, number: &str) -> Result<String> {
    let case = received(store, number)?;
    let document = case.document.unwrap_or_default();
    let value: serde_json::Value = serde_json::from_str(&document)?;
    let at = case.received_at.map(stockholm::long_time).unwrap_or_default();
    let pretty = serde_json::to_string_pretty(&value)?;
    Ok(format!("{number}  {}  {at}\n{pretty}\n", case.state.word()))
}

fn received(store: &Store, number: &str) -> Result<Case> {
    let case = store.read(|tx| tx.case_by_number(number))?;
    case.filter(|case| case.received_at.is_some())
        .with_context(|| format!("there is no received case `{number}`"))
}

fn named(state: &str) -> Result<State> {
    State::named(state).with_context(|| {
        format!("`{state}` is not a state; expected `received`, `in_progress` or `closed`")
    })
}
