//! `generator schema`: what each kind of file may hold, as JSON Schema, so that editors complete and explain.
//!
//! The schemas are written in `schema.toml`, beside this file; the tests hold them together with what
//! the parser takes. An e-service and a blankett have one header in the parser, and
//! which of its keys each may use is said here.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

const SOURCE: &str = include_str!("schema.toml");
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A kind of file: its name, the schema in the source, and what is otherwise in it.
struct Kind {
    name: &'static str,
    source: &'static str,
    /// Keys that have no use here.
    without: &'static [&'static str],
    /// Keys that must be there, besides.
    with: &'static [&'static str],
}

const fn kind(name: &'static str) -> Kind {
    Kind { name, source: name, without: &[], with: &[] }
}

/// Every kind, in the order of the folder.
const KINDS: [Kind; 9] = [
    Kind {
        name: "e-tjanst",
        source: "entry",
        without: &["file", "print", "service"],
        with: &["login"],
    },
    Kind {
        name: "blankett",
        source: "entry",
        without: &["blankett", "delivery", "login"],
        with: &[],
    },
    kind("kategori"),
    kind("sida"),
    kind("form"),
    kind("site"),
    kind("handlers"),
    kind("synonymer"),
    kind("hanvisningar"),
];

/// The schema of a kind, or of all kinds under `$defs`.
///
/// # Errors
/// When there is no such kind.
pub fn print(name: Option<&str>) -> Result<String> {
    let mut parts = parts()?;
    let schema = match name {
        None => {
            parts.remove("entry");
            json!({ "$schema": DRAFT, "title": "Innehållet i en portal", "$defs": parts })
        }
        Some(name) if KINDS.iter().any(|it| it.name == name) => one(&parts, name),
        Some(name) => {
            let known: Vec<String> = KINDS.iter().map(|it| format!("`{}`", it.name)).collect();
            bail!("there is no schema `{name}`, choose one of {}", known.join(", "));
        }
    };
    let text = serde_json::to_string_pretty(&schema).context("writing the schema")?;
    Ok(text + "\n")
}

/// Every schema and every part by name.
fn parts() -> Result<Map<String, Value>> {
    let mut parts: Map<String, Value> =
        toml::from_str(SOURCE).context("reading the schemas in the program")?;
    for it in KINDS.iter().filter(|it| it.name != it.source) {
        let mut part = parts.get(it.source).cloned().unwrap_or_default();
        if let Some(properties) = part["properties"].as_object_mut() {
            properties.retain(|key, _| !it.without.contains(&key.as_str()));
        }
        if let Some(required) = part["required"].as_array_mut() {
            required.extend(it.with.iter().map(|it| json!(it)));
        }
        parts.insert(it.name.to_owned(), part);
    }
    Ok(parts)
}

/// A schema with the parts that it refers to.
fn one(parts: &Map<String, Value>, name: &str) -> Value {
    let mut wanted = BTreeSet::new();
    collect(parts, &parts[name], &mut wanted);
    let wanted: Map<String, Value> =
        wanted.into_iter().map(|it| (it.to_owned(), parts[it].clone())).collect();
    let mut schema = parts[name].clone();
    schema["$schema"] = json!(DRAFT);
    if !wanted.is_empty() {
        schema["$defs"] = Value::Object(wanted);
    }
    schema
}

fn collect<'a>(parts: &'a Map<String, Value>, schema: &'a Value, wanted: &mut BTreeSet<&'a str>) {
    match schema {
        Value::Object(table) => {
            for (key, value) in table {
                let named = value.as_str().and_then(|it| it.strip_prefix("#/$defs/"));
                match named.filter(|it| key == "$ref" && parts.contains_key(*it)) {
                    Some(name) if wanted.insert(name) => collect(parts, &parts[name], wanted),
                    Some(_) => {}
                    None => collect(parts, value, wanted),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|it| collect(parts, it, wanted)),
        _ => {}
    }
}
