//! TOML text into a typed value. Every unknown key is reported, not only the first.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use crate::content::source::Source;
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::Mistake;
use crate::diagnostic::suggestion::did_you_mean;

/// Reads the TOML of a file. `None` when something is wrong; the mistakes say what.
pub(crate) fn read<T: DeserializeOwned>(source: &Source, mistakes: &mut Mistakes) -> Option<T> {
    let mut unknown: Vec<usize> = Vec::new();
    // What the unknown keys were perhaps meant to be: not missing as well.
    let mut meant = String::new();
    loop {
        let error = match attempt(source.header(), &unknown) {
            Ok(value) if unknown.is_empty() => return Some(value),
            Ok(_) => return None,
            Err(error) => error,
        };
        let range = error.span().unwrap_or(0..0);
        let place = source.header_range(range.clone());
        let Some((key, known)) = unknown_field(error.message()) else {
            if let Some(mistake) = other(error.message(), &meant) {
                mistakes.add(place, mistake);
            }
            return None;
        };
        let help = did_you_mean(&key, known.iter().map(String::as_str));
        meant.push_str(&help);
        mistakes.add(place, Mistake::UnknownField { key, help });
        if unknown.contains(&range.start) {
            return None;
        }
        unknown.push(range.start);
    }
}

fn other(message: &str, meant: &str) -> Option<Mistake> {
    let missing = message.strip_prefix("missing field `").and_then(|it| it.split('`').next());
    match missing {
        Some(key) if meant.contains(&format!("`{key}`?")) => None,
        Some(key) => Some(Mistake::MissingField { key: key.to_owned() }),
        None => Some(Mistake::Toml { message: lower_case(message) }),
    }
}

/// Reads the text as if the keys at these places were not there.
fn attempt<T: DeserializeOwned>(text: &str, without: &[usize]) -> Result<T, toml::de::Error> {
    let mut table = DeTable::parse(text)?;
    for start in without {
        remove(table.get_mut(), *start);
    }
    T::deserialize(Deserializer::from(table))
}

fn remove(table: &mut DeTable<'_>, start: usize) {
    let key = table.keys().find(|key| key.span().start == start).cloned();
    if let Some(key) = key {
        table.remove(&key);
        return;
    }
    table.iter_mut().for_each(|(_, value)| remove_within(value, start));
}

fn remove_within(value: &mut Spanned<DeValue<'_>>, start: usize) {
    match value.get_mut() {
        DeValue::Table(table) => remove(table, start),
        DeValue::Array(list) => list.iter_mut().for_each(|item| remove_within(item, start)),
        _ => {}
    }
}

/// The key and the expected ones, from serde's "unknown field `a`, expected one of `b`, `c`".
fn unknown_field(message: &str) -> Option<(String, Vec<String>)> {
    let rest = message.strip_prefix("unknown field ")?;
    let mut words = rest.split('`').skip(1).step_by(2).map(str::to_owned);
    Some((words.next()?, words.collect()))
}

fn lower_case(message: &str) -> String {
    let line = message.trim().replace('\n', "; ");
    let first: Range<usize> = 0..line.chars().next().map_or(0, char::len_utf8);
    line[first.clone()].to_lowercase() + &line[first.end..]
}
