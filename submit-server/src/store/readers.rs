//! Connections that can only look, handed from thread to thread.
//!
//! A look takes microseconds, and opening a connection a hundred times that, so
//! whoever finds all of them taken waits for one. Somebody who waits too long
//! gets another: a look may begin inside a look, and must not wait for itself.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

use super::engine;
use crate::problem::Problem;
use crate::problem::Result;

/// Connections kept open; each has a page cache of its own.
const KEPT: usize = 8;

/// How long to wait for one of them before another is opened.
const PATIENCE: Duration = Duration::from_millis(50);

pub(super) struct Readers {
    file: PathBuf,
    pool: Mutex<Pool>,
    returned: Condvar,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Connection>,
    taken: usize,
}

impl Readers {
    pub(super) fn new(file: &Path) -> Self {
        Self { file: file.to_owned(), pool: Mutex::default(), returned: Condvar::new() }
    }

    /// Runs a look in one read transaction, so that it sees one moment.
    pub(super) fn with<T>(&self, look: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut taken = Taken { readers: self, connection: self.take() };
        let connection = match taken.connection.take() {
            Some(connection) => connection,
            None => engine::open_reader(&self.file).map_err(Problem::Internal)?,
        };
        let connection = taken.connection.insert(connection);
        engine::execute(connection, "BEGIN").map_err(super::fault("starting to read"))?;
        let outcome = look(connection);
        engine::execute(connection, "COMMIT").map_err(super::fault("ending to read"))?;
        outcome
    }

    /// An idle connection; none when one is to be opened.
    fn take(&self) -> Option<Connection> {
        let full = |pool: &mut Pool| pool.idle.is_empty() && pool.taken >= KEPT;
        let waited = self.returned.wait_timeout_while(self.lock(), PATIENCE, full);
        let mut pool = waited.unwrap_or_else(PoisonError::into_inner).0;
        pool.taken += 1;
        pool.idle.pop()
    }

    fn lock(&self) -> MutexGuard<'_, Pool> {
        // A count and a list that are changed together cannot be half changed.
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection in use; it goes back when it is dropped, also by a panic.
struct Taken<'a> {
    readers: &'a Readers,
    connection: Option<Connection>,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let mut pool = self.readers.lock();
        pool.taken -= 1;
        // One that a panic left in the middle of a look is not used again.
        if let Some(connection) = self.connection.take().filter(Connection::is_autocommit)
            && pool.idle.len() < KEPT
        {
            pool.idle.push(connection);
        }
        drop(pool);
        self.readers.returned.notify_one();
    }
}
