//! One writer, and writes that share a flush.
//!
//! Whoever wants to write takes the connection in turn, runs in a savepoint of
//! the open transaction, and leaves; the last in line (or the hundred and
//! twenty-eighth) commits for all. Nobody is answered before that commit. A
//! change that is refused, or panics, takes back its own savepoint only.
//!
//! The change runs on the caller's thread, so it may borrow the caller's values.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::thread::Thread;

use anyhow::anyhow;
use rusqlite::{Connection, ErrorCode};

use super::engine::execute;
use crate::problem::Problem;
use crate::problem::Result;

/// Most changes in one commit, so that the first in a long line need not wait for the last.
pub(super) const MOST_IN_A_COMMIT: usize = 128;

pub(super) struct Group {
    writer: Mutex<Writer>,
    waiting: AtomicUsize,
    broken: AtomicBool,
    full: AtomicBool,
}

struct Writer {
    connection: Connection,
    batch: Option<Batch>,
}

/// The transaction that is open, and those who wait for its commit.
struct Batch {
    changes: usize,
    fate: Arc<Fate>,
}

/// How a commit went. Those who wait are woken one by one: a condition that all of them
/// wait for would hand its lock from each to the next, and the processor with it.
#[derive(Default)]
struct Fate {
    outcome: OnceLock<std::result::Result<(), Lost>>,
    waiting: Mutex<Vec<Thread>>,
}

/// Why a commit did not happen.
#[derive(Clone)]
enum Lost {
    /// The disk is full, and may be emptied.
    NoRoom,
    /// Anything else.
    Fault(String),
}

impl Group {
    pub(super) fn new(connection: Connection) -> Self {
        let writer = Mutex::new(Writer { connection, batch: None });
        let (broken, full) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { writer, waiting: AtomicUsize::new(0), broken, full }
    }

    /// Whether there was no room on the disk for the last change.
    pub(super) fn full(&self) -> bool {
        self.full.load(Ordering::SeqCst)
    }

    /// Whether changes are still taken; false after the disk failed to keep one.
    pub(super) fn takes_writes(&self) -> bool {
        !self.broken.load(Ordering::SeqCst)
    }

    /// Runs a change and returns after the commit that holds it.
    pub(super) fn run<T>(&self, change: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        if !self.takes_writes() {
            return Err(broken());
        }
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        // It may have broken while this change stood in line.
        if !self.takes_writes() {
            return Err(broken());
        }

        let opened = writer.open(|| self.rolled_back());
        let fate = opened.map_err(super::fault("opening a transaction"))?;
        let outcome = catch_unwind(AssertUnwindSafe(|| in_savepoint(&writer.connection, change)));
        if matches!(outcome, Ok(Err(Problem::NoRoom))) {
            self.room(false);
        }
        self.commit_or_leave(writer);
        let committed = fate.wait();
        let value = outcome.unwrap_or_else(|panic| resume_unwind(panic))?;
        match committed {
            Ok(()) => Ok(value),
            Err(Lost::NoRoom) => Err(Problem::NoRoom),
            Err(Lost::Fault(error)) => Err(Problem::Internal(anyhow!(error).context("committing"))),
        }
    }

    /// The last in line commits for all; others leave the transaction open.
    fn commit_or_leave(&self, mut writer: MutexGuard<'_, Writer>) {
        let full = writer.batch.as_ref().is_some_and(|batch| batch.changes >= MOST_IN_A_COMMIT);
        if !full && self.waiting.load(Ordering::SeqCst) > 0 {
            return;
        }
        let Some(batch) = writer.batch.take() else { return };
        // A full disk makes SQLite roll the whole transaction back by itself.
        if writer.connection.is_autocommit() {
            return batch.fate.settle(Err(self.rolled_back()));
        }
        let outcome = execute(&writer.connection, "COMMIT").map_err(|error| {
            self.give_up_unless_recoverable(&error);
            // After a failed commit the transaction may or may not be open still.
            if !writer.connection.is_autocommit()
                && let Err(error) = writer.connection.execute_batch("ROLLBACK")
            {
                tracing::error!(%error, "rolling back");
                self.broken.store(true, Ordering::SeqCst);
            }
            Lost::of(&error)
        });
        self.room(!matches!(outcome, Err(Lost::NoRoom)));
        batch.fate.settle(outcome);
    }

    /// Why SQLite has rolled back by itself.
    fn rolled_back(&self) -> Lost {
        match self.full.load(Ordering::SeqCst) {
            true => Lost::NoRoom,
            false => Lost::Fault("the transaction was rolled back".to_owned()),
        }
    }

    /// Notes whether there was room, and tells the operator when that changes.
    fn room(&self, room: bool) {
        if self.full.swap(!room, Ordering::SeqCst) == room {
            match room {
                true => tracing::warn!("there is room on the disk again"),
                false => tracing::error!("there is no room on the disk; nothing can be saved"),
            }
        }
    }

    /// A full disk can be emptied. After any other failed flush nobody knows what
    /// the disk holds, and trying again might report success for lost data.
    fn give_up_unless_recoverable(&self, error: &rusqlite::Error) {
        let code = error.sqlite_error_code();
        if !matches!(code, Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy)) {
            tracing::error!(%error, "the disk failed to keep a commit; no more writes are taken");
            self.broken.store(true, Ordering::SeqCst);
        }
    }
}

fn broken() -> Problem {
    Problem::Internal(anyhow!("the database takes no writes since a failed flush"))
}

impl Writer {
    /// Joins the open transaction or opens one.
    fn open(&mut self, lost: impl FnOnce() -> Lost) -> rusqlite::Result<Arc<Fate>> {
        // A full disk may have rolled the transaction back under the others' feet.
        if self.connection.is_autocommit() {
            if let Some(batch) = self.batch.take() {
                batch.fate.settle(Err(lost()));
            }
            execute(&self.connection, "BEGIN IMMEDIATE")?;
        }
        let batch = self.batch.get_or_insert_with(|| Batch { changes: 0, fate: Arc::default() });
        batch.changes += 1;
        Ok(Arc::clone(&batch.fate))
    }
}

impl Lost {
    fn of(error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::NoRoom,
            _ => Self::Fault(error.to_string()),
        }
    }
}

impl Fate {
    fn settle(&self, outcome: std::result::Result<(), Lost>) {
        // Whoever comes after this finds the outcome, and does not wait.
        if self.outcome.set(outcome).is_err() {
            tracing::error!("a commit has been settled twice");
        }
        let waiting = std::mem::take(&mut *self.waiting());
        waiting.iter().for_each(Thread::unpark);
    }

    fn wait(&self) -> std::result::Result<(), Lost> {
        if self.outcome.get().is_none() {
            self.waiting().push(thread::current());
        }
        loop {
            if let Some(outcome) = self.outcome.get() {
                return outcome.clone();
            }
            thread::park();
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Thread>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes the change back unless it succeeds, also when it panics.
fn in_savepoint<T>(
    connection: &Connection,
    change: impl FnOnce(&Connection) -> Result<T>,
) -> Result<T> {
    let fault = super::fault("a savepoint");
    execute(connection, "SAVEPOINT change").map_err(super::fault("a savepoint"))?;
    let outcome = catch_unwind(AssertUnwindSafe(|| change(connection)));
    let undone = match &outcome {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) | Err(_) => execute(connection, "ROLLBACK TO change"),
    };
    let ended = undone.and_then(|()| execute(connection, "RELEASE change"));
    if ended.is_err() && !connection.is_autocommit() {
        // What was refused may still be there: nothing of this transaction is kept.
        connection.execute_batch("ROLLBACK").map_err(super::fault("a savepoint"))?;
    }
    let value = outcome.unwrap_or_else(|panic| resume_unwind(panic))?;
    ended.map_err(fault)?;
    Ok(value)
}
