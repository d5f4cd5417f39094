//! Published forms: every version that a draft or a case uses.

use rusqlite::params;

use super::{ReadTx, WriteTx};
use crate::problem::Result;

impl ReadTx<'_> {
    /// The published form with this hash, as JSON.
    pub fn form(&self, hash: &str) -> Result<Option<String>> {
        self.one("SELECT compiled FROM forms WHERE hash = $1", params![hash], |row| row.get(0))
    }
}

impl WriteTx<'_> {
    /// Keeps a published form for as long as a case needs it.
    pub fn keep_form(&self, hash: &str, service: &str, compiled: &str) -> Result<()> {
        self.change(
            "INSERT INTO forms (hash, service, compiled, first_used_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (hash) DO NOTHING",
            params![hash, service, compiled, self.now],
        )?;
        Ok(())
    }
}
