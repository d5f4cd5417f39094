//! Schema and parser take the same: keys, what must be there, sorts of values, words.

use form_model::form::{Choice, Exit, Field, Form, Step};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::content::handlers::{
    ContactText, HandlerText, HandlersFile, PersonalDataText, UnitText,
};
use crate::content::pages::{CategoryHeader, PageHeader};
use crate::content::search_lists::{
    Arrow, Group, Signpost, SignpostFile, SignpostLink, SynonymFile,
};
use crate::content::service::ServiceHeader;
use crate::content::site::{KeyedLink, Link, SiteFile, Switchboard};
use crate::schema;

type Read = fn(Value) -> Result<(), String>;

/// Every schema of an object with what reads it. A condition is read by `content::conditions`.
#[rustfmt::skip]
const READERS: [(&str, Read); 24] = [
    ("entry",         read::<ServiceHeader>),
    ("kategori",      read::<CategoryHeader>),
    ("sida",          read::<PageHeader>),
    ("form",          read::<Form>),
    ("site",          read::<SiteFile>),
    ("handlers",      read::<HandlersFile>),
    ("synonymer",     read::<SynonymFile>),
    ("hanvisningar",  read::<SignpostFile>),
    ("link",          read::<Link>),
    ("more",          read::<Link>),
    ("keyed_link",    read::<KeyedLink>),
    ("switchboard",   read::<Switchboard>),
    ("handler",       read::<HandlerText>),
    ("unit",          read::<UnitText>),
    ("contact",       read::<ContactText>),
    ("personal_data", read::<PersonalDataText>),
    ("step",          read::<Step>),
    ("exit",          read::<Exit>),
    ("field",         read::<Field>),
    ("choice",        read::<Choice>),
    ("group",         read::<Group>),
    ("arrow",         read::<Arrow>),
    ("signpost",      read::<Signpost>),
    ("signpost_link", read::<SignpostLink>),
];

fn read<T: DeserializeOwned>(value: Value) -> Result<(), String> {
    serde_json::from_value::<T>(value).map(|_| ()).map_err(|error| error.to_string())
}

#[test]
fn every_object_is_compared() {
    for (name, part) in parts() {
        let read = READERS.iter().any(|it| it.0 == name);
        let made = ["e-tjanst", "blankett", "condition", "range"].contains(&name.as_str());
        assert_eq!(part.get("properties").is_some(), read || made, "{name}");
    }
}

#[test]
fn schema_and_parser_know_the_same_keys() {
    let parts = parts();
    for (name, read) in READERS {
        let said = read(json!({ "?": 1 })).expect_err("an unknown key");
        // "unknown field `?`, expected one of `a`, `b`"
        let mut parsed: Vec<&str> = said.split('`').skip(3).step_by(2).collect();
        parsed.sort_unstable();
        let written: Vec<&String> = properties(&parts[name]).keys().collect();

        assert_eq!(written, parsed, "{name}: {said}");
        assert_eq!(parts[name]["additionalProperties"], json!(false), "{name}");
    }
}

#[test]
fn schema_and_parser_ask_for_the_same_keys() {
    let parts = parts();
    for (name, read) in READERS {
        let part = &parts[name];
        let whole = example(&parts, part);
        read(whole.clone()).unwrap_or_else(|error| panic!("{name}: {error}: {whole}"));
        for key in properties(part).keys() {
            let mut without = whole.clone();
            without.as_object_mut().expect("a table").remove(key);
            let required = part["required"].as_array().is_some_and(|it| it.contains(&json!(key)));

            assert_eq!(read(without).is_err(), required, "{name}: {key}");
        }
    }
}

#[test]
fn schema_and_parser_take_the_same_sorts_of_values_and_words() {
    let parts = parts();
    for (name, read) in READERS {
        for (key, property) in properties(&parts[name]) {
            let with = |value: Value| {
                let mut whole = example(&parts, &parts[name]);
                whole[key] = value;
                read(whole)
            };
            let resolved = resolve(&parts, property);
            for value in [json!("x?"), json!(1), json!(true), json!([]), json!({})] {
                let fits = sort_fits(resolved, &value);
                // What a condition or a map may hold is said one level down.
                let open = resolved["type"] == "object" && value.is_object();
                // A list in serde is also a struct without names; TOML authors never write so.
                let unnamed = resolved["type"] == "object" && value.is_array();
                assert!(
                    open || unnamed || with(value.clone()).is_ok() == fits,
                    "{name}: {key} = {value}"
                );
            }
            let Some(words) = resolved["enum"].as_array() else { continue };
            // "unknown variant `?`, expected one of `a`, `b`"
            let said = with(json!("?")).expect_err("no such word");
            let parsed: Vec<&str> = said.split('`').skip(3).step_by(2).collect();
            assert_eq!(words, &parsed, "{name}: {key}: {said}");
        }
    }
}

#[test]
fn every_key_is_explained() {
    for (name, part) in parts() {
        for (key, property) in part["properties"].as_object().into_iter().flatten() {
            let own = property["description"].as_str();
            let said =
                own.or_else(|| resolve(&parts(), property)["description"].as_str().map(|_| "x"));
            assert!(said.is_some(), "{name}: {key}");
        }
    }
}

/// The header of the parser is one; each key of it has a use in at least one of the two.
#[test]
fn services_and_blanketter_share_the_header_between_them() {
    let parts = parts();
    let (service, blankett) = (properties(&parts["e-tjanst"]), properties(&parts["blankett"]));

    for key in properties(&parts["entry"]).keys() {
        assert!(service.contains_key(key) || blankett.contains_key(key), "{key}");
    }
    assert!(!service.contains_key("file") && !blankett.contains_key("login"));
}

#[test]
fn a_schema_brings_the_parts_that_it_refers_to_and_no_others() {
    for kind in &schema::KINDS {
        let schema: Value =
            serde_json::from_str(&schema::print(Some(kind.name)).expect("a schema")).expect("JSON");
        let text = schema.to_string();
        let brought: Vec<&String> =
            schema["$defs"].as_object().map(|it| it.keys().collect()).unwrap_or_default();
        for name in parts().keys() {
            let named = text.contains(&format!("\"#/$defs/{name}\""));
            assert_eq!(named, brought.contains(&name), "{}: {name}", kind.name);
        }
    }
    assert!(schema::print(Some("entry")).is_err());
}

fn parts() -> Map<String, Value> {
    schema::parts().expect("the source is sound")
}

fn properties(part: &Value) -> &Map<String, Value> {
    part["properties"].as_object().expect("properties")
}

fn resolve<'a>(parts: &'a Map<String, Value>, schema: &'a Value) -> &'a Value {
    let named = schema["$ref"].as_str().and_then(|it| it.strip_prefix("#/$defs/"));
    named.map_or(schema, |it| &parts[it])
}

/// Something that a schema takes, with every key.
fn example(parts: &Map<String, Value>, schema: &Value) -> Value {
    let schema = resolve(parts, schema);
    if let Some(word) = schema["enum"].get(0) {
        return word.clone();
    }
    match schema["type"].as_str() {
        Some("string") => json!("x"),
        Some("integer") => json!(1),
        Some("boolean") => json!(true),
        Some("array") => json!([example(parts, &schema["items"])]),
        _ if schema.get("minProperties").is_some() => json!({ "x": "y" }),
        _ if schema["additionalProperties"].is_object() => {
            json!({ "x": example(parts, &schema["additionalProperties"]) })
        }
        _ => properties(schema)
            .iter()
            .map(|(key, it)| (key.clone(), example(parts, it)))
            .collect::<Map<_, _>>()
            .into(),
    }
}

fn sort_fits(schema: &Value, value: &Value) -> bool {
    if let Some(words) = schema["enum"].as_array() {
        return words.contains(value);
    }
    match schema["type"].as_str() {
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        _ => false,
    }
}
