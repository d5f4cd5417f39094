//! What the file and the environment say, word for word.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::fault::Faults;
use crate::config::keys::{BLOCKS, KEYS, Key, Kind, MOST_ID};

/// A value as it was written.
#[derive(Debug)]
pub(super) enum Value {
    Text(String),
    Number(u64),
    Truth(bool),
    List(Vec<String>),
    /// The content itself, where the file would have had a path.
    Content(String),
}

/// A value and where it was written, for messages.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) value: Value,
    pub(super) place: String,
}

/// What was said, by key (`bankid.url`).
pub(super) type All = BTreeMap<String, Given>;

/// Reads the file, if there is one, then lets the environment override it. Relative paths in
/// the file are relative to the file. Nothing, if the file cannot be read.
pub(super) fn read(
    file: Option<&Path>,
    environment: impl Iterator<Item = (String, String)>,
    faults: &mut Faults,
) -> Option<All> {
    let mut all = All::new();
    if let Some(file) = file {
        match fs::read_to_string(file) {
            Ok(text) => from_file(file, &text, &mut all, faults),
            Err(cause) => {
                faults.add(&file.display().to_string(), cause);
                return None;
            }
        }
    }
    for (name, value) in environment {
        if name.starts_with("SUBMIT_") && name != "SUBMIT_CONFIG" {
            from_variable(&name, value, &mut all, faults);
        }
    }
    Some(all)
}

fn from_file(file: &Path, text: &str, all: &mut All, faults: &mut Faults) {
    let (root, mistakes) = DeTable::parse_recoverable(text);
    for mistake in mistakes {
        let at = mistake.span().map_or(0, |span| span.start);
        faults.add(&place(file, text, at), mistake.message());
    }
    for (name, value) in root.get_ref() {
        match value.get_ref() {
            DeValue::Table(section) => {
                for (inner, value) in section {
                    let at = place(file, text, inner.span().start);
                    let it = (name.get_ref().as_ref(), inner.get_ref().as_ref(), value);
                    keep(all, one(file, &at, it, faults));
                }
            }
            DeValue::Array(blocks) if many(name.get_ref()).is_some() => {
                for it in blocks.iter() {
                    block((file, text), (name.get_ref(), it), all, faults);
                }
            }
            _ => {
                let at = place(file, text, name.span().start);
                keep(all, one(file, &at, ("", name.get_ref(), value), faults));
            }
        }
    }
}

fn keep(all: &mut All, read: Option<(&'static Key, Given)>) {
    if let Some((key, given)) = read {
        all.insert(key.path(), given);
    }
}

/// The section that may have many blocks, and the letters of their ids.
fn many(section: &str) -> Option<(&'static str, &'static str)> {
    BLOCKS.into_iter().find(|(name, _)| *name == section)
}

/// One block such as `[[oidc]]`; its keys are kept as `oidc.{id}.{name}`, and the
/// ids in their order as `oidc`.
fn block(
    (file, text): (&Path, &str),
    (section, block): (&str, &Spanned<DeValue<'_>>),
    all: &mut All,
    faults: &mut Faults,
) {
    let at = place(file, text, block.span().start);
    let table = block.get_ref().as_table();
    let id = table.and_then(|it| it.get("id")).and_then(|it| it.get_ref().as_str());
    let Some((section, letters)) = many(section) else { return };
    let word = |it: &&str| {
        let plain =
            |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || letters.contains(it);
        (1..=MOST_ID).contains(&it.len()) && it.chars().all(plain)
    };
    let (Some(table), Some(id)) = (table, id.filter(word)) else {
        let hyphens = if letters.is_empty() { "" } else { ", or hyphens" };
        let what = format!("should be a short word of small letters and digits{hyphens}");
        return faults.add(&at, format!("`{section}.id` {what}"));
    };
    let given = Given { value: Value::List(Vec::new()), place: at.clone() };
    if let Value::List(ids) = &mut all.entry(section.to_owned()).or_insert(given).value {
        if ids.iter().any(|it| it == id) {
            return faults.add(&at, format!("there are two `{section}` with the id `{id}`"));
        }
        ids.push(id.to_owned());
    }
    for (name, value) in table {
        let at = place(file, text, name.span().start);
        if let Some((key, given)) = one(file, &at, (section, name.get_ref(), value), faults) {
            all.insert(format!("{section}.{id}.{}", key.name), given);
        }
    }
}

/// One key of the file: `(section, name, value)`.
fn one(
    file: &Path,
    at: &str,
    (section, name, value): (&str, &str, &Spanned<DeValue<'_>>),
    faults: &mut Faults,
) -> Option<(&'static Key, Given)> {
    let Some(key) = KEYS.iter().find(|it| it.section == section && it.name == name) else {
        let sections = KEYS.iter().any(|it| it.section == section);
        let what = if sections { "unknown key" } else { "unknown section with key" };
        faults.add(at, format!("{what} `{name}`"));
        return None;
    };
    if key.kind == Kind::Secret {
        let variable = key.variable();
        faults.add(
            at,
            format!("`{}` is a secret: give it by {variable} or {variable}_FILE", key.path()),
        );
        return None;
    }
    let Some(value) = written(key, value.get_ref()) else {
        faults.add(at, format!("`{}` should be {}", key.path(), expected(key.kind)));
        return None;
    };
    Some((key, Given { value: beside(file, key, value), place: at.to_owned() }))
}

fn written(key: &Key, value: &DeValue<'_>) -> Option<Value> {
    let number = || {
        let digits = value.as_integer()?;
        u64::from_str_radix(digits.as_str(), digits.radix()).ok().map(Value::Number)
    };
    match key.kind {
        Kind::Number => number(),
        Kind::Truth => value.as_bool().map(Value::Truth),
        Kind::TruthOrNumber => value.as_bool().map(Value::Truth).or_else(number),
        Kind::List => {
            let items = value.as_array()?.iter();
            let texts = items.map(|it| it.get_ref().as_str().map(str::to_owned));
            texts.collect::<Option<Vec<_>>>().map(Value::List)
        }
        Kind::Text | Kind::Path | Kind::File | Kind::Secret => {
            value.as_str().map(|it| Value::Text(it.to_owned()))
        }
    }
}

/// A path in the file is relative to the file.
fn beside(file: &Path, key: &Key, value: Value) -> Value {
    match value {
        Value::Text(path) if matches!(key.kind, Kind::Path | Kind::File) => {
            let folder = file.parent().unwrap_or(Path::new(""));
            Value::Text(folder.join(path).to_string_lossy().into_owned())
        }
        other => other,
    }
}

fn from_variable(name: &str, value: String, all: &mut All, faults: &mut Faults) {
    let by_file = name.strip_suffix("_FILE");
    let variables = variables(all);
    let named = variables.iter().find(|(variable, _, _)| variable == name);
    let filed = variables
        .iter()
        .find(|(variable, _, key)| key.may_be_a_file() && Some(variable.as_str()) == by_file);
    let (path, key, value) = match (named, filed) {
        (Some((_, path, key)), _) => (path, key, spoken(key.kind, value)),
        (None, Some((_, path, key))) => (path, key, Some(Value::Text(value))),
        (None, None) => return faults.add(name, "unknown variable"),
    };
    match value {
        Some(value) => {
            all.insert(path.clone(), Given { value, place: name.to_owned() });
        }
        None => faults.add(name, format!("should be {}", expected(key.kind))),
    }
}

/// Every variable there is, with the path of its key: in sections of many blocks,
/// of those that the file names (`SUBMIT_OIDC_TELIA_KEY`).
fn variables(all: &All) -> Vec<(String, String, &'static Key)> {
    let mut variables = Vec::new();
    for key in KEYS {
        if many(key.section).is_none() {
            variables.push((key.variable(), key.path(), key));
            continue;
        }
        let Some(Value::List(ids)) = all.get(key.section).map(|it| &it.value) else { continue };
        for id in ids {
            let path = format!("{}.{id}.{}", key.section, key.name);
            let variable = format!("SUBMIT_{}", path.replace(['.', '-'], "_").to_uppercase());
            variables.push((variable, path, key));
        }
    }
    variables
}

fn spoken(kind: Kind, value: String) -> Option<Value> {
    let number = |it: &str| it.parse().ok().map(Value::Number);
    let truth = |it: &str| it.parse().ok().map(Value::Truth);
    match kind {
        Kind::Text | Kind::Path => Some(Value::Text(value)),
        Kind::File | Kind::Secret => Some(Value::Content(value)),
        Kind::Number => number(&value),
        Kind::Truth => truth(&value),
        Kind::TruthOrNumber => truth(&value).or_else(|| number(&value)),
        Kind::List => {
            let items = value.split(',').map(str::trim).filter(|it| !it.is_empty());
            Some(Value::List(items.map(str::to_owned).collect()))
        }
    }
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Secret => "text",
        Kind::Path | Kind::File => "a path",
        Kind::Number => "a whole number",
        Kind::Truth => "true or false",
        Kind::TruthOrNumber => "true, false or a whole number",
        Kind::List => "a list of texts",
    }
}

fn place(file: &Path, text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{}:{line}:{column}", file.display())
}
