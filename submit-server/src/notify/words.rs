//! A message as text: the theme's template for its event, and what may stand in it.

use anyhow::Context;
use serde::Serialize;

use crate::notify::Notify;
use crate::problem::Result;
use crate::stockholm;
use crate::store::{Channel, Queued};

/// What a template may say. Nothing here is about a person or a matter; `code`
/// is for the one who asked for it.
#[derive(Serialize)]
struct Values {
    municipality: String,
    phone: String,
    host: String,
    /// The case number; blank when the message is about none.
    number: String,
    /// When it came in; blank before.
    when: String,
    /// The last day to sign; none when there is none.
    last_day: Option<String>,
    /// Blank in all but the message that carries it.
    code: String,
}

/// A letter, or an SMS whose subject is blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// One line.
    pub subject: String,
    /// What is to be read.
    pub body: String,
}

/// The text of a message.
///
/// # Errors
/// When there is no template for its event; a fault of ours.
pub fn text(it: &Notify, message: &Queued) -> Result<Text> {
    let values = values(it, message)?;
    let event = &message.event;
    if message.channel == Channel::Sms {
        let body = it.view.letter(&format!("sms/{event}.txt"), &values)?;
        return Ok(Text { subject: String::new(), body: body.trim().to_owned() });
    }
    let subject = it.view.letter(&format!("mail/{event}/subject.txt"), &values)?;
    let body = it.view.letter(&format!("mail/{event}/body.txt"), &values)?;
    Ok(Text::letter(&subject, &body))
}

impl Text {
    /// A letter, of what its templates gave. A subject is one line, whatever they hold.
    #[must_use]
    pub fn letter(subject: &str, body: &str) -> Self {
        let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { subject, body: format!("{}\n", body.trim()) }
    }
}

fn values(it: &Notify, message: &Queued) -> Result<Values> {
    let case = it.store.read(|tx| tx.case(&message.case_id))?;
    let detail: serde_json::Value =
        serde_json::from_str(&message.detail).context("reading a message's detail")?;
    let site = it.view.site();
    Ok(Values {
        municipality: site.municipality.clone(),
        phone: site.phone.clone(),
        host: it.host.clone(),
        number: case.as_ref().and_then(|it| it.number.clone()).unwrap_or_default(),
        when: case
            .as_ref()
            .and_then(|it| it.received_at)
            .map(stockholm::long_time)
            .unwrap_or_default(),
        last_day: case.and_then(|it| it.sign_by).map(stockholm::long_day),
        code: detail["code"].as_str().unwrap_or_default().to_owned(),
    })
}
