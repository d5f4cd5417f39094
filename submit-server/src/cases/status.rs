//! The municipality's part: a received case is worked on and closed.

use crate::notify::plan;
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{Actor, State, WriteTx};

/// Moves a received case to another state; `outcome` is read by the citizen.
///
/// # Errors
/// [`Problem::NotFound`] when no received case has this number, and
/// [`Problem::BadRequest`] when a case cannot be in that state.
pub fn move_on(tx: &WriteTx<'_>, number: &str, to: State, outcome: Option<&str>) -> Result<()> {
    if matches!(to, State::Draft | State::Signing) {
        return Err(Problem::BadRequest("a received case cannot become a draft again"));
    }
    let case = tx.case_by_number(number)?.ok_or(Problem::NotFound)?;
    if !tx.move_case(&case.id, to, outcome)? {
        return Err(Problem::NotFound);
    }
    tx.note(&case.id, "status", Actor::Unit, &format!(r#"{{"to":"{}"}}"#, to.word()))?;
    plan::status(tx, &case.id)
}
