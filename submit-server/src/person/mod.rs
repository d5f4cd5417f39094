//! What the population register (folkbokföringen) says about a person.
//!
//! Reading order: [`model`] (the nouns), [`protection`] (the one place that
//! decides whether a person's data may be shown), [`rest`] (Skatteverket's
//! interface), [`family`] (children and their guardians), [`known`] (what a form
//! may take for granted).
//!
//! **Invariants:** unknown means protected. The register's answer is never
//! logged. A protected person's post is dropped here; nothing of it but the
//! fact of protection leaves this folder.

pub mod family;
pub mod known;
pub mod model;
pub mod protection;
pub mod rest;
#[cfg(test)]
mod tests;

use form_model::identity;
use form_model::identity::NumberKind;

use crate::person::model::Person;
use crate::person::protection::Protection;
use crate::person::rest::Rest;
use crate::stockholm;

/// The register, as the server asks it.
pub struct Register {
    pub(in crate::person) rest: Rest,
}

/// What came of asking about one person.
#[derive(Debug)]
pub enum Lookup {
    /// Registered; the data may be shown to the person.
    Found(Box<Person>),
    /// Protected, or not known to be unprotected.
    Protected(Protection),
    /// The register does not answer, or not in a way that can be read.
    Unavailable,
    /// The portal cannot be used with this number.
    Barred(Bar),
    /// Nobody is registered with this number.
    Unknown,
}

/// Why the portal cannot be used with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// The person has died; the estate turns to the municipality.
    Deceased,
    /// The identity has been found to be false.
    FalseIdentity,
    /// A samordningsnummer: such a person is not in the register.
    CoordinationNumber,
    /// The register does not know the number, so nobody knows whether the person
    /// is protected.
    NotRegistered,
    /// The register does not answer, with the same effect.
    Silent,
}

impl Register {
    /// Asks Skatteverket through this client.
    #[must_use]
    pub fn new(rest: Rest) -> Self {
        Self { rest }
    }

    /// Asks about one person, twelve digits. May take as long as the
    /// time-outs of the connection allow; never call it in a transaction. `now`
    /// is in milliseconds since 1970 UTC, here and everywhere.
    #[must_use]
    pub fn look_up(&self, number: &str, now: i64) -> Lookup {
        match identity::parse(number, stockholm::day(now)) {
            Ok(it) if it.kind == NumberKind::Samordningsnummer => {
                return Lookup::Barred(Bar::CoordinationNumber);
            }
            Ok(_) => {}
            Err(_) => return Lookup::Unknown,
        }
        let Ok(persons) = self.rest.fetch(&[number], now) else {
            return Lookup::Unavailable;
        };
        match persons.into_iter().find(|it| it.number == number) {
            Some(person) => judged(person),
            None => Lookup::Unknown,
        }
    }
}

fn judged(person: Person) -> Lookup {
    if let Some(bar) = person.bar() {
        return Lookup::Barred(bar);
    }
    if !person.protection.may_show() {
        return Lookup::Protected(person.protection);
    }
    Lookup::Found(Box::new(person))
}
