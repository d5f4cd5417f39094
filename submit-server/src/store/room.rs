//! Whether there is room on the disk again, once there was not.
//!
//! A small write may fit where a larger one did not, so its success says little: there
//! is room when so much can be written as a long step needs, and is taken back at once.

use std::sync::atomic::Ordering;

use rusqlite::params;

use super::{Store, WriteTx};
use crate::problem::Problem;
use crate::problem::Result;

/// More than the answers of any step make in the log: the body of a form is at most 64 KiB,
/// and its pages are written with what surrounds them.
const RESERVE_BYTES: usize = 256 * 1024;

/// The row that is written for a moment; no form has such a hash.
const ROW: &str = "room";

impl Store {
    /// Notes that something did not fit.
    pub(super) fn note_room<T>(&self, outcome: &Result<T>) {
        if matches!(outcome, Err(Problem::NoRoom)) {
            self.no_room.store(true, Ordering::SeqCst);
        }
    }

    /// Whether everything has fitted, or would fit now.
    pub(super) fn has_room(&self) -> bool {
        if !self.no_room.load(Ordering::SeqCst) && !self.group.full() {
            return true;
        }
        let tried = self.write(|tx| tx.take_room());
        // Also when it did not fit whole: what a stopped server left is taken away.
        let given = self.write(|tx| tx.give_room());
        let room = tried.is_ok() && given.is_ok();
        if room {
            self.no_room.store(false, Ordering::SeqCst);
        }
        room
    }
}

impl WriteTx<'_> {
    fn take_room(&self) -> Result<()> {
        let filled = "x".repeat(RESERVE_BYTES);
        self.change(
            "INSERT INTO forms (hash, service, compiled, first_used_at) VALUES ($1, $1, $2, $3)
             ON CONFLICT (hash) DO UPDATE SET compiled = $2",
            params![ROW, filled, self.now],
        )?;
        Ok(())
    }

    fn give_room(&self) -> Result<()> {
        self.change("DELETE FROM forms WHERE hash = $1", params![ROW])?;
        Ok(())
    }
}
