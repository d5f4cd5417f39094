//! What an import has left for a person in `form.toml`: every `imported` key, before the form is typed.

use toml::de::{DeTable, DeValue};

use crate::content::source::Source;
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::form::FormMistake;

const KEY: &str = "imported";

/// Notes everything that is left. `false` when there was something.
pub(crate) fn nothing_left(source: &Source, mistakes: &mut Mistakes) -> bool {
    if !source.header().contains(KEY) {
        return true;
    }
    // TOML that cannot be read at all is reported by the typed reader.
    let Ok(table) = DeTable::parse(source.header()) else { return true };
    let before = mistakes.len();
    walk(table.get_ref(), source, mistakes);
    mistakes.len() == before
}

fn walk(table: &DeTable<'_>, source: &Source, mistakes: &mut Mistakes) {
    for (key, value) in table {
        match value.get_ref() {
            DeValue::String(why) if key.get_ref() == KEY => {
                let place = source.header_range(value.span());
                mistakes.add(place, FormMistake::Imported { why: why.to_string() });
            }
            DeValue::Table(table) => walk(table, source, mistakes),
            DeValue::Array(list) => {
                let tables = list.iter().filter_map(|it| it.get_ref().as_table());
                tables.for_each(|it| walk(it, source, mistakes));
            }
            _ => {}
        }
    }
}
