//! What the population register (folkbokföringen) says about the person who is
//! logged in, and what day it is: the things a form may take for granted.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What is known when a step is checked or shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The day, in Sweden.
    pub today: Date,
    /// The person who is logged in; none in an anonymous form.
    pub applicant: Option<Applicant>,
    /// The children that the person has custody of and that may be shown.
    pub children: Vec<Child>,
}

/// The person who is logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// Twelve digits.
    pub number: String,
    /// Given name and surname.
    pub name: String,
    /// Address lines; none when the register has none to show.
    pub address: Vec<String>,
}

/// A child that the person decides for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// Twelve digits.
    pub number: String,
    /// Given name and surname.
    pub name: String,
    /// The other guardians, who must sign too.
    pub guardians: Vec<Guardian>,
}

/// Another guardian of a child.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guardian {
    /// Twelve digits. Never shown to anyone else.
    pub number: String,
    /// Given name and surname.
    pub name: String,
    /// Registered at the same address (by the register's own key) as the applicant.
    pub same_address: bool,
}

impl Known {
    /// Nothing but the day: an anonymous form.
    #[must_use]
    pub fn anonymous(today: Date) -> Self {
        Self { today, applicant: None, children: Vec::new() }
    }

    /// The child with this number.
    #[must_use]
    pub fn child(&self, number: &str) -> Option<&Child> {
        self.children.iter().find(|child| child.number == number)
    }
}
