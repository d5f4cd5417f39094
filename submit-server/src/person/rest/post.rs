//! The members of the register's answer that the portal reads.
//!
//! Names differ between versions of the interface; both are taken. Members that
//! we do not know are ignored. A post that cannot be understood is left out, as
//! if the person were not found, and so fails closed.

use serde::Deserialize;
use serde_json::Value;

use crate::person::model::{Address, Names, Person, Relative};
use crate::person::protection::Protection;
use crate::person::rest::RestError;

#[derive(Deserialize)]
struct Posts {
    #[serde(alias = "personposter", default)]
    folkbokforingsposter: Vec<Value>,
    #[serde(alias = "felrapporter", default)]
    fel: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Post {
    identitet: Identity,
    skydd_av_personuppgifter: Option<Value>,
    namn: Option<NamePost>,
    folkbokforing: Option<Registration>,
    avregistrering: Option<Deregistration>,
    #[serde(default)]
    relationer_till_folkbokforda: Vec<Relation>,
    #[serde(default)]
    relationer_till_aldrig_folkbokforda: Vec<Relation>,
}

#[derive(Deserialize)]
struct Identity {
    identitetsbeteckning: String,
}

#[derive(Deserialize)]
struct NamePost {
    fornamn: Option<NamePart>,
    mellannamn: Option<NamePart>,
    efternamn: Option<NamePart>,
}

#[derive(Deserialize)]
struct NamePart {
    namn: Option<String>,
    tilltalsnamnsmarkering: Option<Value>,
}

#[derive(Deserialize)]
struct Registration {
    adress: Option<AddressPost>,
    lagenhet: Option<Key>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AddressPost {
    care_of: Option<String>,
    gatuadress: Option<String>,
    adressfortsattning: Option<String>,
    postnummer: Option<Value>,
    postort: Option<String>,
    nyckel: Option<String>,
}

#[derive(Deserialize)]
struct Key {
    nyckel: Option<String>,
}

#[derive(Deserialize)]
struct Deregistration {
    orsakskod: Option<String>,
}

#[derive(Deserialize)]
struct Relation {
    identitetsbeteckning: Option<String>,
    typ: Option<RelationKind>,
    avregistrering: Option<Deregistration>,
}

#[derive(Deserialize)]
struct RelationKind {
    kod: Option<String>,
}

/// Reads the answer of `/hamta`.
pub(in crate::person) fn persons(body: &[u8]) -> Result<Vec<Person>, RestError> {
    let answer: Posts =
        serde_json::from_slice(body).map_err(|_| RestError::Unreadable("the register"))?;
    let mut persons = Vec::new();
    let mut not_understood = 0;
    for post in answer.folkbokforingsposter {
        match serde_json::from_value::<Post>(post) {
            Ok(post) => persons.push(person(post)),
            Err(_) => not_understood += 1,
        }
    }
    if not_understood > 0 || !answer.fel.is_empty() {
        let missing = answer.fel.len();
        tracing::info!(not_understood, missing, "the population register left persons out");
    }
    Ok(persons)
}

fn person(post: Post) -> Person {
    let all = || {
        post.relationer_till_folkbokforda.iter().chain(&post.relationer_till_aldrig_folkbokforda)
    };
    let guardians = all().filter(|it| it.is("V")).map(Relation::relative).collect();
    let wards = all().filter(|it| it.is("VF")).map(Relation::relative).collect();
    Person {
        number: post.identitet.identitetsbeteckning,
        protection: Protection::from_flag(post.skydd_av_personuppgifter.as_ref()),
        names: post.namn.map(names).unwrap_or_default(),
        address: post.folkbokforing.and_then(address),
        guardians,
        wards,
        deregistered: post.avregistrering.map(|it| it.orsakskod.unwrap_or_default()),
    }
}

impl Relation {
    fn is(&self, code: &str) -> bool {
        self.typ.as_ref().and_then(|it| it.kod.as_deref()) == Some(code)
    }

    fn relative(&self) -> Relative {
        let code = self.avregistrering.as_ref().and_then(|it| it.orsakskod.as_deref());
        Relative { number: self.identitetsbeteckning.clone(), deceased: code == Some("AV") }
    }
}

fn names(post: NamePost) -> Names {
    let part = |it: Option<NamePart>| it.and_then(|part| filled(part.namn));
    let called_mark = post.fornamn.as_ref().and_then(|it| it.tilltalsnamnsmarkering.as_ref());
    Names {
        called_mark: called_mark.map(text),
        given: part(post.fornamn)
            .map(|it| it.split_whitespace().map(str::to_owned).collect())
            .unwrap_or_default(),
        middle: part(post.mellannamn),
        last: part(post.efternamn),
    }
}

fn address(registration: Registration) -> Option<Address> {
    let post = registration.adress?;
    let flat = registration.lagenhet.and_then(|it| filled(it.nyckel));
    Some(Address {
        care_of: filled(post.care_of),
        street: filled(post.gatuadress),
        more: filled(post.adressfortsattning),
        postcode: filled(post.postnummer.as_ref().map(text)),
        city: filled(post.postort),
        key: filled(post.nyckel).map(|key| (key, flat)),
    })
}

/// A text or a number, as text: the versions differ.
fn text(value: &Value) -> String {
    match value {
        Value::String(it) => it.clone(),
        Value::Number(it) => it.to_string(),
        _ => String::new(),
    }
}

fn filled(text: Option<String>) -> Option<String> {
    text.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
}
