//! Cases that wait for signatures: their last day, and the way back to a draft.

use rusqlite::params;

use super::{ReadTx, WriteTx};
use crate::problem::Result;

/// A case that somebody has signed and that waits for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingCase {
    /// Random.
    pub id: String,
    /// When the first signature came and the others were asked.
    pub asked_at: i64,
    /// When the signatures must be there.
    pub sign_by: i64,
}

impl ReadTx<'_> {
    /// Cases that somebody has signed and that wait for others.
    pub fn waiting_cases(&self) -> Result<Vec<WaitingCase>> {
        self.all(
            "SELECT id, (SELECT MIN(signed_at) FROM parties
                         WHERE case_id = cases.id AND state = 'signed'), sign_by
             FROM cases WHERE received_at IS NULL AND state = 'signing' AND sign_by IS NOT NULL
             AND EXISTS (SELECT 1 FROM parties WHERE case_id = cases.id AND state = 'signed')
             ORDER BY sign_by, id",
            [],
            |row| Ok(WaitingCase { id: row.get(0)?, asked_at: row.get(1)?, sign_by: row.get(2)? }),
        )
    }
}

impl WriteTx<'_> {
    /// Sets when the signatures must be there.
    pub fn sign_by(&self, case: &str, moment: i64) -> Result<()> {
        self.change(
            "UPDATE cases SET sign_by = $1 WHERE id = $2 AND state = 'signing'",
            params![moment, case],
        )?;
        Ok(())
    }

    /// Makes a case that waits a draft again: its signatures are void, and of its
    /// parties only whoever declined is remembered, until it is sent once more.
    pub fn reopen(&self, case: &str, expires_at: i64) -> Result<()> {
        self.change("DELETE FROM signatures WHERE case_id = $1", params![case])?;
        self.change(
            "DELETE FROM parties WHERE case_id = $1 AND declined_at IS NULL",
            params![case],
        )?;
        self.thaw(case)?;
        self.change("UPDATE cases SET expires_at = $1 WHERE id = $2", params![expires_at, case])?;
        Ok(())
    }
}
