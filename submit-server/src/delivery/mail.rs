//! By mail: a letter to the unit's mailbox that says which case has come in and
//! where it is fetched. The mail server has seen no name and no answer.

use serde::Serialize;

use crate::cases::case_json::CaseJson;
use crate::delivery::Delivery;
use crate::delivery::notice::Notice;
use crate::delivery::worker::fault;
use crate::notify::Failure;
use crate::notify::mail::Letter;
use crate::notify::words::Text;
use crate::problem::Result;
use crate::stockholm;
use crate::store::Queued;

/// What the letter's templates may say.
#[derive(Serialize)]
struct Values<'a> {
    municipality: &'a str,
    notice: &'a Notice<'a>,
    /// When it came in, to read.
    when: &'a str,
}

/// Tells a unit of a case.
pub(super) fn deliver(
    it: &Delivery,
    unit: &str,
    (queued, case): (&Queued, &CaseJson),
) -> std::result::Result<(), Failure> {
    let later = |words: &str| Failure::Later(format!("mail: {words}"));
    let mailbox = it.units.get(unit).and_then(|it| it.mailbox.as_deref());
    let to = mailbox.ok_or_else(|| later("the unit has no mailbox in the configuration"))?;
    let mail = it.mail.as_ref().ok_or_else(|| later("no mail server is configured"))?;
    // It was queued in the transaction that received the case.
    let when = stockholm::long_time(queued.created_at);
    let notice = Notice::of(&queued.id, case, &it.public_url);
    let text = text(it, &notice, &when).map_err(|problem| fault(&problem))?;
    let sender = &it.view.site().municipality;
    mail.send(&Letter { id: &queued.id, sender, to, text: &text, now: it.store.now() })
}

fn text(it: &Delivery, notice: &Notice<'_>, when: &str) -> Result<Text> {
    let municipality = it.view.site().municipality.clone();
    let values = Values { municipality: &municipality, notice, when };
    let subject = it.view.letter("mail/delivery/subject.txt", &values)?;
    let body = it.view.letter("mail/delivery/body.txt", &values)?;
    Ok(Text::letter(&subject, &body))
}
