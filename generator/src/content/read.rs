//! TOML text into a typed value. Every unknown key is reported, not only the first.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer, Error};

use crate::content::expected;
use crate::content::source::Source;
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::content::ContentMistake;
use crate::diagnostic::suggestion::did_you_mean;

/// Reads the TOML of a file. `None` when something is wrong; the mistakes say what.
pub(crate) fn read<T: DeserializeOwned>(source: &Source, mistakes: &mut Mistakes) -> Option<T> {
    let mut unknown: Vec<usize> = Vec::new();
    // What the unknown keys were perhaps meant to be: not missing as well.
    let mut meant = String::new();
    loop {
        let error = match attempt(source.header(), |it| remove_all(it, &unknown)) {
            Ok(value) if unknown.is_empty() => return Some(value),
            Ok(_) => return None,
            Err(error) => error,
        };
        let range = error.span().unwrap_or(0..0);
        let place = source.header_range(range.clone());
        let Some((key, known)) = unknown_field(error.message()) else {
            let mistake = match missing_field(error.message()) {
                Some(key) if meant.contains(&format!("`{key}`?")) => return None,
                Some(key) => ContentMistake::MissingField { key: key.to_owned(), value: "…" },
                None => wrong_value::<T>(source, &error, &unknown)
                    .unwrap_or_else(|| ContentMistake::Toml { message: lower_case(&error) }),
            };
            mistakes.add(place, mistake);
            return None;
        };
        let help = did_you_mean(&key, known.iter().map(String::as_str));
        meant.push_str(&help);
        mistakes.add(place, ContentMistake::UnknownField { key, help });
        if unknown.contains(&range.start) {
            return None;
        }
        unknown.push(range.start);
    }
}

/// Reads the text as if something were changed in it.
fn attempt<T: DeserializeOwned>(
    text: &str,
    change: impl FnOnce(&mut DeTable<'_>),
) -> Result<T, Error> {
    let mut table = DeTable::parse(text)?;
    change(table.get_mut());
    T::deserialize(Deserializer::from(table))
}

/// A value of the wrong sort, in an author's words.
fn wrong_value<T: DeserializeOwned>(
    source: &Source,
    error: &Error,
    unknown: &[usize],
) -> Option<ContentMistake> {
    let range = error.span()?;
    let mut way = source.way(&range)?;
    if expected::is_list(error.message()) {
        // Of what, is only said when something wrong stands in the list.
        let filled = attempt::<T>(source.header(), |it| {
            remove_all(it, unknown);
            it.iter_mut().for_each(|(_, value)| fill(value, &range));
        });
        if let Some(found) = filled.err().filter(|it| it.span().as_ref() == Some(&range)) {
            way.in_list = true;
            return expected::mistake(found.message(), &way);
        }
    }
    expected::mistake(error.message(), &way)
}

/// Puts a list in the place of the value at a range, with something in it that is seldom expected.
fn fill(value: &mut Spanned<DeValue<'_>>, range: &Range<usize>) {
    if value.span() == *range {
        let mut list = DeArray::default();
        list.push(Spanned::new(range.clone(), DeValue::Boolean(true)));
        *value.get_mut() = DeValue::Array(list);
        return;
    }
    match value.get_mut() {
        DeValue::Table(table) => table.iter_mut().for_each(|(_, it)| fill(it, range)),
        DeValue::Array(list) => list.iter_mut().for_each(|it| fill(it, range)),
        _ => {}
    }
}

/// Takes out the keys at these places.
fn remove_all(table: &mut DeTable<'_>, starts: &[usize]) {
    starts.iter().for_each(|start| remove(table, *start));
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

fn missing_field(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `").and_then(|it| it.split('`').next())
}

/// The reader's words in one line, without a capital.
fn lower_case(error: &Error) -> String {
    let line = error.message().trim().replace('\n', "; ");
    let first: Range<usize> = 0..line.chars().next().map_or(0, char::len_utf8);
    line[first.clone()].to_lowercase() + &line[first.end..]
}
