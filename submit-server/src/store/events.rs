//! What has happened to a case: append-only rows, each holding the hash of the
//! one before, so that a changed, removed or reordered row shows.
//!
//! The first event is "sent": a draft that never was sent has none, and leaves
//! nothing when it is deleted. Changing a sent draft keeps its events, and
//! deleting it adds one; they hold hashes and words of ours, nobody's answers.

use rusqlite::params;
use sha2::{Digest, Sha256};

use super::{ReadTx, WriteTx};
use crate::problem::Result;

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The applicant or another party.
    Citizen,
    /// The municipality.
    Unit,
    /// The portal itself.
    Portal,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Milliseconds since 1970 UTC.
    pub happened_at: i64,
    /// `sent`, `signed`, `received`, `status`, `reminded`, `declined`,
    /// `cancelled`, `expired`, `deleted` or `message`.
    pub kind: String,
    /// JSON without answers or numbers of persons.
    pub detail: String,
}

impl ReadTx<'_> {
    /// What has happened to a case, in order.
    pub fn events(&self, case: &str) -> Result<Vec<Event>> {
        self.all(
            "SELECT happened_at, kind, detail FROM events WHERE case_id = $1 ORDER BY sequence",
            params![case],
            |row| Ok(Event { happened_at: row.get(0)?, kind: row.get(1)?, detail: row.get(2)? }),
        )
    }
}

impl WriteTx<'_> {
    /// Notes that something happened, now.
    pub fn note(&self, case: &str, kind: &str, actor: Actor, detail: &str) -> Result<()> {
        let last = self.one(
            "SELECT sequence, hash FROM events WHERE case_id = $1 ORDER BY sequence DESC LIMIT 1",
            params![case],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)),
        )?;
        let (sequence, previous) = last.map_or((1, String::new()), |(it, hash)| (it + 1, hash));
        let (happened_at, actor) = (self.now, actor.word());
        let link = Link { previous: &previous, case, sequence, happened_at, kind, actor, detail };
        let hash = link.hash();
        self.change(
            "INSERT INTO events (case_id, sequence, happened_at, kind, actor, detail,
             previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![case, sequence, self.now, kind, actor, detail, previous, hash],
        )?;
        Ok(())
    }
}

/// What the hash of a row is over.
#[derive(Clone, Copy)]
pub(super) struct Link<'a> {
    /// The hash of the row before; empty for the first.
    pub(super) previous: &'a str,
    /// The case's id.
    pub(super) case: &'a str,
    /// The row's place, from 1.
    pub(super) sequence: i64,
    /// Milliseconds since 1970 UTC.
    pub(super) happened_at: i64,
    /// See [`Event::kind`].
    pub(super) kind: &'a str,
    /// `citizen`, `unit` or `portal`.
    pub(super) actor: &'a str,
    /// See [`Event::detail`].
    pub(super) detail: &'a str,
}

impl Link<'_> {
    /// Hex SHA-256 of the row.
    pub(super) fn hash(&self) -> String {
        let Link { previous, case, sequence, happened_at, kind, actor, detail } = self;
        let chained =
            format!("{previous}\n{case}\n{sequence}\n{happened_at}\n{kind}\n{actor}\n{detail}");
        hex::encode(Sha256::digest(chained))
    }
}

impl Actor {
    fn word(self) -> &'static str {
        match self {
            Actor::Citizen => "citizen",
            Actor::Unit => "unit",
            Actor::Portal => "portal",
        }
    }
}
