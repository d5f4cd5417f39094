//! Who is sending what just now.

use rusqlite::params;

use super::ReadTx;
use crate::problem::Result;

impl ReadTx<'_> {
    /// Until when somebody may be sending a message; none when nobody is.
    pub fn leased_until(&self, message: &str) -> Result<Option<i64>> {
        self.one(
            "SELECT leased_until FROM outbox WHERE id = $1 AND leased_until > $2",
            params![message, self.now],
            |row| row.get(0),
        )
    }
}
