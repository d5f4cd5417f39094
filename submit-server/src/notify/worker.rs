//! What is due is sent, when the person may be told; and what came of it is noted.

use std::sync::Arc;

use crate::backoff;
use crate::cases::concerned::children;
use crate::log;
use crate::notify::contacts::CODE_LIFE_MS;
use crate::notify::mail::Letter;
use crate::notify::words;
use crate::notify::{Failure, MayTell, Notify, quiet};
use crate::problem::Problem;
use crate::problem::Result;
use crate::senders;
use crate::senders::{Broken, Patience, Senders};
use crate::store::{Channel, Owner, Queued, Receiver, WriteTx};

/// An SMS that may have gone is sent once more, and then left at that: twice is
/// a nuisance, and the gateway has no idempotency key.
const MOST_UNKNOWN: i64 = 2;

/// One whose sending breaks may have gone each time: it is soon left at that.
const PATIENCE: Patience = Patience { attempts: backoff::MOST_ATTEMPTS, broken: 3 };

/// What came of an attempt.
enum Outcome {
    /// Taken; the gateway's name for it.
    Sent(Option<String>),
    /// Not at this hour.
    PutOff(i64),
    /// It did not succeed.
    Failed(Failure),
    /// The person must not be told.
    Protected,
}

impl From<Broken> for Outcome {
    fn from(broken: Broken) -> Self {
        Self::Failed(broken.into())
    }
}

/// Starts a thread for each configured channel.
///
/// # Errors
/// When the system has no threads left.
pub fn start(it: &Arc<Notify>) -> anyhow::Result<Senders> {
    let sending = Arc::clone(it);
    Senders::start(it.channels(), move |channel| send(&sending, channel))
}

/// Sends all that is due on the configured channels; how many were tried.
///
/// # Errors
/// When the database fails.
pub fn send_due(it: &Notify) -> Result<usize> {
    it.channels().into_iter().map(|channel| send(it, channel)).sum()
}

fn send(it: &Notify, channel: Channel) -> Result<usize> {
    let attempted =
        |message: &Queued| attempt(it, message).unwrap_or_else(|problem| fault(&problem));
    senders::send_channel(&it.store, (channel, PATIENCE), attempted, note)
}

/// Ours, such as a theme without words for a message; one such holds no other up.
fn fault(problem: &Problem) -> Outcome {
    if let Problem::Internal(cause) = problem {
        log::fault(cause);
    }
    Broken::Again.into()
}

fn attempt(it: &Notify, message: &Queued) -> Result<Outcome> {
    let now = it.store.now();
    let never = |words: &str| Ok(Outcome::Failed(Failure::Never(words.to_owned())));
    let Receiver::Person(person) = &message.receiver else { return never("no person") };
    if message.event == "code" && now >= message.created_at + CODE_LIFE_MS {
        return never("too late");
    }
    if let Some(morning) = wait_for_morning(it, message)? {
        return Ok(Outcome::PutOff(morning));
    }
    let own = it.store.read(|tx| tx.contact(person, message.channel))?;
    let own = own.as_ref().and_then(|it| it.usable());
    let Some(address) = message.address.as_deref().or(own) else { return never("no address") };
    match may_tell(it, message, person)? {
        MayTell::Yes => {}
        MayTell::No => return Ok(Outcome::Protected),
        MayTell::NotNow => {
            let words = "the register does not answer".to_owned();
            return Ok(Outcome::Failed(Failure::Later(words)));
        }
    }
    let text = words::text(it, message)?;
    let sent = match (message.channel, &it.mail, &it.sms) {
        (Channel::Mail, Some(mail), _) => {
            let sender = &it.view.site().municipality;
            let letter = Letter { id: &message.id, sender, to: address, text: &text, now };
            mail.send(&letter).map(|()| None)
        }
        (Channel::Sms, _, Some(sms)) => sms.send(address, &text.body).map(Some),
        _ => Err(Failure::Never("the channel is off".to_owned())),
    };
    Ok(sent.map_or_else(Outcome::Failed, Outcome::Sent))
}

/// As the pages have it: a party of another's case is told nothing of it when
/// somebody else in it, or a child that it is about, is protected, or may be. A message
/// to an address that the applicant typed of somebody named tells nothing about the
/// named: the register is not asked of them, or the applicant would see its answer.
fn may_tell(it: &Notify, message: &Queued, person: &str) -> Result<MayTell> {
    let parties = it.store.read(|tx| tx.parties(&message.case_id))?;
    let named = |number: &str| parties.iter().any(|it| it.person == number && it.role == "signer");
    let others = it.store.read(|tx| {
        let owner = tx.case(&message.case_id)?.map(|it| it.owner);
        let owner = match owner {
            Some(Owner::Person(owner)) if owner != person => owner,
            _ => return Ok(Vec::new()),
        };
        let others = parties.iter().map(|it| it.person.clone());
        let mut others: Vec<String> =
            others.filter(|it| *it != owner && it != person && !named(it)).collect();
        others.push(owner);
        others.extend(children(tx, &message.case_id)?);
        Ok(others)
    })?;
    let themselves = Some(person).filter(|it| message.address.is_none() || !named(it));
    let mut answers = themselves
        .into_iter()
        .chain(others.iter().map(String::as_str))
        .map(|number| (it.ask)(number));
    Ok(answers.find(|answer| *answer != MayTell::Yes).unwrap_or(MayTell::Yes))
}

/// An SMS waits for the morning, unless it was asked for a moment ago or its
/// deadline passes before that.
fn wait_for_morning(it: &Notify, message: &Queued) -> Result<Option<i64>> {
    if message.channel != Channel::Sms || message.event == "code" {
        return Ok(None);
    }
    let Some(morning) = quiet::ends(it.store.now()) else { return Ok(None) };
    let case = it.store.read(|tx| tx.case(&message.case_id))?;
    let deadline = case.filter(|it| it.received_at.is_none()).and_then(|it| it.sign_by);
    Ok((deadline.is_none_or(|it| it > morning)).then_some(morning))
}

fn note(tx: &WriteTx<'_>, message: &Queued, outcome: &Outcome) -> Result<()> {
    let id = &message.id;
    if let Outcome::Failed(failure) = outcome {
        let (channel, event) = (message.channel.word(), message.event.as_str());
        tracing::warn!(message = id.as_str(), channel, event, ?failure, "not sent");
    }
    match outcome {
        Outcome::Sent(provider) => {
            tx.sent(id, provider.as_deref())?;
            // An SMS has arrived only when the gateway says so.
            if message.channel == Channel::Mail { works(tx, message) } else { Ok(()) }
        }
        Outcome::PutOff(until) => tx.put_off(id, *until),
        Outcome::Protected => give_up(tx, message, "protected"),
        Outcome::Failed(Failure::Unknown(_)) if message.attempts >= MOST_UNKNOWN => {
            tx.sent(id, None)
        }
        Outcome::Failed(Failure::Later(words) | Failure::Unknown(words)) => {
            senders::later(tx, message, words, backoff::MOST_ATTEMPTS)
        }
        Outcome::Failed(Failure::Never(words)) => give_up(tx, message, words),
        Outcome::Failed(Failure::Address(words)) => {
            give_up(tx, message, words)?;
            did_not_work(tx, message)
        }
    }
}

/// Nothing more will come of it here; what it held of the person goes, and the
/// row stays to be seen.
fn give_up(tx: &WriteTx<'_>, message: &Queued, words: &str) -> Result<()> {
    if tx.failed(&message.id, words)? && (message.event == "code" || words == "protected") {
        tx.empty_message(&message.id)?;
    }
    Ok(())
}

/// The person's own address has worked.
pub(super) fn works(tx: &WriteTx<'_>, message: &Queued) -> Result<()> {
    match own(message) {
        Some(person) => tx.contact_works(person, message.channel),
        None => Ok(()),
    }
}

/// The person's own address has not worked.
pub(super) fn did_not_work(tx: &WriteTx<'_>, message: &Queued) -> Result<()> {
    match own(message) {
        Some(person) => tx.contact_failed(person, message.channel),
        None => Ok(()),
    }
}

/// The person, when the message went to their verified address. What goes to an
/// address that is on its way in or out says nothing about that one.
fn own(message: &Queued) -> Option<&str> {
    let elsewhere =
        message.address.is_some() || matches!(message.event.as_str(), "code" | "contact_changed");
    match &message.receiver {
        Receiver::Person(person) if !elsewhere => Some(person),
        _ => None,
    }
}
