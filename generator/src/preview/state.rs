//! The site as it is now, and who waits for the next one.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::output::OutputFiles;

/// The newest site, or what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct State {
    now: Mutex<Now>,
    changed: Condvar,
}

/// What there is to show.
#[derive(Debug, Default)]
pub(super) struct Now {
    /// The files of the last sound build.
    pub(super) files: OutputFiles,
    /// What is wrong since then.
    pub(super) report: Option<String>,
    /// Grows with each build.
    pub(super) version: u64,
}

impl State {
    /// Shows a sound site.
    pub(super) fn show(&self, files: OutputFiles) {
        let mut now = self.now();
        now.files = files;
        now.report = None;
        self.next(now);
    }

    /// Shows what is wrong.
    pub(super) fn show_report(&self, report: String) {
        let mut now = self.now();
        now.report = Some(report);
        self.next(now);
    }

    /// What there is to show.
    pub(super) fn now(&self) -> MutexGuard<'_, Now> {
        // A thread that panicked has only read; the site it held is whole.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for another version than this; `false` when none came in time.
    pub(super) fn wait(&self, version: u64, patience: Duration) -> bool {
        let now = self.now();
        let waited = self.changed.wait_timeout_while(now, patience, |it| it.version == version);
        let (now, _) = waited.unwrap_or_else(PoisonError::into_inner);
        now.version != version
    }

    fn next(&self, mut now: MutexGuard<'_, Now>) {
        now.version += 1;
        drop(now);
        self.changed.notify_all();
    }
}
