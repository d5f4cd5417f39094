//! Do conditions look at questions that have been asked, and at choices that exist?

use std::collections::BTreeMap;

use form_model::condition::{Condition, Test};
use form_model::form::{Field, Form, Kind};

use crate::catalogue::form::{Notes, field_path};
use crate::content::source::Key;
use crate::diagnostic::mistake::form::FormMistake;
use crate::diagnostic::suggestion::did_you_mean;

/// Notes conditions that can never be decided.
pub(super) fn check(form: &Form, notes: &mut Notes<'_>) {
    let all = form.fields().enumerate().map(|(order, (_, it))| (it.id.as_str(), (order, it)));
    let fields = Fields { all: all.collect() };
    let mut asked = 0;
    for (at, step) in form.steps.iter().enumerate() {
        let start = ["steps".into(), Key::Index(at)];
        if let Some(condition) = &step.show_if {
            let path = [start[0], start[1], "show_if".into()];
            fields.check(condition, asked, &path, notes);
        }
        for (index, field) in step.fields.iter().enumerate() {
            if let Some(condition) = &field.show_if {
                fields.check(condition, asked, &field_path(at, index, "show_if"), notes);
            }
            asked += 1;
        }
        for (index, exit) in step.exits.iter().enumerate() {
            let path = [start[0], start[1], "exits".into(), Key::Index(index), "if".into()];
            fields.check(&exit.when, asked, &path, notes);
        }
    }
}

/// Every field with its order.
struct Fields<'a> {
    all: BTreeMap<&'a str, (usize, &'a Field)>,
}

impl Fields<'_> {
    fn check(&self, condition: &Condition, asked: usize, path: &[Key<'_>], notes: &mut Notes<'_>) {
        match condition {
            Condition::All(them) | Condition::Any(them) => {
                them.iter().for_each(|it| self.check(it, asked, path, notes));
            }
            Condition::Not(it) => self.check(it, asked, path, notes),
            Condition::Field(id, test) => {
                if let Some(mistake) = self.mistake(id, test, asked) {
                    notes.note(path, mistake);
                }
            }
        }
    }

    fn mistake(&self, id: &str, test: &Test, asked: usize) -> Option<FormMistake> {
        let Some((order, field)) = self.all.get(id) else {
            let help = did_you_mean(id, self.all.keys().copied());
            return Some(FormMistake::ConditionField { id: id.to_owned(), help });
        };
        if *order >= asked {
            return Some(FormMistake::ConditionOrder { id: id.to_owned() });
        }
        match test {
            Test::Between(..) if field.kind == Kind::Integer => None,
            Test::Between(..) => Some(FormMistake::Condition { key: id.to_owned() }),
            Test::Is(value) => unknown_choice(field, value),
            Test::OneOf(values) => values.iter().find_map(|it| unknown_choice(field, it)),
        }
    }
}

fn unknown_choice(field: &Field, value: &str) -> Option<FormMistake> {
    let known = field.choices.iter().map(|it| it.id.as_str());
    if !field.kind.has_choices() || known.clone().any(|it| it == value) {
        return None;
    }
    let help = did_you_mean(value, known);
    Some(FormMistake::ConditionChoice { id: field.id.clone(), value: value.to_owned(), help })
}
