//! Whether the events are whole: each row follows from the one before it, and
//! the last ones are there that the case itself says must have happened.

use std::fmt::{self, Display};

use rusqlite::params;
use sha2::{Digest, Sha256};

use super::ReadTx;
use super::events::Link;
use super::unit_messages::UnitMessage;
use crate::problem::Result;

/// What an audit has seen.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Rows.
    pub events: usize,
    /// Cases that have rows, or should.
    pub cases: usize,
    /// The first fault of each case that has one.
    pub faults: Vec<Fault>,
}

/// A row that is not as it was written, or not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The case's number, or its id when it has none or is gone; none when not even that is left.
    pub case: Option<String>,
    /// The row.
    pub sequence: i64,
    /// What is wrong with it.
    pub what: String,
}

impl Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.case {
            Some(case) => write!(out, "{case}, event {}: {}", self.sequence, self.what),
            None => out.write_str(&self.what),
        }
    }
}

struct Row {
    sequence: i64,
    happened_at: i64,
    kind: String,
    actor: String,
    detail: String,
    previous: String,
    hash: String,
}

/// What a case says of itself.
struct Facts {
    number: Option<String>,
    state: String,
    received: bool,
    document: Option<String>,
    document_hash: Option<String>,
    signatures: i64,
}

impl ReadTx<'_> {
    /// Goes through the events of every case.
    pub fn audit(&self) -> Result<Audit> {
        let cases: Vec<String> = self.all(
            "SELECT case_id FROM events UNION SELECT id FROM cases WHERE number IS NOT NULL",
            [],
            |row| row.get(0),
        )?;
        let mut audit = Audit { cases: cases.len(), ..Audit::default() };
        for case in &cases {
            let (facts, rows, said) =
                (self.facts(case)?, self.rows(case)?, self.unit_messages(case)?);
            audit.events += rows.len();
            let fault = chain(case, &rows)
                .or_else(|| end(facts.as_ref(), &rows))
                .or_else(|| told(&rows, &said));
            if let Some((sequence, what)) = fault {
                let number = facts.and_then(|it| it.number);
                let case = Some(number.unwrap_or_else(|| case.clone()));
                audit.faults.push(Fault { case, sequence, what });
            }
        }
        audit.faults.extend(self.without_a_trace(i64::try_from(cases.len()).unwrap_or(i64::MAX))?);
        Ok(audit)
    }

    /// A number is given with the first event, so there are as many of both.
    fn without_a_trace(&self, cases: i64) -> Result<Option<Fault>> {
        let sql = "SELECT COALESCE(SUM(last), 0) FROM case_numbers";
        let given: i64 = self.one(sql, [], |row| row.get(0))?.unwrap_or_default();
        let gone = given - cases;
        let what =
            format!("{given} case numbers were given: {gone} cases are removed with all events");
        Ok((gone > 0).then_some(Fault { case: None, sequence: 1, what }))
    }

    fn rows(&self, case: &str) -> Result<Vec<Row>> {
        self.all(
            "SELECT sequence, happened_at, kind, actor, detail, previous_hash, hash
             FROM events WHERE case_id = $1 ORDER BY sequence",
            params![case],
            |row| {
                Ok(Row {
                    sequence: row.get(0)?,
                    happened_at: row.get(1)?,
                    kind: row.get(2)?,
                    actor: row.get(3)?,
                    detail: row.get(4)?,
                    previous: row.get(5)?,
                    hash: row.get(6)?,
                })
            },
        )
    }

    fn facts(&self, case: &str) -> Result<Option<Facts>> {
        self.one(
            "SELECT number, state, received_at IS NOT NULL, document, document_hash,
             (SELECT COUNT(*) FROM signatures WHERE signatures.case_id = cases.id
              AND signatures.document_hash = cases.document_hash) FROM cases WHERE id = $1",
            params![case],
            |row| {
                Ok(Facts {
                    number: row.get(0)?,
                    state: row.get(1)?,
                    received: row.get(2)?,
                    document: row.get(3)?,
                    document_hash: row.get(4)?,
                    signatures: row.get(5)?,
                })
            },
        )
    }
}

/// The first row that does not follow from the one before it.
fn chain(case: &str, rows: &[Row]) -> Option<(i64, String)> {
    let mut previous = "";
    for (sequence, row) in (1_i64..).zip(rows) {
        if row.sequence != sequence {
            return Some((sequence, "removed".into()));
        }
        if row.hash_at(case, sequence) != row.hash {
            let len = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            let place = (1..=len + 1).find(|it| row.hash_at(case, *it) == row.hash);
            let what = place.map_or("changed".into(), |it| format!("moved, it was event {it}"));
            return Some((sequence, what));
        }
        if row.previous != previous {
            return Some((sequence, "changed, it does not follow the event before it".into()));
        }
        previous = &row.hash;
    }
    None
}

/// What is missing at the end, as far as the case shows it.
fn end(facts: Option<&Facts>, rows: &[Row]) -> Option<(i64, String)> {
    let missing = |what: &str| i64::try_from(rows.len() + 1).ok().map(|it| (it, what.into()));
    let Some(facts) = facts else {
        let last = rows.last().map_or("", |it| it.kind.as_str());
        let told = ["deleted", "expired"].contains(&last);
        return if told { None } else { missing("removed, the case is gone and no event says so") };
    };
    let newest = |kind: &str| rows.iter().rev().find(|it| it.kind == kind);
    let Some(sent) = newest("sent") else {
        return missing("`sent` is removed, and the case has a number");
    };
    if let Some((document, hash)) = facts.document.as_ref().zip(facts.document_hash.as_ref()) {
        if !sent.detail.contains(hash) {
            return missing("`sent` is removed, or the document is another");
        }
        if hex::encode(Sha256::digest(document)) != *hash {
            return Some((sent.sequence, "the document is not the one that was sent".into()));
        }
        let signed = rows.iter().filter(|it| it.kind == "signed" && it.detail.contains(hash));
        if i64::try_from(signed.count()).is_ok_and(|it| it < facts.signatures) {
            return missing("`signed` is removed, and the signature is there");
        }
    }
    if !facts.received {
        return None;
    }
    if newest("received").is_none() {
        return missing("`received` is removed, and the case has come in");
    }
    let moved_to = newest("status").map_or("received".into(), |it| to(&it.detail));
    if moved_to == facts.state { None } else { missing("removed, the case is in another state") }
}

/// What the unit has said must be what its events hold the hashes of.
fn told(rows: &[Row], said: &[UnitMessage]) -> Option<(i64, String)> {
    for row in rows {
        let detail: serde_json::Value = serde_json::from_str(&row.detail).unwrap_or_default();
        let text = said.iter().find(|it| it.sequence == row.sequence).map(|it| &it.text);
        let kept = text.map(|it| hex::encode(Sha256::digest(it)));
        if detail["message"].as_str() != kept.as_deref() {
            return Some((row.sequence, "the unit's message is not the one that was sent".into()));
        }
    }
    None
}

/// The state that a `status` event tells of.
fn to(detail: &str) -> String {
    let detail: serde_json::Value = serde_json::from_str(detail).unwrap_or_default();
    detail["to"].as_str().unwrap_or_default().to_owned()
}

impl Row {
    /// The hash that the row would have at this place.
    fn hash_at(&self, case: &str, sequence: i64) -> String {
        let Row { happened_at, kind, actor, detail, previous, .. } = self;
        Link { previous, case, sequence, happened_at: *happened_at, kind, actor, detail }.hash()
    }
}
