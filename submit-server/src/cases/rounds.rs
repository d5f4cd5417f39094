//! How often those whom the applicant names may be asked to sign: somebody who has
//! said no is not asked without end.
//!
//! The events say that somebody declined, never who, since they are kept for ever; so
//! the rounds are counted for the case, and only one in which somebody has declined
//! comes to an end. Guardians are not concerned: the register names them.

use form_model::signers::Role;

use crate::problem::Result;
use crate::store::{Event, ReadTx};

/// Most times that the others are asked, when one of them has said no.
const MOST_ROUNDS: usize = 3;

/// Whether a case with these signers, by their roles, has been sent round often enough.
///
/// # Errors
/// When the database fails.
pub(super) fn asked_enough<'a>(
    tx: &ReadTx<'_>,
    id: &str,
    mut roles: impl Iterator<Item = &'a str>,
) -> Result<bool> {
    Ok(roles.any(|it| it == Role::Signer.word()) && is_enough(&tx.events(id)?))
}

/// The others know of a round from its first signature on.
fn is_enough(events: &[Event]) -> bool {
    let (mut rounds, mut known) = (0, false);
    for event in events {
        match event.kind.as_str() {
            "sent" => known = false,
            "signed" if !known => (rounds, known) = (rounds + 1, true),
            _ => {}
        }
    }
    rounds >= MOST_ROUNDS && events.iter().any(|it| it.kind == "declined")
}
