//! What was answered to a change that a unit's program asked for, so that asking
//! again changes nothing and gets the same answer.

use rusqlite::params;

use super::{ReadTx, WriteTx};
use crate::problem::Result;

/// What was asked under an idempotency key, and the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitAnswer {
    /// Hex SHA-256 of what was asked.
    pub request_hash: String,
    /// JSON, as it was sent.
    pub answer: String,
}

impl ReadTx<'_> {
    /// The answer that was given to a unit's key under an idempotency key.
    pub fn unit_answer(&self, key_hash: &str, asked_as: &str) -> Result<Option<UnitAnswer>> {
        self.one(
            "SELECT request_hash, answer FROM unit_answers
             WHERE key_hash = $1 AND idempotency_key = $2",
            params![key_hash, asked_as],
            |row| Ok(UnitAnswer { request_hash: row.get(0)?, answer: row.get(1)? }),
        )
    }
}

impl WriteTx<'_> {
    /// Keeps an answer that is given now.
    pub fn keep_unit_answer(&self, key_hash: &str, asked_as: &str, it: &UnitAnswer) -> Result<()> {
        self.change(
            "INSERT INTO unit_answers (key_hash, idempotency_key, request_hash, answer, answered_at)
             VALUES ($1, $2, $3, $4, $5)",
            params![key_hash, asked_as, it.request_hash, it.answer, self.now],
        )?;
        Ok(())
    }

    /// Forgets answers that were given before a time.
    pub fn forget_unit_answers(&self, before: i64) -> Result<()> {
        self.change("DELETE FROM unit_answers WHERE answered_at < $1", params![before])?;
        Ok(())
    }
}
