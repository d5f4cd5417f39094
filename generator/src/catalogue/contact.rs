//! Telephone numbers, e-mail and web addresses: what can be dialled and clicked.

use form_model::compiled::Contact;

use crate::content::handlers::ContactText;
use crate::content::site::Switchboard;
use crate::diagnostic::mistake::catalogue::CatalogueMistake;

/// The number as dialled: `0690-25 01 00` → `tel:+46690250100`. Short numbers stay as they are.
pub(crate) fn phone_url(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('0') {
        _ if phone.trim_start().starts_with('+') => format!("tel:+{digits}"),
        Some(rest) => format!("tel:+46{rest}"),
        None => format!("tel:{digits}"),
    }
}

/// Whether a number can be dialled.
pub(super) fn phone_mistake(phone: &str) -> Option<CatalogueMistake> {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let known = |it: char| it.is_ascii_digit() || matches!(it, ' ' | '-' | '+' | '–');
    let fits = (3..=15).contains(&digits) && phone.chars().all(known);
    (!fits).then(|| CatalogueMistake::Contact {
        value: phone.to_owned(),
        what: "a telephone number",
        help: "write it as `0690-25 01 00`",
    })
}

/// Whether an e-mail address can be written to.
pub(super) fn email_mistake(email: &str) -> Option<CatalogueMistake> {
    let fits = email.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@') && !host.ends_with('.')
    });
    let fits = fits && !email.contains(char::is_whitespace);
    (!fits).then(|| CatalogueMistake::Contact {
        value: email.to_owned(),
        what: "an e-mail address",
        help: "write it as `namn@example.se`",
    })
}

/// Whether a web address can be opened.
pub(super) fn url_mistake(url: &str) -> Option<CatalogueMistake> {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let fits = host.is_some_and(|it| it.contains('.') || it.starts_with("localhost"))
        && !url.contains(char::is_whitespace);
    (!fits).then(|| CatalogueMistake::Contact {
        value: url.to_owned(),
        what: "a web address",
        help: "write the whole address, with `https://`",
    })
}

/// Whether a web address can be opened, and nobody can change what is read there.
pub(super) fn secure_url_mistake(url: &str) -> Option<CatalogueMistake> {
    let insecure = (!url.starts_with("https://")).then(|| CatalogueMistake::Contact {
        value: url.to_owned(),
        what: "a secure web address",
        help: "write the whole address, with `https://`",
    });
    insecure.or_else(|| url_mistake(url))
}

/// The switchboard as a contact.
pub(super) fn switchboard(switchboard: &Switchboard) -> Contact {
    Contact {
        name: switchboard.name.clone(),
        phone: switchboard.phone.clone(),
        phone_url: phone_url(&switchboard.phone),
        email: switchboard.email.clone(),
    }
}

/// Who to ask, and whether that is the switchboard. A contact of the service
/// stands for itself: the unit's number may belong to somebody else.
pub(super) fn resolve(
    service: Option<&ContactText>,
    unit: &ContactText,
    unit_name: &str,
    switchboard: &Contact,
) -> (Contact, bool) {
    let given = service.unwrap_or(unit);
    let name = given.name.as_deref().or(unit.name.as_deref()).unwrap_or(unit_name).to_owned();
    let phone = given.phone.as_deref().unwrap_or(&switchboard.phone).to_owned();
    let phone_url = phone_url(&phone);
    (Contact { name, phone, phone_url, email: given.email.clone() }, given.phone.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_dialled_with_its_country() {
        #[rustfmt::skip]
        let cases = [
            ("0690-25 01 00",    "tel:+46690250100"),
            ("112",              "tel:112"),
            ("+46 690-25 01 00", "tel:+46690250100"),
        ];
        for (phone, expected) in cases {
            assert_eq!(phone_url(phone), expected, "{phone}");
        }
    }

    #[test]
    fn contacts_that_cannot_be_used_are_mistakes() {
        assert!(phone_mistake("0690-25 01 00").is_none());
        assert!(phone_mistake("ring oss").is_some());
        assert!(email_mistake("forskola@example.se").is_none());
        assert!(email_mistake("forskola.example.se").is_some());
        assert!(url_mistake("https://www.example.se/").is_none());
        assert!(url_mistake("www.example.se").is_some());
    }
}
