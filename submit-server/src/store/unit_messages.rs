//! What units have said to citizens, each with the event that it was said with.

use rusqlite::{Row, params};

use super::{ReadTx, State, WriteTx};
use crate::problem::Result;

/// Something that a unit has said about a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitMessage {
    /// The number of its event.
    pub sequence: i64,
    /// Milliseconds since 1970 UTC.
    pub said_at: i64,
    /// The word of the state that the case then had.
    pub state: String,
    /// Plain text, with its line breaks.
    pub text: String,
}

const COLUMNS: &str = "sequence, said_at, state, text";

impl ReadTx<'_> {
    /// What has been said about a case, in order.
    pub fn unit_messages(&self, case: &str) -> Result<Vec<UnitMessage>> {
        let sql =
            format!("SELECT {COLUMNS} FROM unit_messages WHERE case_id = $1 ORDER BY sequence");
        self.all(&sql, params![case], unit_message)
    }

    /// What was said last about a case.
    pub fn last_unit_message(&self, case: &str) -> Result<Option<UnitMessage>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM unit_messages WHERE case_id = $1 ORDER BY sequence DESC LIMIT 1"
        );
        self.one(&sql, params![case], unit_message)
    }

    /// The number of the last event of a case; 0 when there is none.
    pub fn last_event(&self, case: &str) -> Result<i64> {
        let sql = "SELECT COALESCE(MAX(sequence), 0) FROM events WHERE case_id = $1";
        Ok(self.one(sql, params![case], |row| row.get(0))?.unwrap_or_default())
    }
}

impl WriteTx<'_> {
    /// A unit says something, now, with the event that was noted last.
    pub fn say(&self, case: &str, state: State, text: &str) -> Result<()> {
        let sequence = self.last_event(case)?;
        self.change(
            "INSERT INTO unit_messages (case_id, sequence, said_at, state, text)
             VALUES ($1, $2, $3, $4, $5)",
            params![case, sequence, self.now, state.word(), text],
        )?;
        Ok(())
    }
}

fn unit_message(row: &Row<'_>) -> rusqlite::Result<UnitMessage> {
    Ok(UnitMessage {
        sequence: row.get(0)?,
        said_at: row.get(1)?,
        state: row.get(2)?,
        text: row.get(3)?,
    })
}
