//! What the outbox forgets.

use rusqlite::params;

use super::WriteTx;
use crate::problem::Result;

impl WriteTx<'_> {
    /// Nobody is to sign a case any more: what still asks for it is not sent, and
    /// where it should have gone is forgotten.
    pub fn ask_no_more(&self, case: &str) -> Result<()> {
        self.change(
            "DELETE FROM outbox WHERE case_id = $1 AND state = 'waiting'
             AND event IN ('sign_asked', 'reminder')",
            params![case],
        )?;
        self.change(
            "UPDATE outbox SET address = NULL WHERE case_id = $1 AND state = 'failed'
             AND event IN ('sign_asked', 'reminder')",
            params![case],
        )?;
        Ok(())
    }
}
