//! Threads that send what is due in the outbox: a message is leased, sent outside
//! every transaction, and marked. A crash in between sends it once more, under
//! the same name.
//!
//! What sending means is the feature's: `notify` tells people, `delivery` brings
//! cases to the units.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use anyhow::Context;

use crate::backoff;
use crate::log;
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{Channel, Queued, Store, WriteTx};

/// How often the outbox is looked into; a look costs no flush.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// How often something is tried before somebody must look at it.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Attempts, whatever came of them.
    pub attempts: i64,
    /// Attempts that broke.
    pub broken: i64,
}

/// An attempt that did not come to its own end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It is worth another try.
    Again,
    /// Nothing more will come of it; why, for the operator.
    GivenUp(&'static str),
}

/// The threads that send; dropping it ends them, after the message under way.
pub struct Senders {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Senders {
    /// Starts a thread for each channel, so that a slow one holds no other up.
    /// `send` sends all that is due on a channel.
    ///
    /// # Errors
    /// When the system has no threads left.
    pub fn start(
        channels: Vec<Channel>,
        send: impl Fn(Channel) -> Result<usize> + Send + Sync + 'static,
    ) -> anyhow::Result<Self> {
        let (stop, send) = (Arc::new(AtomicBool::new(false)), Arc::new(send));
        let mut threads = Vec::new();
        for channel in channels {
            let (send, stop) = (Arc::clone(&send), Arc::clone(&stop));
            let thread = Builder::new().name(format!("send-{}", channel.word()));
            let body = move || {
                while !stop.load(Ordering::Relaxed) {
                    // A panic of ours has been logged; what was under way is due when its lease ends.
                    let sent = catch_unwind(AssertUnwindSafe(|| send(channel)));
                    if let Ok(Err(Problem::Internal(cause))) = sent {
                        log::fault(&cause);
                    }
                    std::thread::sleep(LOOK_EVERY);
                }
            };
            threads.push(thread.spawn(body).context("starting to send")?);
        }
        Ok(Self { stop, threads })
    }
}

impl Drop for Senders {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so in the log.
            let _ = thread.join();
        }
    }
}

/// Sends all that is due on a channel; how many were tried. `attempt` sends one,
/// `note` writes down what came of it. One that breaks holds no other up.
///
/// # Errors
/// When the database fails.
pub fn send_channel<T: From<Broken>>(
    store: &Store,
    (channel, patience): (Channel, Patience),
    attempt: impl Fn(&Queued) -> T,
    note: impl Fn(&WriteTx<'_>, &Queued, &T) -> Result<()>,
) -> Result<usize> {
    let mut tried = 0;
    while store.read(|tx| tx.any_due(channel))? {
        // One at a time: its lease must outlast the slowest server.
        let leased = store.write(|tx| tx.lease_due(&[channel], 1))?;
        for message in &leased {
            let outcome = ended(message, patience, &attempt);
            store.write(|tx| note(tx, message, &outcome))?;
            tried += 1;
        }
    }
    Ok(tried)
}

/// What came of an attempt, also when it breaks or once ended the program.
fn ended<T: From<Broken>>(
    message: &Queued,
    patience: Patience,
    attempt: impl Fn(&Queued) -> T,
) -> T {
    if message.attempts > patience.attempts {
        return Broken::GivenUp("no attempt came to an end").into();
    }
    match catch_unwind(AssertUnwindSafe(|| attempt(message))) {
        Ok(outcome) => outcome,
        // The panic is in the log, by its place.
        Err(_) if message.attempts >= patience.broken => {
            Broken::GivenUp("a fault each time, see the log").into()
        }
        Err(_) => {
            log::fault(&anyhow::anyhow!("an attempt to send panicked"));
            Broken::Again.into()
        }
    }
}

/// Tries a message again later, or gives it up after so many attempts.
///
/// # Errors
/// When the database fails.
pub fn later(tx: &WriteTx<'_>, message: &Queued, words: &str, most: i64) -> Result<()> {
    if message.attempts >= most {
        return tx.failed(&message.id, words).map(|_| ());
    }
    let wait = backoff::wait(message.attempts, backoff::spread());
    tx.again(&message.id, tx.now + wait, words)
}
