//! The cases of a unit, in the order in which they came in.

use rusqlite::{Row, params};

use super::{ReadTx, State, WriteTx};
use crate::problem::Result;

/// A unit's case in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitCase {
    /// Its place among all cases that have come in: 1, 2, 3 …
    pub arrival: i64,
    /// The case number.
    pub number: String,
    /// The service's slug.
    pub service: String,
    /// The version of the form.
    pub form_hash: String,
    /// How far it has come.
    pub state: State,
    /// The legal time of receipt.
    pub received_at: i64,
    /// When it was closed.
    pub closed_at: Option<i64>,
    /// How it ended.
    pub outcome: Option<String>,
}

/// Which cases of a unit are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// In this state only.
    pub state: Option<State>,
    /// Received then or later, milliseconds since 1970 UTC.
    pub since: Option<i64>,
    /// With a later place than this.
    pub after: i64,
    /// At most so many.
    pub limit: i64,
}

const COLUMNS: &str = "arrival, number, service, form_hash, state, received_at, closed_at, outcome";

impl ReadTx<'_> {
    /// A unit's cases, the one that came in first first.
    pub fn cases_of_unit(&self, unit: &str, it: &Wanted) -> Result<Vec<UnitCase>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM cases WHERE unit = $1 AND arrival > $2
             AND ($3 IS NULL OR state = $3) AND ($4 IS NULL OR received_at >= $4)
             ORDER BY arrival LIMIT $5"
        );
        let state = it.state.map(State::word);
        self.all(&sql, params![unit, it.after, state, it.since, it.limit], unit_case)
    }

    /// The case with this number, if it is this unit's.
    pub fn case_of_unit(&self, unit: &str, number: &str) -> Result<Option<UnitCase>> {
        let sql = format!("SELECT {COLUMNS} FROM cases WHERE number = $1 AND unit = $2");
        self.one(&sql, params![number, unit], unit_case)
    }
}

impl ReadTx<'_> {
    /// The cases that have come in and have no unit, with the service's slug.
    pub fn without_unit(&self) -> Result<Vec<(String, String)>> {
        self.all(
            "SELECT id, service FROM cases WHERE unit IS NULL AND arrival > 0 ORDER BY arrival",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// How many have come in and have no unit.
    pub fn count_without_unit(&self) -> Result<i64> {
        let count = "SELECT count(*) FROM cases WHERE unit IS NULL AND arrival > 0";
        Ok(self.one(count, [], |row| row.get(0))?.unwrap_or_default())
    }

    /// The unit that a case was handed over to.
    pub fn unit_of(&self, id: &str) -> Result<Option<String>> {
        let unit =
            self.one("SELECT unit FROM cases WHERE id = $1", params![id], |row| row.get(0))?;
        Ok(unit.flatten())
    }
}

impl WriteTx<'_> {
    /// A case that has come in gets its place, the last, and the unit that handles it.
    pub fn hand_over(&self, id: &str, unit: Option<&str>) -> Result<()> {
        self.change(
            "UPDATE cases SET unit = $1,
             arrival = (SELECT COALESCE(MAX(arrival), 0) + 1 FROM cases) WHERE id = $2",
            params![unit, id],
        )?;
        Ok(())
    }
}

fn unit_case(row: &Row<'_>) -> rusqlite::Result<UnitCase> {
    Ok(UnitCase {
        arrival: row.get(0)?,
        number: row.get(1)?,
        service: row.get(2)?,
        form_hash: row.get(3)?,
        state: super::cases::state(row, 4)?,
        received_at: row.get(5)?,
        closed_at: row.get(6)?,
        outcome: row.get(7)?,
    })
}
