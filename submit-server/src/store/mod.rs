//! All that is kept, and all SQL: one SQLite file beside a folder of attachments.
//!
//! Reading order: `engine` (opening the file), `group` (how writes share one
//! flush), `line` (saves that no thread waits for), `readers`, then a file per
//! table group, with one short method per query on [`ReadTx`] or [`WriteTx`].
//!
//! **Invariant:** nobody is answered before the flush that holds their write.
//! Only one write happens at a time. A page that only looks cannot write.
//! `tx.now` is the server's only clock.

mod attachments;
mod audit;
mod cases;
mod clock;
mod contacts;
mod deliveries;
mod engine;
mod events;
mod forgetting;
mod forms;
mod group;
mod leases;
mod line;
mod oidc_flows;
mod orders;
mod outbox;
mod parties;
mod readers;
mod room;
mod search_words;
mod sessions;
mod signatures;
mod unit_answers;
mod unit_cases;
mod unit_keys;
mod unit_messages;
mod waiting;

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use rusqlite::Connection;
use tokio::sync::oneshot;

pub use attachments::{Attachment, AttachmentFolder};
pub use audit::{Audit, Fault};
pub use cases::{Case, CaseRow, NewCase, Owner, State};
pub use clock::Clock;
pub use contacts::{Contact, Pending};
pub use deliveries::Undelivered;
pub use events::{Actor, Event};
pub use line::DraftSave;
pub use oidc_flows::OidcFlow;
pub use orders::{Device, NewOrder, Order, OrderKind, OrderState, OrderTokens};
pub use outbox::{Channel, Message, Queued, Receiver, Sending};
pub use parties::{Declined, Party, PartyState, Signature};
pub use sessions::Session;
pub use signatures::{Proof, Signed};
pub use unit_answers::UnitAnswer;
pub use unit_cases::{UnitCase, Wanted};
pub use unit_keys::{SCOPES, UnitKey};
pub use unit_messages::UnitMessage;
pub use waiting::WaitingCase;

use crate::problem::Problem;
use crate::problem::Result;

/// The file that holds everything but attachments.
const DATABASE: &str = "lucka.db";

/// The database and the folder of attachments.
pub struct Store {
    group: Arc<group::Group>,
    line: line::Line,
    readers: readers::Readers,
    clock: Clock,
    /// Whether something did not fit on the disk, and nothing so large has since.
    no_room: AtomicBool,
    /// The files that people attach.
    pub attachments: AttachmentFolder,
    _checkpoints: engine::Checkpoints,
}

/// A look at one moment's state.
pub struct ReadTx<'a> {
    connection: &'a Connection,
    /// Milliseconds since 1970 UTC.
    pub now: i64,
}

/// A change that happens whole or not at all.
pub struct WriteTx<'a>(ReadTx<'a>);

impl<'a> Deref for WriteTx<'a> {
    type Target = ReadTx<'a>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Store {
    /// Opens the database in a folder, making and migrating it as needed.
    ///
    /// # Errors
    /// When the folder cannot be written, the SQLite library is too old, or the
    /// database was made by a newer program.
    pub fn open(folder: &Path, clock: Clock) -> anyhow::Result<Self> {
        make_private(folder)
            .with_context(|| format!("making the folder `{}`", folder.display()))?;
        let file = folder.join(DATABASE);
        let writer = engine::open_writer(&file)?;
        let group = Arc::new(group::Group::new(writer));
        Ok(Self {
            line: line::Line::start(&group, &clock)?,
            group,
            readers: readers::Readers::new(&file),
            clock,
            no_room: AtomicBool::new(false),
            attachments: AttachmentFolder::open(&folder.join("attachments"))?,
            _checkpoints: engine::Checkpoints::start(&file)?,
        })
    }

    /// Looks, at one consistent moment.
    ///
    /// # Errors
    /// What `look` refuses, or a fault of the database.
    pub fn read<T>(&self, look: impl FnOnce(&ReadTx<'_>) -> Result<T>) -> Result<T> {
        let now = self.clock.now();
        self.readers.with(|connection| look(&ReadTx { connection, now }))
    }

    /// Changes, and returns when the change is on the disk.
    ///
    /// # Errors
    /// What `change` refuses (then nothing is changed), or a fault of the database.
    pub fn write<T>(&self, change: impl FnOnce(&WriteTx<'_>) -> Result<T>) -> Result<T> {
        // The time is asked when the turn has come, so that later changes are never earlier.
        let now = || self.clock.now();
        let outcome =
            self.group.run(|connection| change(&WriteTx(ReadTx { connection, now: now() })));
        self.note_room(&outcome);
        outcome
    }

    /// Saves a draft, if it is still the version that was read, without waiting for the disk:
    /// what comes back tells `true` when it is there. Otherwise nothing was saved, and
    /// [`Store::write`] says why.
    #[must_use]
    pub fn save_later(&self, save: DraftSave) -> oneshot::Receiver<bool> {
        self.line.join(save)
    }

    /// Whether writes are still taken; false after the disk failed to keep one,
    /// and while there is no room on it. A full disk is tried anew, so that
    /// somebody who only asks for this sees when it has been emptied.
    #[must_use]
    pub fn healthy(&self) -> bool {
        self.group.takes_writes()
            && self.has_room()
            && self.read(|tx| tx.schema_version().map(|_| ())).is_ok()
    }

    /// The time, in milliseconds since 1970 UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now()
    }
}

impl ReadTx<'_> {
    fn schema_version(&self) -> Result<i64> {
        let version = self.connection.query_row("PRAGMA user_version", [], |row| row.get(0));
        version.map_err(fault("reading the schema version"))
    }

    /// The row that a query finds, if any.
    fn one<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        read: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        use rusqlite::OptionalExtension;
        let mut statement =
            self.connection.prepare_cached(sql).map_err(fault("preparing a query"))?;
        statement.query_row(values, read).optional().map_err(fault("reading a row"))
    }

    /// All rows that a query finds.
    fn all<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement =
            self.connection.prepare_cached(sql).map_err(fault("preparing a query"))?;
        let rows = statement.query_map(values, read).map_err(fault("reading rows"))?;
        rows.collect::<rusqlite::Result<_>>().map_err(fault("reading rows"))
    }
}

impl WriteTx<'_> {
    /// Carries out a change and says how many rows it touched.
    fn change(&self, sql: &str, values: impl rusqlite::Params) -> Result<usize> {
        let mut statement =
            self.connection.prepare_cached(sql).map_err(fault("preparing a change"))?;
        statement.execute(values).map_err(fault("changing rows"))
    }
}

/// Makes a folder that nobody else on the machine can look into. One that is
/// there already is the operator's own choice.
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// A fault of the database, with what we were doing.
fn fault(doing: &'static str) -> impl FnOnce(rusqlite::Error) -> Problem {
    move |error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => Problem::NoRoom,
        _ => Problem::Internal(anyhow::Error::new(error).context(doing)),
    }
}

#[cfg(test)]
mod tests;
