//! `handlers.toml` resolved: each unit with its authority.

use std::collections::BTreeMap;

use form_model::compiled::{Delivery, Means, PersonalData};

use crate::catalogue::contact;
use crate::content::Parsed;
use crate::content::handlers::{HandlerText, HandlersFile, PersonalDataText, UnitText};
use crate::content::source::Key;
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::catalogue::CatalogueMistake;
use crate::diagnostic::mistake::content::ContentMistake;
use crate::diagnostic::suggestion::did_you_mean;

/// All units.
#[derive(Debug)]
pub(crate) struct Units<'a> {
    /// By key; `None` where the handler is unknown.
    units: BTreeMap<&'a str, Option<Unit<'a>>>,
}

/// A unit with its authority.
#[derive(Debug)]
pub(crate) struct Unit<'a> {
    pub(super) key: &'a str,
    pub(super) text: &'a UnitText,
    pub(super) handler: &'a HandlerText,
}

impl<'a> Units<'a> {
    /// Resolves the file.
    pub(super) fn resolve(file: &'a Parsed<HandlersFile>, mistakes: &mut Mistakes) -> Self {
        let Parsed { source, value } = file;
        let count = value.handlers.values().filter(|it| it.own).count();
        if count != 1 {
            mistakes.add(source.at_key("handlers"), CatalogueMistake::OwnHandler { count });
        }
        check_handlers(file, mistakes);
        let mut units = BTreeMap::new();
        for (key, text) in &value.units {
            check_unit(file, key, text, mistakes);
            let handler = value.handlers.get(&text.handler);
            if handler.is_none() {
                let place = source.at(&["units".into(), key.as_str().into(), "handler".into()]);
                let help = did_you_mean(&text.handler, value.handlers.keys().map(String::as_str));
                let name = text.handler.clone();
                mistakes.add(place, CatalogueMistake::Unknown { what: "handler", name, help });
            }
            units.insert(key.as_str(), handler.map(|handler| Unit { key, text, handler }));
        }
        Self { units }
    }

    /// The unit with this key; `Ok(None)` when its handler is unknown, which has been noted.
    pub(super) fn unit(&self, key: &str) -> Result<Option<&Unit<'a>>, CatalogueMistake> {
        self.units.get(key).map(Option::as_ref).ok_or_else(|| CatalogueMistake::Unknown {
            what: "unit",
            name: key.to_owned(),
            help: did_you_mean(key, self.units.keys().copied()),
        })
    }
}

impl Unit<'_> {
    /// What is said about personal data: the service's words over the unit's.
    /// `None` when something that the law asks for is not said anywhere.
    pub(super) fn personal_data(&self, service: Option<&PersonalDataText>) -> Option<PersonalData> {
        let unit = self.text.personal_data.as_ref();
        let said = |part: fn(&PersonalDataText) -> Option<&String>| {
            service.and_then(part).or_else(|| unit.and_then(part)).cloned()
        };
        let recipients = |it: &PersonalDataText| it.recipients.clone();
        Some(PersonalData {
            controller: self.text.controller.clone(),
            purpose: said(|it| it.purpose.as_ref())?,
            legal_basis: said(|it| it.legal_basis.as_ref())?,
            storage: said(|it| it.storage.as_ref())?,
            recipients: service
                .and_then(recipients)
                .or_else(|| unit.and_then(recipients))
                .unwrap_or_default(),
            url: self.handler.personal_data_url.clone(),
            officer: self.handler.data_protection_officer.clone(),
        })
    }

    /// How a case comes to the unit: the service's word over the unit's.
    pub(super) fn delivery(&self, service: Option<Means>) -> Option<Delivery> {
        let by = service.or(self.text.delivery)?;
        Some(Delivery { unit: self.key.to_owned(), by })
    }

    /// The authority's name, as in "handled by".
    pub(super) fn handler_name(&self) -> String {
        self.handler.name.clone()
    }

    /// Where the authority has its own e-services, when it is not the municipality itself.
    pub(super) fn elsewhere(&self) -> Option<&str> {
        if self.handler.own { None } else { self.handler.e_services_url.as_deref() }
    }
}

fn check_handlers(file: &Parsed<HandlersFile>, mistakes: &mut Mistakes) {
    for (key, it) in &file.value.handlers {
        let urls = [
            ("personal_data_url", Some(&it.personal_data_url)),
            ("e_services_url", it.e_services_url.as_ref()),
        ];
        let mut note = |name: &str, found: Option<CatalogueMistake>| {
            if let Some(mistake) = found {
                let path = ["handlers".into(), Key::Name(key), Key::Name(name)];
                mistakes.add(file.source.at(&path), mistake);
            }
        };
        for (name, url) in urls {
            note(name, url.and_then(|it| contact::url_mistake(it)));
        }
        let officer = it.data_protection_officer.as_deref();
        note("data_protection_officer", officer.and_then(contact::email_mistake));
    }
}

fn check_unit(file: &Parsed<HandlersFile>, key: &str, unit: &UnitText, mistakes: &mut Mistakes) {
    // The server names the unit's folder so.
    let fits = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    if key.is_empty() || !key.chars().all(fits) {
        let place = file.source.at(&["units".into(), key.into()]);
        mistakes.add(place, ContentMistake::Name { name: key.to_owned() });
    }
    for (name, text) in [("name", &unit.name), ("controller", &unit.controller)] {
        if text.trim().is_empty() {
            let path = ["units".into(), key.into(), Key::Name(name)];
            mistakes.add(file.source.at(&path), CatalogueMistake::Empty { key: name });
        }
    }
    let phone = unit.contact.phone.as_deref().and_then(contact::phone_mistake);
    let email = unit.contact.email.as_deref().and_then(contact::email_mistake);
    for (name, found) in [("phone", phone), ("email", email)] {
        if let Some(mistake) = found {
            let path = ["units".into(), key.into(), "contact".into(), Key::Name(name)];
            mistakes.add(file.source.at(&path), mistake);
        }
    }
}
