//! Whose case is it? Someone else's looks exactly like none.

use crate::cases::who::Who;
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{Case, ReadTx, State, WriteTx};

/// The case with this id, if it belongs to whoever asks.
pub(super) fn own(tx: &ReadTx<'_>, who: &Who, id: &str) -> Result<Case> {
    let case = tx.case(id)?.ok_or(Problem::NotFound)?;
    if case.owner == who.owner { Ok(case) } else { Err(Problem::NotFound) }
}

/// The draft with this id, if it belongs to whoever asks and may still be
/// changed: it has not come in, and nobody has signed it.
pub(super) fn own_draft(tx: &ReadTx<'_>, who: &Who, id: &str) -> Result<Case> {
    let case = own(tx, who, id)?;
    if may_change(tx, &case)? { Ok(case) } else { Err(Problem::ChangedMeanwhile) }
}

/// Whether the answers may still be changed.
pub(super) fn may_change(tx: &ReadTx<'_>, case: &Case) -> Result<bool> {
    match case.state {
        State::Draft => Ok(true),
        State::Signing => {
            let parties = tx.parties(&case.id)?;
            Ok(parties.iter().all(|party| party.state == crate::store::PartyState::Waiting))
        }
        State::Received | State::InProgress | State::Closed => Ok(false),
    }
}

/// The case with this id, if whoever asks owns it or is a party of it. A party
/// sees nothing before somebody has signed: until then it is a draft.
pub(super) fn own_or_party(tx: &ReadTx<'_>, who: &Who, id: &str) -> Result<Case> {
    let case = tx.case(id)?.ok_or(Problem::NotFound)?;
    if case.owner == who.owner {
        return Ok(case);
    }
    let person = who.person().ok_or(Problem::NotFound)?;
    let party = tx.parties(id)?.iter().any(|party| party.person == person);
    if party && !may_change(tx, &case)? { Ok(case) } else { Err(Problem::NotFound) }
}

/// Ends what is being signed in this case. What comes back is to be ended at BankID
/// too, after the commit, so that nobody signs in vain.
pub(super) fn void_orders(tx: &WriteTx<'_>, case: &Case) -> Result<Vec<String>> {
    tx.void_orders(&case.id, "bankid.rfa3")
}
