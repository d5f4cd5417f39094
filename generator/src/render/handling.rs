//! Who answers questions, and how personal data is used.

use form_model::compiled::{Contact, PersonalData};
use serde::Serialize;

use crate::catalogue::entry::Entry;
use crate::render::Rendering;

/// The blocks "Frågor om tjänsten" and "Behandling av personuppgifter".
#[derive(Debug, Serialize)]
pub(crate) struct HandlingView<'a> {
    handler: &'a str,
    /// Whether the contact's name leaves out whose it is.
    say_handler: bool,
    /// Whether the municipality itself handles the case.
    own: bool,
    contact: &'a Contact,
    /// Whether the number is the switchboard's; then its hours are said.
    by_switchboard: bool,
    switchboard_name: &'a str,
    hours: &'a [String],
    personal_data: &'a PersonalData,
}

impl<'a> HandlingView<'a> {
    /// The view of an entry.
    pub(crate) fn of(rendering: &Rendering<'a>, it: &'a Entry) -> Self {
        let site = &rendering.catalogue.site;
        let handling = &it.handling;
        Self {
            handler: &handling.handler,
            say_handler: !handling.own && !handling.contact.name.contains(&handling.handler),
            own: handling.own,
            contact: &handling.contact,
            by_switchboard: handling.by_switchboard,
            switchboard_name: &site.switchboard.name,
            hours: &site.hours,
            personal_data: &handling.personal_data,
        }
    }
}
