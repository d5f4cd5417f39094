//! A folder to measure a server in: a million cases, and a thousand persons who are logged in.
//!
//! One case is filled in, signed and received through the server itself, so that its document, its
//! signature and its events are real, and one draft is saved once. Their rows are then copied: the
//! thousand have a draft and nine such cases each, everybody else ten cases with short documents.
//! Sessions are rows like those that a login writes. The copies have no events, so `audit verify`
//! has nothing to say of this folder.

use std::fs;
use std::time::Instant;

use anyhow::{Context, ensure};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use tests::stand_ins::persons::ALVA;

use crate::program::Program;
use crate::visitor::Visitor;
use crate::walk;

/// Those who are logged in while the server is measured.
const PERSONS: u32 = 1000;
/// Cases each, the draft among them.
const EACH: u32 = 10;
/// The form that is saved, and its step.
const MEASURED: (&str, &str) = ("bygglov-prov", "bygget");
/// A picture as from a telephone, but small.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

/// Fills the folder.
pub(crate) fn seed(program: &Program<'_>, rows: u32) -> anyhow::Result<()> {
    let begun = Instant::now();
    let world = program.world;
    let server = program.start()?;
    let mut alva = Visitor::new(world);
    alva.log_in(ALVA)?;
    let case = received(&mut alva)?;
    let draft = saved(&mut alva)?;
    alva.get(&walk::step(&draft, MEASURED.1))?;
    let shown = alva.page.hidden();
    let version = shown.iter().find(|(name, _)| name == "version").map_or("", |(_, it)| it);
    drop(server);
    let database = Connection::open(world.data().join("lucka.db"))?;
    database.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN;")?;
    let tokens = people(&database, &case, &draft)?;
    crowd(&database, &case, rows.saturating_sub(PERSONS * EACH))?;
    database.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE);")?;
    let count = |sql: &str| database.query_row(sql, [], |row| row.get::<_, u32>(0));
    let cases = count("SELECT count(*) FROM cases")?;
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields().iter().map(|(name, value)| (*name, value.as_str())))
        .append_pair("version", version)
        .finish();
    fs::write(world.folder.join("tokens.txt"), tokens).context("writing the tokens")?;
    fs::write(world.folder.join("form.txt"), form).context("writing the form")?;
    fs::write(world.folder.join("receipt.txt"), format!("/mina-sidor/arende/{case}/kvitto.pdf"))?;
    println!("{cases} cases in {} s, port {}", begun.elapsed().as_secs(), world.port);
    Ok(())
}

/// A case that has come in.
fn received(alva: &mut Visitor<'_>) -> anyhow::Result<String> {
    let id = walk::parking(alva, PICTURE)?;
    walk::send(alva, &id)?;
    let url = walk::step(&id, "skriv-under");
    alva.get(&url)?;
    let waiting = alva.post(&url, &[("device", "other")])?.location;
    alva.approve(ALVA)?;
    let receipt = alva.finish(&waiting)?;
    ensure!(receipt.is_some(), "the case was not received: {}", alva.page.text());
    Ok(id)
}

/// A draft of the form that is measured.
fn saved(alva: &mut Visitor<'_>) -> anyhow::Result<String> {
    let id = alva.begin(MEASURED.0)?;
    let url = walk::step(&id, MEASURED.1);
    alva.get(&url)?;
    let own = fields();
    let pairs: Vec<(&str, &str)> =
        own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = alva.post(&url, &pairs)?;
    ensure!(answer.status == 303, "the form was not saved: {}", alva.page.text());
    Ok(id)
}

/// What is filled in, as in the programs that the server is compared with.
fn fields() -> Vec<(&'static str, String)> {
    let text = "Tillbyggnad av enbostadshus med inglasat uterum mot soder. ".repeat(28);
    let own = |(name, value): (&'static str, &str)| (name, value.to_owned());
    let short = [
        ("namn", "Prov Provsson"),
        ("adress", "Storgatan 1"),
        ("postnummer", "123 45"),
        ("ort", "Exempelstad"),
        ("fastighet", "EXEMPELSTAD 1:23"),
        ("atgard", "tillbyggnad"),
        ("epost", "prov@example.se"),
        ("telefon", "070-174 06 05"),
        ("beskrivning", text.as_str()),
    ];
    short.into_iter().map(own).collect()
}

/// The thousand, with their sessions; their cookies, form tokens and drafts, a line each. The first
/// has Alva's receipt.
fn people(database: &Connection, case: &str, draft: &str) -> anyhow::Result<String> {
    let now = jiff::Timestamp::now().as_millisecond();
    let mut lines = String::new();
    for it in 0..PERSONS {
        let number = if it == 0 { ALVA.to_owned() } else { format!("2999{it:08}") };
        let (token, csrf) = (hash(&format!("token-{it}")), hash(&format!("csrf-{it}")));
        database.execute(
            "INSERT INTO sessions (token_hash, person, register, csrf, created_at, seen_at)
             SELECT $1, $2, replace(register, $3, $2), $4, $5, $5 FROM sessions
             WHERE person = $3 ORDER BY created_at LIMIT 1",
            params![hash(&token), number, ALVA, csrf, now],
        )?;
        let own =
            if it == 0 { draft.to_owned() } else { hash(&format!("draft-{it}"))[..32].to_owned() };
        if it > 0 {
            copy_case(database, (draft, &own), (&number, None))?;
        }
        for nth in u32::from(it == 0)..EACH - 1 {
            let id = hash(&format!("case-{it}-{nth}"));
            let given = format!("2025-{:06}", it * EACH + nth);
            copy_case(database, (case, &id[..32]), (&number, Some(&given)))?;
            database.execute(
                "INSERT INTO parties (case_id, person, name, role, state, signed_at)
                 VALUES ($1, $2, 'Prov Provsson', 'applicant', 'signed', $3)",
                params![&id[..32], number, now],
            )?;
        }
        lines += &format!("{token} {csrf} {own}\n");
    }
    Ok(lines)
}

/// A row like another, of another owner.
fn copy_case(
    database: &Connection,
    (from, to): (&str, &str),
    (owner, number): (&str, Option<&str>),
) -> anyhow::Result<()> {
    database.execute(
        "INSERT INTO cases (id, owner, service, form_hash, state, answers, version, created_at,
         saved_at, expires_at, number, document, document_hash, received_at, closed_at, outcome)
         SELECT $1, $2, service, form_hash, state, answers, version, created_at, saved_at,
         expires_at, $3, document, document_hash, received_at, closed_at, outcome
         FROM cases WHERE id = $4",
        params![to, owner, number, from],
    )?;
    Ok(())
}

/// Everybody else.
fn crowd(database: &Connection, case: &str, rows: u32) -> anyhow::Result<()> {
    database.execute(
        "INSERT INTO cases (id, owner, service, form_hash, state, answers, version, created_at,
         saved_at, number, document, document_hash, received_at)
         WITH RECURSIVE n (it) AS (SELECT 1 UNION ALL SELECT it + 1 FROM n WHERE it < $1)
         SELECT lower(hex(randomblob(16))), '2998' || substr('00000000' || it / 10, -8), service,
         form_hash, 'received', '{}', 1, created_at, saved_at + it, '2024-' || it, '{}', 'x',
         received_at + it FROM n, cases WHERE id = $2",
        params![rows, case],
    )?;
    database.execute(
        "INSERT INTO parties (case_id, person, name, role, state, signed_at)
         SELECT id, owner, 'Prov Provsson', 'applicant', 'signed', received_at
         FROM cases WHERE number LIKE '2024-%'",
        [],
    )?;
    Ok(())
}

fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
