//! Where confirmations of a case go: said plainly before and after sending.

use crate::app::App;
use crate::cases::who::Who;
use crate::problem::Result;
use crate::store::{Channel, Contact};
use crate::view::page::{Link, ToldView};

/// Where the page is on which that is chosen.
pub(super) const CONTACTS_URL: &str = "/mina-sidor/kontakt";

/// Where confirmations go to whoever asks; none where nobody is known.
pub(super) fn told(app: &App, who: &Who) -> Result<Option<ToldView>> {
    let Some(person) = who.person() else { return Ok(None) };
    let on = app.notify.channels();
    if on.is_empty() {
        return Ok(Some(ToldView { text: app.view.text("contacts.told_off"), link: None }));
    }
    let contacts = app.store.read(|tx| tx.contacts(person))?;
    let used = contacts.iter().filter(|it| on.contains(&it.channel));
    let addresses: Vec<&str> = used.filter_map(|it| it.usable()).collect();
    let (text, link) = if addresses.is_empty() {
        (app.view.text("contacts.told_nowhere"), "contacts.told_add")
    } else {
        let to = addresses.join(" och ");
        (app.view.said("contacts.told_to", &[("address", &to)]), "contacts.told_change")
    };
    Ok(Some(ToldView { text, link: Some(Link::new(app.view.text(link), CONTACTS_URL)) }))
}

/// That messages do not come through any more; none when they do.
pub(super) fn unreached(app: &App, contacts: &[Contact]) -> Option<String> {
    let lost = contacts.iter().find(|it| it.given_up())?;
    let key = if lost.channel == Channel::Sms { "sms_given_up" } else { "mail_given_up" };
    Some(app.view.text(&format!("contacts.{key}")))
}
