//! The children that a person has custody of, and the children's other guardians.
//!
//! Asked for only where a service needs it. A child is left out, and counted as
//! withheld, when the child or another guardian is protected, or when anything
//! about them is uncertain: a guardian may be the threat.

use std::collections::HashMap;

use form_model::known::{Child, Guardian};

use serde::{Deserialize, Serialize};

use crate::person::Register;
use crate::person::model::{Person, Relative};

/// The children of a person, as far as they may be shown.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Family {
    /// Those who may be shown, oldest first.
    pub children: Vec<Child>,
    /// Some children are not shown; the page asks the person to call. Not a
    /// number: how many there are is data, too.
    pub withheld: bool,
}

/// The register did not answer, or not in a way that can be read.
#[derive(Debug, thiserror::Error)]
#[error("the population register does not answer")]
pub struct Unavailable;

type Persons = HashMap<String, Person>;

impl Register {
    /// Asks about the children of a person, and about the children's other
    /// guardians: at most two calls, whatever their number.
    ///
    /// # Errors
    /// When the register does not answer.
    pub fn family(&self, person: &Person, now: i64) -> Result<Family, Unavailable> {
        let wards: Vec<&Relative> = person.wards.iter().filter(|it| !it.deceased).collect();
        let mut withheld = wards.iter().any(|it| it.number.is_none());
        let children = self.persons(wards.into_iter().filter_map(|it| it.number.clone()), now)?;
        let others = others(person, children.1.values());
        let guardians = self.persons(others, now)?.1;
        let mut shown = Vec::new();
        for number in children.0 {
            match child(person, children.1.get(&number), &guardians) {
                Shown::Yes(it) => shown.push(it),
                Shown::Deceased => {}
                Shown::Withheld => withheld = true,
            }
        }
        shown.sort_by(|a, b| a.number.cmp(&b.number));
        Ok(Family { children: shown, withheld })
    }

    /// The numbers asked for, each once, and those persons that were found.
    fn persons(
        &self,
        numbers: impl Iterator<Item = String>,
        now: i64,
    ) -> Result<(Vec<String>, Persons), Unavailable> {
        let mut asked: Vec<String> = numbers.collect();
        asked.sort();
        asked.dedup();
        if asked.is_empty() {
            return Ok((asked, Persons::new()));
        }
        let numbers: Vec<&str> = asked.iter().map(String::as_str).collect();
        let found = self.rest.fetch(&numbers, now).map_err(|_| Unavailable)?;
        let found = found.into_iter().map(|it| (it.number.clone(), it)).collect();
        Ok((asked, found))
    }
}

enum Shown {
    Yes(Child),
    Deceased,
    Withheld,
}

fn child(person: &Person, child: Option<&Person>, guardians: &Persons) -> Shown {
    let Some(child) = child else { return Shown::Withheld };
    match &child.deregistered {
        Some(code) if code == "AV" => return Shown::Deceased,
        Some(_) => return Shown::Withheld,
        None => {}
    }
    let names_me = child.guardians.iter().any(|it| it.number.as_ref() == Some(&person.number));
    if !child.protection.may_show() || !names_me {
        return Shown::Withheld;
    }
    let mut others = Vec::new();
    for relative in other_guardians(person, child) {
        let found = relative.number.as_ref().and_then(|number| guardians.get(number));
        match found {
            Some(it) if it.deregistered.as_deref() == Some("AV") => {}
            Some(it) if it.protection.may_show() && it.deregistered.as_deref() != Some("FI") => {
                others.push(Guardian {
                    number: it.number.clone(),
                    name: it.names.shown(),
                    same_address: it.lives_with(person),
                });
            }
            _ => return Shown::Withheld,
        }
    }
    Shown::Yes(Child { number: child.number.clone(), name: child.names.shown(), guardians: others })
}

fn other_guardians<'a>(person: &Person, child: &'a Person) -> impl Iterator<Item = &'a Relative> {
    let me = person.number.clone();
    child
        .guardians
        .iter()
        .filter(move |it| !it.deceased && it.number.as_deref() != Some(me.as_str()))
}

fn others<'a>(
    person: &Person,
    children: impl Iterator<Item = &'a Person>,
) -> impl Iterator<Item = String> {
    children.flat_map(|child| other_guardians(person, child)).filter_map(|it| it.number.clone())
}
