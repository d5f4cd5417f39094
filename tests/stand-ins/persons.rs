//! The test persons: invented people with numbers that nobody can be given.
//!
//! Every number is one of the test numbers that Skatteverket publishes as open data; the names are
//! made up, the streets are called examples, and the phone numbers belong to the series that PTS
//! sets aside for fiction.

use serde::Serialize;

/// What folkbokföringen does when somebody asks for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registered {
    /// The post is handed out.
    Found,
    /// There is no such person in the register.
    Missing,
    /// The register is down for this number, and only for this.
    Down,
}

/// How the person's data is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Protection {
    /// Not at all.
    Saknas,
    /// A warning flag; the post is complete, with the real address.
    Sekretessmarkering,
    /// The real address is not in the post, only the forwarding service's.
    SkyddadFolkbokforing,
    /// A flag of a later year, which nobody here has heard of; the post is complete.
    NagotNytt,
}

/// Where a person is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home {
    /// Street and number.
    pub street: &'static str,
    /// Five digits.
    pub postcode: &'static str,
    /// Post town.
    pub city: &'static str,
    /// The register's own key: two people with the same key live at the same address.
    pub key: &'static str,
}

/// A test person.
#[derive(Debug, Clone, Copy)]
pub struct TestPerson {
    /// Twelve digits.
    pub number: &'static str,
    /// Given name.
    pub given: &'static str,
    /// Surname.
    pub surname: &'static str,
    /// One line in Swedish: what the person is there to show.
    pub about: &'static str,
    /// Whether the person has a BankID and can be chosen in the test app.
    pub has_bankid: bool,
    /// Where the person is registered.
    pub home: Home,
    /// Whether the data is protected.
    pub protection: Protection,
    /// Numbers of those who have the custody of this person.
    pub guardians: &'static [&'static str],
    /// Day of death, eight digits.
    pub died: Option<&'static str>,
    /// What the register answers.
    pub registered: Registered,
    /// A phone number that leads nowhere.
    pub phone: &'static str,
}

impl TestPerson {
    /// Given name and surname.
    pub fn name(&self) -> String {
        format!("{} {}", self.given, self.surname)
    }

    /// Whether the number is a samordningsnummer: sixty is added to the day.
    pub fn has_coordination_number(&self) -> bool {
        self.number[6..8].parse::<u8>().is_ok_and(|day| day > 60)
    }
}

/// The person with that number.
pub fn find(number: &str) -> Option<&'static TestPerson> {
    PERSONS.iter().find(|it| it.number == number)
}

/// Those who can be chosen in the BankID test app, in the order of the list.
pub fn with_bankid() -> impl Iterator<Item = &'static TestPerson> {
    PERSONS.iter().filter(|it| it.has_bankid)
}

/// The children that the person has the custody of.
pub fn children_of(number: &str) -> impl Iterator<Item = &'static TestPerson> {
    PERSONS.iter().filter(move |it| it.guardians.contains(&number))
}

const fn home(street: &'static str, key: &'static str) -> Home {
    Home { street, postcode: "84131", city: "Ånge", key }
}

const ADULT: TestPerson = TestPerson {
    number: ALVA,
    given: "Alva",
    surname: "Provsson",
    about: "Vanlig vuxen utan barn.",
    has_bankid: true,
    home: home("Exempelvägen 1", "10000000-0000-4000-8000-000000000001"),
    protection: Protection::Saknas,
    guardians: &[],
    died: None,
    registered: Registered::Found,
    phone: "070-174 06 05",
};

const CHILD: TestPerson = TestPerson { has_bankid: false, ..ADULT };

/// Ordinary adult.
pub const ALVA: &str = "199001012385";
/// Guardian; lives with the other guardian.
pub const BERIT: &str = "198001022386";
/// Guardian; lives with the other guardian.
pub const BO: &str = "198001032393";
/// Child of Berit and Bo, three years old in 2026.
pub const BERTIL: &str = "202301092397";
/// Child of Berit and Bo, in school.
pub const BEATA: &str = "201703182384";
/// Guardian; the other guardian lives elsewhere.
pub const CECILIA: &str = "199001142380";
/// Guardian; the other guardian lives elsewhere.
pub const CARL: &str = "199001122390";
/// Child of Cecilia and Carl.
pub const CLARA: &str = "202101042386";
/// The only guardian of her child.
pub const DISA: &str = "198001062382";
/// Child of Disa.
pub const DORIS: &str = "202301102386";
/// Sekretessmarkering.
pub const ELSA: &str = "200001012384";
/// Skyddad folkbokföring.
pub const ERIK: &str = "200001012392";
/// Guardian; the other guardian is protected.
pub const FREDRIK: &str = "198001082398";
/// Guardian with sekretessmarkering.
pub const FANNY: &str = "198001092389";
/// Child of Fredrik and Fanny.
pub const FILIP: &str = "201703192391";
/// Samordningsnummer.
pub const GEORG: &str = "197001782395";
/// Deceased.
pub const HULDA: &str = "195001182046";
/// The register does not answer.
pub const IVAR: &str = "199001152397";
/// Not in the register.
pub const JONAS: &str = "199001162396";

const B_HOME: Home = home("Provgatan 2", "10000000-0000-4000-8000-000000000002");
const C_HOME: Home = home("Exempelvägen 3", "10000000-0000-4000-8000-000000000003");
const D_HOME: Home = home("Demogränd 5", "10000000-0000-4000-8000-000000000005");
const F_HOME: Home = home("Exempelvägen 9", "10000000-0000-4000-8000-000000000009");

/// Everybody.
#[rustfmt::skip]
pub const PERSONS: &[TestPerson] = &[
    ADULT,
    TestPerson { number: BERIT, given: "Berit", surname: "Exempelberg", home: B_HOME, phone: "070-174 06 06",
        about: "Vårdnadshavare med två barn, bor ihop med Bo, den andra vårdnadshavaren.", ..ADULT },
    TestPerson { number: BO, given: "Bo", surname: "Exempelberg", home: B_HOME, phone: "070-174 06 07",
        about: "Vårdnadshavare med två barn, bor ihop med Berit, den andra vårdnadshavaren.", ..ADULT },
    TestPerson { number: BERTIL, given: "Bertil", surname: "Exempelberg", home: B_HOME, guardians: &[BERIT, BO],
        about: "Barn till Berit och Bo, född 2023.", ..CHILD },
    TestPerson { number: BEATA, given: "Beata", surname: "Exempelberg", home: B_HOME, guardians: &[BERIT, BO],
        about: "Barn till Berit och Bo, född 2017.", ..CHILD },
    TestPerson { number: CECILIA, given: "Cecilia", surname: "Demodal", home: C_HOME, phone: "070-174 06 08",
        about: "Vårdnadshavare med ett barn. Carl, den andra vårdnadshavaren, bor på en annan adress.", ..ADULT },
    TestPerson { number: CARL, given: "Carl", surname: "Påhittsson", phone: "070-174 06 09",
        home: home("Påhittstorget 4", "10000000-0000-4000-8000-000000000004"),
        about: "Vårdnadshavare med ett barn. Barnet bor hos Cecilia, på en annan adress.", ..ADULT },
    TestPerson { number: CLARA, given: "Clara", surname: "Demodal", home: C_HOME, guardians: &[CECILIA, CARL],
        about: "Barn till Cecilia och Carl, född 2021.", ..CHILD },
    TestPerson { number: DISA, given: "Disa", surname: "Ensamprov", home: D_HOME, phone: "070-174 06 10",
        about: "Ensam vårdnadshavare med ett barn.", ..ADULT },
    TestPerson { number: DORIS, given: "Doris", surname: "Ensamprov", home: D_HOME, guardians: &[DISA],
        about: "Barn till Disa, född 2023.", ..CHILD },
    TestPerson { number: ELSA, given: "Elsa", surname: "Hemligprov", phone: "070-174 06 11",
        home: home("Exempelvägen 7", "10000000-0000-4000-8000-000000000007"), protection: Protection::Sekretessmarkering,
        about: "Skyddade personuppgifter: sekretessmarkering.", ..ADULT },
    TestPerson { number: ERIK, given: "Erik", surname: "Skyddsprov", phone: "070-174 06 12",
        home: home("Exempelvägen 8", "10000000-0000-4000-8000-000000000008"), protection: Protection::SkyddadFolkbokforing,
        about: "Skyddade personuppgifter: skyddad folkbokföring.", ..ADULT },
    TestPerson { number: FREDRIK, given: "Fredrik", surname: "Provfeldt", home: F_HOME, phone: "070-174 06 13",
        about: "Vårdnadshavare med ett barn. Fanny, den andra vårdnadshavaren, har skyddade personuppgifter.", ..ADULT },
    TestPerson { number: FANNY, given: "Fanny", surname: "Provfeldt", phone: "070-174 06 14",
        home: home("Demogränd 10", "10000000-0000-4000-8000-000000000010"), protection: Protection::Sekretessmarkering,
        about: "Vårdnadshavare med skyddade personuppgifter. Fredrik är den andra vårdnadshavaren.", ..ADULT },
    TestPerson { number: FILIP, given: "Filip", surname: "Provfeldt", home: F_HOME, guardians: &[FREDRIK, FANNY],
        about: "Barn till Fredrik och Fanny, född 2017.", ..CHILD },
    TestPerson { number: GEORG, given: "Georg", surname: "Samordningsson", phone: "070-174 06 15",
        home: home("Exempelvägen 11", "10000000-0000-4000-8000-000000000011"),
        about: "Har samordningsnummer och är inte folkbokförd.", ..ADULT },
    TestPerson { number: HULDA, given: "Hulda", surname: "Avlidén", phone: "070-174 06 16", died: Some("20260901"),
        home: home("Exempelvägen 12", "10000000-0000-4000-8000-000000000012"),
        about: "Avliden, men e-legitimationen är inte spärrad än.", ..ADULT },
    TestPerson { number: IVAR, given: "Ivar", surname: "Driftstopp", phone: "070-174 06 17", registered: Registered::Down,
        about: "Folkbokföringen svarar inte för den här personen.", ..ADULT },
    TestPerson { number: JONAS, given: "Jonas", surname: "Saknadsson", phone: "070-174 06 18", registered: Registered::Missing,
        about: "Finns inte i folkbokföringen.", ..ADULT },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{PERSONS, children_of, find};

    #[test]
    fn every_number_has_its_check_digit_and_belongs_to_one_person() {
        for person in PERSONS {
            let sum: u32 = person.number[2..]
                .bytes()
                .enumerate()
                .map(|(place, digit)| {
                    let value = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
                    value / 10 + value % 10
                })
                .sum();
            assert_eq!(sum % 10, 0, "{}", person.number);
        }
        let numbers: BTreeSet<_> = PERSONS.iter().map(|it| it.number).collect();
        assert_eq!(numbers.len(), PERSONS.len());
    }

    #[test]
    fn every_guardian_is_a_test_person_with_a_bankid() {
        for person in PERSONS {
            for guardian in person.guardians {
                assert!(find(guardian).is_some_and(|it| it.has_bankid), "{guardian}");
                assert!(children_of(guardian).any(|child| child.number == person.number));
            }
        }
    }
}
