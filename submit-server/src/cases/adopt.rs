//! Cases that have come in on a form from before forms said how a case reaches its
//! unit: they go by what the newest published form of their service says.

use crate::delivery::plan::to_unit;
use crate::forms::Forms;
use crate::problem::Result;
use crate::store::Store;

/// Hands over what can be, in the background.
pub fn adopt(store: &Store, forms: &Forms) {
    match adopted(store, forms) {
        Ok(0) => {}
        Ok(cases) => tracing::info!(cases, "cases without a unit were handed over"),
        Err(problem) => {
            tracing::error!(cause = problem.cause(), "cases without a unit were not handed over");
        }
    }
}

/// How many could be handed over. They come last in the unit's list,
/// so that a program that reads on finds them. What the forms say is read outside the
/// transaction; a service that has no form any more keeps its cases on the command line.
fn adopted(store: &Store, forms: &Forms) -> Result<usize> {
    let mut adopted = 0;
    for (id, service) in store.read(|tx| tx.without_unit())? {
        let Ok(form) = forms.newest(&service) else { continue };
        let Some(delivery) = &form.service.delivery else { continue };
        store.write(|tx| {
            tx.hand_over(&id, Some(&delivery.unit))?;
            to_unit(tx, &id, &form.service)
        })?;
        adopted += 1;
    }
    Ok(adopted)
}
