//! Opening the SQLite file: what we demand of the library and the file, the
//! migrations, and the thread that folds the write-ahead log back.
//!
//! The only file that knows which engine runs.

use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

/// Numbered steps from an empty file to the present tables. Never edited after release.
const MIGRATIONS: [&str; 7] = [
    include_str!("migrations/001.sql"),
    include_str!("migrations/002.sql"),
    include_str!("migrations/003.sql"),
    include_str!("migrations/004.sql"),
    include_str!("migrations/005.sql"),
    include_str!("migrations/006.sql"),
    include_str!("migrations/007.sql"),
];

/// Older versions lose commits when two connections reset the log at once.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How often the log is folded back into the file. Off the commit path, because
/// a checkpoint inside a commit makes somebody wait for everybody's pages; and seldom,
/// because the disk that takes the pages is the one that the commits wait for.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(1);

/// The longest that the log may become, in pages. A start after a crash reads all of it,
/// and every look searches it; while somebody always writes, it never ends by itself.
const LONGEST_LOG: i64 = 16_000;

/// What a reading connection may keep in memory.
const READER_CACHE_KIB: i64 = 8 * 1024;

/// How long a connection waits for another that is migrating.
const BUSY: Duration = Duration::from_secs(5);

/// Opens the one connection that writes, and brings the tables up to date.
pub(super) fn open_writer(file: &Path) -> Result<Connection> {
    let version = rusqlite::version_number();
    ensure!(version >= OLDEST_SQLITE, "SQLite {} is too old", rusqlite::version());
    let mut connection = Connection::open(file)
        .with_context(|| format!("opening the database `{}`", file.display()))?;
    connection.busy_timeout(BUSY)?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    ensure!(mode == "wal", "the database cannot use a write-ahead log, it says `{mode}`");
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0;
         PRAGMA trusted_schema = OFF;",
    )?;
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    ensure!(synchronous == 2, "the database does not flush each commit");
    migrate(&mut connection)?;
    keep_plans(&connection)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// Opens a connection that cannot write.
pub(super) fn open_reader(file: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")?;
    connection.pragma_update(None, "cache_size", -READER_CACHE_KIB)?;
    keep_plans(&connection)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// Plans a statement once, not anew for each value that is bound to it.
fn keep_plans(connection: &Connection) -> Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Carries out a word of a transaction, parsed once for each connection.
pub(super) fn execute(connection: &Connection, word: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(word)?.execute([]).map(|_| ())
}

fn migrate(connection: &mut Connection) -> Result<()> {
    let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let done: u32 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let newer = usize::try_from(done)? > MIGRATIONS.len();
    ensure!(!newer, "the database was made by a newer program, version {done}");
    for (number, step) in (1_u32..).zip(MIGRATIONS).filter(|(number, _)| *number > done) {
        tx.execute_batch(step).with_context(|| format!("migration {number}"))?;
        tx.pragma_update(None, "user_version", number)?;
    }
    Ok(tx.commit()?)
}

/// The thread that checkpoints; it ends with the store.
pub(super) struct Checkpoints(
    #[expect(dead_code, reason = "dropping it ends the thread")] Sender<()>,
);

impl Checkpoints {
    pub(super) fn start(file: &Path) -> Result<Self> {
        let connection = Connection::open(file)?;
        connection.busy_timeout(Duration::from_millis(50))?;
        connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;")?;
        let (alive, ended) = channel::<()>();
        std::thread::Builder::new().name("checkpoint".into()).spawn(move || {
            while ended.recv_timeout(CHECKPOINT_EVERY) == Err(RecvTimeoutError::Timeout) {
                if let Err(error) = fold(&connection) {
                    tracing::warn!(%error, "the log was not folded back; it will be tried again");
                }
            }
        })?;
        Ok(Self(alive))
    }
}

/// Folds the log back beside the writers; only when it is long, in front of them.
fn fold(connection: &Connection) -> rusqlite::Result<()> {
    let checkpoint = |mode: &str| {
        connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| row.get(1))
    };
    let pages: i64 = checkpoint("PASSIVE")?;
    // Those who write wait while the next page goes to the beginning of the log again. It is
    // no fault when somebody reads too long for that: the next time comes soon.
    if pages > LONGEST_LOG { checkpoint("RESTART").map(|_: i64| ()) } else { Ok(()) }
}
