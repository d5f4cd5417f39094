//! The shape of conditions in `form.toml`, looked at before they are typed.
//!
//! The typed reader accepts what it can and is silent about the rest; an author
//! needs the place. So every `show_if` and `if` is walked as plain TOML first.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::content::source::Source;
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::form::FormMistake;

/// Notes every condition that cannot be a test. `false` when there was one.
pub(crate) fn shapes_hold(source: &Source, mistakes: &mut Mistakes) -> bool {
    // TOML that cannot be read at all is reported by the typed reader.
    let Ok(table) = DeTable::parse(source.header()) else { return true };
    let before = mistakes.len();
    let mut walk = Walk { source, mistakes };
    walk.table(table.get_ref());
    mistakes.len() == before
}

struct Walk<'a> {
    source: &'a Source,
    mistakes: &'a mut Mistakes,
}

impl Walk<'_> {
    fn table(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "show_if" | "if" => self.condition(key.get_ref(), value),
                _ => self.inside(value),
            }
        }
    }

    fn inside(&mut self, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => self.table(table),
            DeValue::Array(list) => list.iter().for_each(|it| self.inside(it)),
            _ => {}
        }
    }

    fn condition(&mut self, key: &str, value: &Spanned<DeValue<'_>>) {
        let DeValue::Table(tests) = value.get_ref() else { return self.refuse(key, value) };
        if tests.is_empty() {
            return self.refuse(key, value);
        }
        for (name, test) in tests {
            match (name.get_ref().as_ref(), test.get_ref()) {
                ("any" | "all", DeValue::Array(list)) if list.iter().next().is_some() => {
                    list.iter().for_each(|it| self.condition(name.get_ref(), it));
                }
                ("not", DeValue::Table(_)) => self.condition("not", test),
                ("any" | "all" | "not", _) => self.refuse(name.get_ref(), test),
                (_, DeValue::String(_)) => {}
                (_, DeValue::Array(list)) if texts(list.iter()) => {}
                (_, DeValue::Table(limits)) if is_range(limits) => {}
                _ => self.refuse(name.get_ref(), test),
            }
        }
    }

    fn refuse(&mut self, key: &str, value: &Spanned<DeValue<'_>>) {
        let place = self.source.header_range(value.span());
        self.mistakes.add(place, FormMistake::Condition { key: key.to_owned() });
    }
}

fn texts<'a>(mut list: impl Iterator<Item = &'a Spanned<DeValue<'a>>>) -> bool {
    list.all(|it| it.get_ref().is_str())
}

fn is_range(limits: &DeTable<'_>) -> bool {
    let known = |key: &str| matches!(key, "min" | "max");
    !limits.is_empty()
        && limits.iter().all(|(key, it)| known(key.get_ref()) && it.get_ref().is_integer())
}
