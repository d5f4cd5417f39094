//! A person as Skatteverket writes one: the names of the JSON are theirs.

use serde_json::{Value, json};

use crate::stand_ins::persons::{self, Home, Protection, TestPerson};

/// The mail address of those whose own is not in the register.
const FORWARDING: [&str; 3] = ["Skatteverket förmedling, Box 2820", "40320", "Göteborg"];

/// The folkbokföringspost of a person, with that protection.
pub fn write(person: &TestPerson, protection: Protection) -> Value {
    let coordination = person.has_coordination_number();
    let mut post = json!({
        "identitet": identity(person),
        "skyddAvPersonuppgifter": protection,
        "senastAndrad": { "tidpunkt": "2026-01-20T06:15:00+01:00" },
        "namn": {
            "fornamn": { "namn": person.given, "tilltalsnamnsmarkering": "10" },
            "efternamn": { "namn": person.surname },
            "aviseringsnamn": format!("{},{}", person.surname, person.given),
        },
        "fodelse": { "datum": date(&born(person.number)) },
        "relationerTillFolkbokforda": relations(person),
    });
    if coordination {
        post["samordningsnummer"] = json!({ "tilldelningsdatum": date("20240315") });
    }
    let Home { street, postcode, city, .. } = person.home;
    match (coordination, protection) {
        // The real address is not in the data at all.
        (_, Protection::SkyddadFolkbokforing) => post["kontaktadress"] = contact(FORWARDING),
        // A samordningsnummer is for those who are not registered anywhere.
        (true, _) => post["kontaktadress"] = contact([street, postcode, city]),
        (false, _) => {
            post["folkbokforing"] = registration(person.home);
            post["civiltilstand"] =
                json!({ "kod": "OG", "beskrivning": "Ogift", "datum": date(&born(person.number)) });
        }
    }
    if let Some(died) = person.died {
        post["avregistrering"] = json!({
            "orsakskod": "AV",
            "orsakskodsbeskrivning": "Avliden",
            "avregistreringsdatum": date(died),
        });
    }
    post
}

fn identity(person: &TestPerson) -> Value {
    let kind = if person.has_coordination_number() { "SAMORDNINGSNUMMER" } else { "PERSONNUMMER" };
    let status = match person.died {
        Some(died) => json!({ "varde": "AVREGISTRERAT", "datum": date(died), "orsak": "AV" }),
        None => json!({ "varde": "AKTIVT" }),
    };
    json!({ "identitetsbeteckning": person.number, "typ": kind, "status": status })
}

fn registration(home: Home) -> Value {
    json!({
        "adress": {
            "gatuadress": home.street,
            "postnummer": home.postcode,
            "postort": home.city,
            "nyckel": home.key,
        },
        "lanskod": "22",
        "kommunkod": "60",
        "distriktskod": "205005",
        "fastighet": { "beteckning": "EXEMPLET 1:1", "nyckel": home.key },
        "datum": date("20200101"),
    })
}

fn contact([street, postcode, city]: [&str; 3]) -> Value {
    json!({ "sverige": {
        "gatuadress": street,
        "postnummer": postcode,
        "postort": city,
        "typ": "SARSKILD_POSTADRESS",
    }})
}

/// `V`: the other has the custody of this one. `VF`: this one has the custody of the other.
fn relations(person: &TestPerson) -> Vec<Value> {
    let relation = |number: &str, kind: &str, words: &str, from: &str| {
        json!({
            "identitetsbeteckning": number,
            "typ": { "kod": kind, "beskrivning": words },
            "fromDatumVardnad": date(from),
        })
    };
    let guardians = person.guardians.iter().flat_map(|it| {
        let born = born(person.number);
        let parent = json!({
            "identitetsbeteckning": it, "typ": { "kod": "F", "beskrivning": "Förälder" },
        });
        [parent, relation(it, "V", "Vårdnadshavare", &born)]
    });
    let children = persons::children_of(person.number).flat_map(|it| {
        let child = json!({
            "identitetsbeteckning": it.number, "typ": { "kod": "B", "beskrivning": "Barn" },
        });
        [child, relation(it.number, "VF", "Vårdnadshavare för", &born(it.number))]
    });
    guardians.chain(children).collect()
}

/// Date of birth; a samordningsnummer adds sixty to the day.
fn born(number: &str) -> String {
    let day = number[6..8].parse::<u8>().unwrap_or_default();
    format!("{}{:02}", &number[..6], if day > 60 { day - 60 } else { day })
}

fn date(eight: &str) -> Value {
    let spelled = [&eight[..4], &eight[4..6], &eight[6..8]].join("-");
    json!({ "varde": eight, "rfc3339Datum": spelled })
}
