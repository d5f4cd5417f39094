//! A content file with its text: where a value of its TOML stands.
//!
//! Places are looked up only when there is something to report, by reading the
//! TOML once more. A build without mistakes pays nothing for them.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::content::expected::Way;
use crate::diagnostic::place::Place;

/// A file of content. The whole text is kept, for excerpts.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Path as the author knows it: `content/e-tjanster/bygglov/index.md`.
    pub(crate) file: String,
    /// The whole text.
    pub(crate) text: Arc<str>,
    /// Where the TOML is.
    pub(crate) toml: Range<usize>,
}

/// One step on the way to a value in TOML.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Key<'a> {
    /// A key of a table.
    Name(&'a str),
    /// A place in a list.
    Index(usize),
}

impl<'a> From<&'a str> for Key<'a> {
    fn from(name: &'a str) -> Self {
        Key::Name(name)
    }
}

impl From<usize> for Key<'_> {
    fn from(index: usize) -> Self {
        Key::Index(index)
    }
}

impl Source {
    /// A file that is TOML from beginning to end.
    pub(crate) fn toml(file: String, text: String) -> Self {
        let toml = 0..text.len();
        Self { file, text: text.into(), toml }
    }

    /// The TOML.
    pub(crate) fn header(&self) -> &str {
        &self.text[self.toml.clone()]
    }

    /// The top of the file.
    pub(crate) fn top(&self) -> Place {
        self.range(0..self.text.find('\n').unwrap_or(self.text.len()))
    }

    /// A range of the whole text.
    pub(crate) fn range(&self, range: Range<usize>) -> Place {
        Place::new(&self.file, &self.text, range)
    }

    /// A range of the TOML.
    pub(crate) fn header_range(&self, range: Range<usize>) -> Place {
        self.range(range.start + self.toml.start..range.end + self.toml.start)
    }

    /// The value at a path, or the nearest value around it that exists.
    pub(crate) fn at(&self, path: &[Key<'_>]) -> Place {
        let Ok(table) = DeTable::parse(self.header()) else { return self.top() };
        match deepest(table.get_ref(), path) {
            Some(range) => self.header_range(range),
            None => self.top(),
        }
    }

    /// The way to the value at a range of the TOML.
    pub(crate) fn way(&self, range: &Range<usize>) -> Option<Way> {
        let table = DeTable::parse(self.header()).ok()?;
        let mut keys = Vec::new();
        let in_list = seek(table.get_ref(), range, &mut keys)?;
        Some(Way { keys, in_list })
    }

    /// The value of a key at the top of the TOML.
    pub(crate) fn at_key(&self, key: &str) -> Place {
        self.at(&[Key::Name(key)])
    }
}

fn deepest(table: &DeTable<'_>, path: &[Key<'_>]) -> Option<Range<usize>> {
    let (Key::Name(name), rest) = path.split_first()? else { return None };
    let (_, value) = table.iter().find(|(key, _)| key.get_ref() == name)?;
    within(value, rest).or_else(|| Some(value.span()))
}

fn within(value: &Spanned<DeValue<'_>>, path: &[Key<'_>]) -> Option<Range<usize>> {
    match (value.get_ref(), path.first()?) {
        (DeValue::Table(table), Key::Name(_)) => deepest(table, path),
        (DeValue::Array(list), Key::Index(index)) => {
            let item = list.get(*index)?;
            within(item, &path[1..]).or_else(|| Some(item.span()))
        }
        _ => None,
    }
}

/// Notes the keys on the way to a range. Whether it is in a list, when it was found.
fn seek(table: &DeTable<'_>, range: &Range<usize>, keys: &mut Vec<String>) -> Option<bool> {
    table.iter().find_map(|(key, value)| {
        keys.push(key.get_ref().to_string());
        let found = seek_within(value, range, keys);
        if found.is_none() {
            keys.pop();
        }
        found
    })
}

fn seek_within(
    value: &Spanned<DeValue<'_>>,
    range: &Range<usize>,
    keys: &mut Vec<String>,
) -> Option<bool> {
    if value.span() == *range {
        return Some(false);
    }
    match value.get_ref() {
        DeValue::Table(table) => seek(table, range, keys),
        DeValue::Array(list) => list.iter().find_map(|it| {
            if it.span() == *range { Some(true) } else { seek_within(it, range, keys) }
        }),
        _ => None,
    }
}
