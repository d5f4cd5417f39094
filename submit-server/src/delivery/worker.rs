//! What is due is delivered, and what came of it is noted.

use std::sync::Arc;

use crate::delivery::{CHANNELS, Delivery, folder, mail, webhook};
use crate::log;
use crate::notify::Failure;
use crate::problem::Problem;
use crate::problem::Result;
use crate::senders;
use crate::senders::{Broken, Patience, Senders};
use crate::store::{Channel, Queued, Receiver, WriteTx};

/// Attempts before somebody must look at it. With the waits between them that is a
/// week: a case must come in without anybody's hand also when what was broken over a
/// long holiday is mended after it.
pub const MOST_ATTEMPTS: i64 = 48;

/// Delivering twice is harmless, so one that breaks is tried as often as any.
const PATIENCE: Patience = Patience { attempts: MOST_ATTEMPTS, broken: MOST_ATTEMPTS };

/// What came of an attempt.
type Outcome = std::result::Result<(), Failure>;

impl From<Broken> for Outcome {
    fn from(broken: Broken) -> Self {
        Err(broken.into())
    }
}

/// Starts a thread for each way.
///
/// # Errors
/// When the system has no threads left.
pub fn start(it: &Arc<Delivery>) -> anyhow::Result<Senders> {
    let delivering = Arc::clone(it);
    Senders::start(CHANNELS.to_vec(), move |channel| deliver(&delivering, channel))
}

/// Delivers all that is due; how many were tried.
///
/// # Errors
/// When the database fails.
pub fn deliver_due(it: &Delivery) -> Result<usize> {
    CHANNELS.into_iter().map(|channel| deliver(it, channel)).sum()
}

fn deliver(it: &Delivery, channel: Channel) -> Result<usize> {
    senders::send_channel(&it.store, (channel, PATIENCE), |queued| attempt(it, queued), note)
}

/// Delivers one case, outside every transaction.
///
/// # Errors
/// When it did not come through.
pub fn attempt(it: &Delivery, queued: &Queued) -> std::result::Result<(), Failure> {
    let Receiver::Unit(unit) = &queued.receiver else {
        return Err(Failure::Never("no unit".to_owned()));
    };
    let package = (it.pack)(&queued.case_id).map_err(|problem| fault(&problem))?;
    match queued.channel {
        Channel::Folder => folder::deliver(it, unit, &package),
        Channel::UnitMail => mail::deliver(it, unit, (queued, &package.case)),
        Channel::Webhook => webhook::deliver(it, unit, (queued, &package.case)),
        Channel::Mail | Channel::Sms => Err(Failure::Never("no way to a unit".to_owned())),
    }
}

/// Ours, such as a receipt that cannot be made; one such holds no other up.
pub(super) fn fault(problem: &Problem) -> Failure {
    if let Problem::Internal(cause) = problem {
        log::fault(cause);
    }
    Broken::Again.into()
}

fn note(tx: &WriteTx<'_>, queued: &Queued, outcome: &Outcome) -> Result<()> {
    let id = queued.id.as_str();
    let Err(failure) = outcome else {
        return tx.delivered(id).map(|_| ());
    };
    let channel = queued.channel.word();
    tracing::warn!(message = id, case = queued.case_id, channel, ?failure, "not delivered");
    match failure {
        Failure::Later(words) | Failure::Unknown(words) => {
            senders::later(tx, queued, words, MOST_ATTEMPTS)
        }
        Failure::Never(words) | Failure::Address(words) => tx.failed(id, words).map(|_| ()),
    }
}
