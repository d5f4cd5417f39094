//! A person as the register knows them, whichever interface it was read through.

use serde::{Deserialize, Serialize};

use crate::person::Bar;
use crate::person::protection::Protection;

/// A person in the register.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Twelve digits.
    pub number: String,
    /// Whether anything of this may be shown.
    pub protection: Protection,
    /// Names.
    pub names: Names,
    /// Where the person is registered.
    pub address: Option<Address>,
    /// Those who have custody of this person.
    pub guardians: Vec<Relative>,
    /// Those whom this person has custody of.
    pub wards: Vec<Relative>,
    /// Why the person is no longer registered.
    pub deregistered: Option<String>,
}

/// Somebody with whom the person has a relation of custody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relative {
    /// Twelve digits; none for those who never were registered in Sweden.
    pub number: Option<String>,
    /// The relative has died.
    pub deceased: bool,
}

/// A person's names.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// All given names, in order.
    pub given: Vec<String>,
    /// Which of them are used daily, as two digits that count from 1.
    pub called_mark: Option<String>,
    /// Middle name.
    pub middle: Option<String>,
    /// Surname.
    pub last: Option<String>,
}

/// A registered address.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Care of.
    pub care_of: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Continued.
    pub more: Option<String>,
    /// Five digits.
    pub postcode: Option<String>,
    /// Post town.
    pub city: Option<String>,
    /// The register's own key of the address, and of the flat where there is one.
    pub key: Option<(String, Option<String>)>,
}

impl Person {
    /// Why the portal cannot be used by this person.
    #[must_use]
    pub fn bar(&self) -> Option<Bar> {
        match self.deregistered.as_deref() {
            Some("AV") => Some(Bar::Deceased),
            Some("FI") => Some(Bar::FalseIdentity),
            _ => None,
        }
    }

    /// The address as lines; none when the person is no longer registered.
    #[must_use]
    pub fn address_lines(&self) -> Vec<String> {
        match &self.address {
            Some(address) if self.deregistered.is_none() => address.lines(),
            _ => Vec::new(),
        }
    }

    /// Registered at the same address, by the register's own key and never by
    /// its text: two spellings may be one place, and one spelling two.
    #[must_use]
    pub fn lives_with(&self, other: &Person) -> bool {
        let key = |it: &Person| it.address.as_ref().and_then(|address| address.key.clone());
        key(self).is_some() && key(self) == key(other)
    }
}

impl Names {
    /// Name of daily use: called name, middle name, surname.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut words = self.called();
        words.extend(self.middle.as_deref());
        words.extend(self.last.as_deref());
        words.join(" ")
    }

    /// The given names that are marked; all of them when the mark cannot be
    /// followed, since how hyphens count is not documented.
    fn called(&self) -> Vec<&str> {
        let all = || self.given.iter().map(String::as_str).collect();
        let Some(mark) = &self.called_mark else { return all() };
        let places: Vec<usize> = mark
            .chars()
            .filter_map(|it| it.to_digit(10))
            .filter(|place| *place > 0)
            .map(|place| place as usize - 1)
            .collect();
        let marked: Option<Vec<&str>> =
            places.iter().map(|place| self.given.get(*place).map(String::as_str)).collect();
        match marked {
            Some(names) if !names.is_empty() => names,
            _ => all(),
        }
    }
}

impl Address {
    fn lines(&self) -> Vec<String> {
        let care_of = self.care_of.as_ref().map(|it| match it.get(..3) {
            Some(start) if start.eq_ignore_ascii_case("c/o") => it.clone(),
            _ => format!("c/o {it}"),
        });
        let postcode = self.postcode.as_deref().map(|it| match it.split_at_checked(3) {
            Some((area, rest)) if rest.len() == 2 => format!("{area} {rest}"),
            _ => it.to_owned(),
        });
        let town: Vec<String> = postcode.into_iter().chain(self.city.clone()).collect();
        let town = (!town.is_empty()).then(|| town.join(" "));
        [care_of, self.street.clone(), self.more.clone(), town].into_iter().flatten().collect()
    }
}

/// Kept out of logs and panics: number and names are personal data.
impl std::fmt::Debug for Person {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Person")
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, Names};

    #[test]
    fn the_called_name_is_shown() {
        #[rustfmt::skip]
        let table = [
            ("Anna Karin Maria", Some("10"), "Anna Lind"),
            ("Anna Karin Maria", Some("20"), "Karin Lind"),
            ("Anna Karin Maria", Some("23"), "Karin Maria Lind"),
            ("Anna Karin Maria", Some("40"), "Anna Karin Maria Lind"),
            ("Anna Karin Maria", Some("00"), "Anna Karin Maria Lind"),
            ("Anna Karin Maria", Some("xx"), "Anna Karin Maria Lind"),
            ("Anna Karin Maria", None,       "Anna Karin Maria Lind"),
            ("Anna-Karin",       Some("12"), "Anna-Karin Lind"),
            ("",                 Some("10"), "Lind"),
        ];
        for (given, mark, expected) in table {
            let names = Names {
                given: given.split_whitespace().map(str::to_owned).collect(),
                called_mark: mark.map(str::to_owned),
                middle: None,
                last: Some("Lind".into()),
            };
            assert_eq!(names.shown(), expected, "{given} {mark:?}");
        }
    }

    #[test]
    fn an_address_has_only_the_lines_it_has() {
        let address = Address {
            care_of: Some("Berg".into()),
            street: Some("Storgatan 1 lgh 1101".into()),
            more: None,
            postcode: Some("84131".into()),
            city: Some("Ånge".into()),
            key: None,
        };
        assert_eq!(address.lines(), ["c/o Berg", "Storgatan 1 lgh 1101", "841 31 Ånge"]);
        assert!(Address::default().lines().is_empty());
    }
}
