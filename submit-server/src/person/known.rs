//! What the server remembers about the person who is logged in, and what a form
//! may take for granted from it.

use form_model::known::{Applicant, Known};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::person::family::Family;
use crate::person::model::Person;
use crate::person::{Bar, Lookup};

/// The person who is logged in, as of one look into the register.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedIn {
    /// Twelve digits, from BankID.
    pub number: String,
    /// Whole name, from BankID.
    pub name: String,
    /// What the register says.
    pub standing: Standing,
    /// The children, once a service has asked for them.
    pub family: Option<Family>,
    /// When the register was asked.
    pub asked_at: i64,
}

/// What the register says about the person who is logged in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Registered, and the data may be shown.
    Registered(Box<Person>),
    /// Protected, or not known to be unprotected: nothing is shown, no
    /// children, no messages.
    Protected,
}

impl LoggedIn {
    /// Name of daily use where the register gives one, else BankID's.
    #[must_use]
    pub fn name_shown(&self) -> String {
        match &self.standing {
            Standing::Registered(it) if !it.names.shown().is_empty() => it.names.shown(),
            _ => self.name.clone(),
        }
    }
}

/// Makes what is remembered at login from BankID's word and the register's.
///
/// # Errors
/// When the portal cannot be used with this number.
pub fn logged_in(number: &str, name: &str, lookup: Lookup, asked_at: i64) -> Result<LoggedIn, Bar> {
    let standing = match lookup {
        Lookup::Found(person) => Standing::Registered(person),
        Lookup::Protected(_) => Standing::Protected,
        Lookup::Unavailable => return Err(Bar::Silent),
        Lookup::Unknown => return Err(Bar::NotRegistered),
        Lookup::Barred(bar) => return Err(bar),
    };
    // Of somebody who is protected, or may be, not even the name and number are
    // kept for the moment until the page that ends the session.
    let (number, name) = match standing {
        Standing::Protected => ("", ""),
        Standing::Registered(_) => (number, name),
    };
    Ok(LoggedIn { number: number.into(), name: name.into(), standing, family: None, asked_at })
}

/// What a form may take for granted.
#[must_use]
pub fn known(person: &LoggedIn, today: Date) -> Known {
    let address = match &person.standing {
        Standing::Registered(it) => it.address_lines(),
        // Looks exactly like somebody without a registered address: the
        // document must not tell that the person is protected.
        Standing::Protected => Vec::new(),
    };
    let name = person.name_shown();
    let children = match (&person.standing, &person.family) {
        (Standing::Registered(_), Some(family)) => family.children.clone(),
        _ => Vec::new(),
    };
    let number = person.number.clone();
    Known { today, applicant: Some(Applicant { number, name, address }), children }
}
