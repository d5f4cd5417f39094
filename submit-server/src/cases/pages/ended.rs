//! Why a sent case is a draft again, for its applicant.

use crate::app::App;
use crate::problem::Result;
use crate::stockholm;
use crate::store::{ReadTx, State};
use crate::view::page::EndedView;

/// What a draft's applicant is told about the last time it was sent; none when
/// there is nothing to tell.
pub(super) fn ended(
    app: &App,
    tx: &ReadTx<'_>,
    (id, state): (&str, State),
) -> Result<Option<EndedView>> {
    if state != State::Draft {
        return Ok(None);
    }
    let declined = tx.parties(id)?.into_iter().find_map(|it| Some((it.name, it.declined?)));
    if let Some((name, it)) = declined {
        let day = stockholm::long_day(it.at);
        let said = |reason: String| app.view.said("parties.reason", &[("reason", &reason)]);
        return Ok(Some(EndedView {
            title: app.view.said("parties.declined", &[("name", &name), ("day", &day)]),
            text: it.reason.map(said).unwrap_or_else(|| app.view.text("parties.no_reason")),
        }));
    }
    let expired = tx.events(id)?.last().is_some_and(|it| it.kind == "expired");
    Ok(expired.then(|| EndedView {
        title: app.view.text("parties.expired"),
        text: app.view.text("parties.expired_text"),
    }))
}
