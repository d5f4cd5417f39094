//! Cases on their way to the units: the part of the outbox that is no message to
//! a person.

use rusqlite::params;

use super::ReadTx;
use super::outbox::{COLUMNS, Queued, queued};
use crate::problem::Result;

/// What has not come to the units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// To be tried, or tried again.
    pub waiting: i64,
    /// Given up.
    pub given_up: i64,
    /// When the oldest of them was queued.
    pub oldest_at: Option<i64>,
}

impl ReadTx<'_> {
    /// What has not come to the units.
    pub fn undelivered(&self) -> Result<Undelivered> {
        let found = self.one(
            "SELECT count(*), coalesce(sum(CASE state WHEN 'failed' THEN 1 ELSE 0 END), 0),
             min(created_at) FROM outbox WHERE state IN ('waiting', 'failed')
             AND channel IN ('folder', 'unit_mail', 'webhook')",
            [],
            |row| {
                let (all, given_up): (i64, i64) = (row.get(0)?, row.get(1)?);
                Ok(Undelivered { waiting: all - given_up, given_up, oldest_at: row.get(2)? })
            },
        )?;
        Ok(found.unwrap_or(Undelivered { waiting: 0, given_up: 0, oldest_at: None }))
    }

    /// How a case goes to its unit; oldest first.
    pub fn deliveries_of(&self, case: &str) -> Result<Vec<Queued>> {
        self.all(
            &format!(
                "SELECT {COLUMNS} FROM outbox WHERE case_id = $1
                 AND channel IN ('folder', 'unit_mail', 'webhook') ORDER BY created_at, id"
            ),
            params![case],
            queued,
        )
    }
}
