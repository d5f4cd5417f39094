//! What the outbox forgets.

use rusqlite::params;

use super::WriteTx;
use crate::problem::Result;

impl WriteTx<'_> {
    /// Nobody is to sign a case any more: what still asks for it is not sent, and
    /// where it should have gone is forgotten. The row stays: it may be on its way
    /// this moment, and what goes out belongs to a row.
    pub fn ask_no_more(&self, case: &str) -> Result<()> {
        self.change(
            "UPDATE outbox SET state = 'failed', last_error = 'no longer asked', address = NULL,
             receiver = 'forgotten ' || id, provider_id = NULL, detail = '{}',
             done_at = $1, forgotten_at = $1 WHERE case_id = $2 AND state IN ('waiting', 'failed')
             AND event IN ('sign_asked', 'reminder')",
            params![self.now, case],
        )?;
        Ok(())
    }

    /// Takes from messages to persons that were done before a time who got them and
    /// how the provider names them. The rows stay, to be counted; those of a case
    /// that waits stay whole, since they tell whom it has reached.
    pub fn forget_receivers_before(&self, time: i64) -> Result<()> {
        self.change(
            "UPDATE outbox SET receiver = 'forgotten ' || id, address = NULL, provider_id = NULL,
             detail = '{}', forgotten_at = $1
             WHERE done_at IS NOT NULL AND forgotten_at IS NULL AND done_at < $2
             AND channel IN ('mail', 'sms') AND NOT EXISTS
             (SELECT 1 FROM cases WHERE cases.id = outbox.case_id AND cases.state = 'signing')",
            params![self.now, time],
        )?;
        Ok(())
    }

    /// Messages that are done go with the case that they were about. One that waits
    /// is sent first: somebody else may have to know.
    pub fn forget_messages_of_deleted(&self) -> Result<()> {
        self.change(
            "DELETE FROM outbox WHERE done_at IS NOT NULL AND forgotten_at IS NULL AND case_id <> ''
             AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.id = outbox.case_id)",
            [],
        )?;
        Ok(())
    }
}
