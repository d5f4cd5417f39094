//! Whether everything that was acknowledged is there, and nothing twice.
//!
//! The server is down. What it left is copied and read, so that the next start finds the files as
//! the kill left them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use rusqlite::{Connection, Params};
use sha2::{Digest, Sha256};

use crate::kill::ledger::{Entries, Ledger};
use crate::program::Program;
use crate::world::World;

/// Looks, and says what was found; whatever is wrong is an error.
pub(super) fn look(program: &Program<'_>, ledger: &Ledger, kills: u32) -> anyhow::Result<String> {
    let (world, entries) = (program.world, ledger.copy());
    let copy = world.folder.join("copy");
    fs::create_dir_all(&copy)?;
    for name in ["lucka.db", "lucka.db-wal"] {
        let from = world.data().join(name);
        match from.exists() {
            true => fs::copy(from, copy.join(name)).map(|_| ())?,
            // A log of before belongs to another copy.
            false => fs::write(copy.join(name), "")?,
        }
    }
    let database = Connection::open(copy.join("lucka.db"))?;
    let sound: String = database.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
    ensure!(sound == "ok", "the database is damaged: {sound}");
    saves(&database, &entries)?;
    files(&database, &world.data().join("attachments"), &entries)?;
    cases(&database, &entries)?;
    signatures(&database, &entries)?;
    let told = messages(&database, world, kills)?;
    let audit = program.ask(&["audit", "verify"])?;
    ensure!(audit.status.success(), "audit: {}", String::from_utf8_lossy(&audit.stdout));
    fs::remove_dir_all(&copy)?;
    Ok(told)
}

/// Each draft has the last save that was acknowledged, or one that was sent after it.
fn saves(database: &Connection, entries: &Entries) -> anyhow::Result<()> {
    for (draft, (acknowledged, sent)) in &entries.saves {
        let answers: Vec<String> =
            all(database, "SELECT answers FROM cases WHERE id = $1", [draft])?;
        let answers = answers.first().context("a draft is gone")?;
        let number = answers.split("Hål nummer ").nth(1).and_then(|it| it.split('"').next());
        let number: u64 = number.map_or(Ok(0), str::parse)?;
        let right = number >= *acknowledged && number <= *sent;
        ensure!(right, "draft {draft} has save {number} of {acknowledged} to {sent}");
    }
    Ok(())
}

/// Every row has its file, with the right content, and every acknowledged file its row.
fn files(database: &Connection, folder: &Path, entries: &Entries) -> anyhow::Result<()> {
    let mut kept: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut statement = database.prepare("SELECT id, case_id, sha256 FROM attachments")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, case, hash): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let content = fs::read(folder.join(&id)).with_context(|| format!("the file {id}"))?;
        let found = hex::encode(Sha256::digest(&content));
        ensure!(found == hash, "the file {id} is not what its row says");
        kept.entry(case).or_default().insert(hash);
    }
    for (case, hash) in &entries.files {
        let there = kept.get(case).is_some_and(|it| it.contains(hash));
        ensure!(there, "the acknowledged file of {case} is lost");
    }
    Ok(())
}

/// Each acknowledged case has come in, once, with a number that no other has.
fn cases(database: &Connection, entries: &Entries) -> anyhow::Result<()> {
    for (case, signers) in &entries.received {
        let state: Vec<String> = all(
            database,
            "SELECT state FROM cases WHERE id = $1 AND received_at IS NOT NULL",
            [case],
        )?;
        ensure!(state == ["received"], "{case} is lost: {state:?}");
        let kinds: Vec<String> =
            all(database, "SELECT kind FROM events WHERE case_id = $1 ORDER BY sequence", [case])?;
        let of = |kind: &str| kinds.iter().filter(|it| *it == kind).count();
        let right = of("sent") == 1 && of("signed") == *signers && of("received") == 1;
        ensure!(right, "{case} has the events {kinds:?}");
    }
    for tag in &entries.tags {
        let sent: Vec<String> = all(
            database,
            "SELECT id FROM cases WHERE received_at IS NOT NULL AND instr(document, $1) > 0",
            [tag],
        )?;
        ensure!(sent.len() <= 1, "`{tag}` came in {} times", sent.len());
    }
    let numbers: Vec<String> =
        all(database, "SELECT number FROM cases WHERE number IS NOT NULL", [])?;
    let last: Vec<i64> = all(database, "SELECT last FROM case_numbers", [])?;
    let given = |it: &String| it.rsplit('-').next().and_then(|it| it.parse().ok()).unwrap_or(0);
    let most: i64 = numbers.iter().map(given).max().unwrap_or(0);
    ensure!(most <= last.into_iter().sum(), "number {most} would be given again");
    let different: BTreeSet<&String> = numbers.iter().collect();
    ensure!(different.len() == numbers.len(), "a number was given twice");
    Ok(())
}

/// Each acknowledged signature is there, with its evidence.
fn signatures(database: &Connection, entries: &Entries) -> anyhow::Result<()> {
    for (case, person) in &entries.signed {
        let evidence: Vec<String> = all(
            database,
            "SELECT signature FROM signatures WHERE case_id = $1 AND person = $2
             AND document_hash = (SELECT document_hash FROM cases WHERE id = $1)",
            [case.as_str(), person],
        )?;
        ensure!(evidence.len() == 1 && !evidence[0].is_empty(), "a signature of {case} is lost");
    }
    Ok(())
}

/// Each message went at least once when it is marked as sent, and twice at most where a kill came
/// between sending and marking: then with the same Message-ID.
fn messages(database: &Connection, world: &World, kills: u32) -> anyhow::Result<String> {
    let mut letters: BTreeMap<String, u32> = BTreeMap::new();
    for letter in world.mailbox.letters() {
        let id = letter.header("message-id").context("a letter without a Message-ID")?;
        let name = id.trim_start_matches('<').split('@').next().unwrap_or_default().to_owned();
        *letters.entry(name).or_default() += 1;
    }
    let rows: Vec<String> = all(database, "SELECT id FROM outbox WHERE channel = 'mail'", [])?;
    if let Some(name) = letters.keys().find(|name| !rows.contains(name)) {
        bail!("a letter was sent that no event asks for: {name}");
    }
    let sent: Vec<String> =
        all(database, "SELECT id FROM outbox WHERE channel = 'mail' AND state = 'sent'", [])?;
    for id in &sent {
        ensure!(letters.contains_key(id), "message {id} is marked as sent, and was not");
    }
    let twice: u32 = letters.values().map(|times| times - 1).sum();
    ensure!(twice <= kills, "{twice} letters too many after {kills} kills");
    Ok(format!("{} letters sent, {twice} of them again after a kill", letters.len()))
}

fn all<T: rusqlite::types::FromSql>(
    database: &Connection,
    sql: &str,
    values: impl Params,
) -> anyhow::Result<Vec<T>> {
    let mut statement = database.prepare_cached(sql)?;
    let rows = statement.query_map(values, |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
