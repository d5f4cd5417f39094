//! What is thrown away: drafts whose last day has passed, and old sessions.

use crate::cases::draft::Deleted;
use crate::cases::own::void_orders;
use crate::cases::waiting;
use crate::problem::Result;
use crate::store::{Actor, WriteTx};

/// How long a unit's program may ask again for what it has done: a week.
const UNIT_ANSWERS_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Gives up what has waited too long for signatures, and deletes expired
/// drafts; returns what is to be done after the commit.
///
/// # Errors
/// When the database refuses.
pub fn sweep(tx: &WriteTx<'_>) -> Result<Deleted> {
    let mut orders = waiting::sweep(tx)?;
    tx.forget_unit_answers(tx.now - UNIT_ANSWERS_MS)?;
    let mut files = Vec::new();
    for id in tx.expired_drafts()? {
        files.extend(tx.attachments(&id)?.into_iter().map(|it| it.id));
        if let Some(case) = tx.case(&id)? {
            orders.extend(void_orders(tx, &case)?);
            if case.number.is_some() {
                tx.note(&id, "expired", Actor::Portal, "{}")?;
            }
        }
        tx.remove_parties(&id)?;
        tx.thaw(&id)?;
        tx.delete_draft(&id)?;
    }
    Ok(Deleted { files, orders })
}
