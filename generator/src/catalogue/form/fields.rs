//! Does each field have what its kind needs, and nothing that it cannot use?

use std::collections::BTreeSet;

use form_model::form::{Field, Form, Kind, Reaches};

use crate::catalogue::form::{Notes, field_path};
use crate::content::source::Key;
use crate::diagnostic::mistake::Mistake;
use crate::diagnostic::mistake::catalogue::CatalogueMistake;
use crate::diagnostic::mistake::form::FormMistake;

/// Notes what is wrong with the fields.
pub(super) fn check(form: &Form, notes: &mut Notes<'_>) {
    let mut child = false;
    for (at, step) in form.steps.iter().enumerate() {
        for (index, field) in step.fields.iter().enumerate() {
            let mut one = One { notes, at, index, field, form };
            one.label();
            one.keys();
            one.choices();
            one.limits();
            one.dates();
            one.persons();
            if field.kind == Kind::Guardian && !child {
                one.note("kind", FormMistake::GuardianWithoutChild);
            }
            child |= field.kind == Kind::Child;
        }
    }
}

struct One<'a, 'n> {
    notes: &'a mut Notes<'n>,
    at: usize,
    index: usize,
    field: &'a Field,
    form: &'a Form,
}

impl One<'_, '_> {
    fn note(&mut self, key: &str, mistake: impl Into<Mistake>) {
        self.notes.note(&field_path(self.at, self.index, key), mistake);
    }

    fn label(&mut self) {
        if self.field.label.trim().is_empty() {
            self.note("label", CatalogueMistake::Empty { key: "label" });
        }
    }

    /// Which keys belong to which kinds.
    fn keys(&mut self) {
        let it = self.field;
        let text = matches!(it.kind, Kind::Text | Kind::LongText);
        let date = it.kind == Kind::Date;
        let number = matches!(it.kind, Kind::Integer | Kind::Choices);
        let way = matches!(it.kind, Kind::Email | Kind::Phone);
        #[rustfmt::skip]
        let table = [
            ("choices",        !it.choices.is_empty(),       it.kind.has_choices()),
            ("text",           !it.text.is_empty(),          it.kind == Kind::Info),
            ("min",            it.min.is_some(),             number),
            ("max",            it.max.is_some(),             number),
            ("unit",           it.unit.is_some(),            it.kind == Kind::Integer),
            ("min_length",     it.min_length.is_some(),      text),
            ("max_length",     it.max_length.is_some(),      text),
            ("after",          it.after.is_some(),           date),
            ("before",         it.before.is_some(),          date),
            ("min_days_ahead", it.min_days_ahead.is_some(),  date),
            ("max_days_ahead", it.max_days_ahead.is_some(),  date),
            ("accept",         !it.accept.is_empty(),        it.kind == Kind::File),
            ("max_files",      it.max_files.is_some(),       it.kind == Kind::File),
            ("reaches",        it.reaches.is_some(),         way),
            ("named_by",       it.named_by.is_some(),        it.kind == Kind::Signer),
            ("waive_same_address", it.waive_same_address,    it.kind == Kind::Guardian),
            ("optional",       it.optional,                  it.kind.has_input() && it.kind != Kind::Confirm),
        ];
        for (key, given, useful) in table {
            if given && !useful {
                let kind = it.kind.word().to_owned();
                self.note(key, FormMistake::FormUnused { kind, key });
            }
        }
        let needs_text = it.kind == Kind::Info && it.text.is_empty();
        let needs_choices = it.kind.has_choices() && it.choices.len() < 2;
        let needs_name = it.kind == Kind::Signer && it.named_by.is_none();
        for (key, missing) in
            [("text", needs_text), ("choices", needs_choices), ("named_by", needs_name)]
        {
            if missing {
                let kind = it.kind.word().to_owned();
                self.note("kind", FormMistake::FormNeeds { kind, key });
            }
        }
    }

    fn choices(&mut self) {
        let mut seen = BTreeSet::new();
        for (number, choice) in self.field.choices.iter().enumerate() {
            let [a, b, c, d, _] = field_path(self.at, self.index, "");
            let path = [a, b, c, d, "choices".into(), Key::Index(number), "id".into()];
            self.notes.id(&path, &choice.id, &[]);
            if !seen.insert(&choice.id) {
                self.notes.note(&path, FormMistake::FormTwice { id: choice.id.clone() });
            }
            if choice.label.trim().is_empty() {
                self.notes.note(&path[..6], CatalogueMistake::Empty { key: "label" });
            }
        }
    }

    fn limits(&mut self) {
        let it = self.field;
        let many = i64::try_from(it.choices.len()).unwrap_or(i64::MAX);
        let least = i64::from(it.kind == Kind::Choices);
        if it.min.zip(it.max).is_some_and(|(min, max)| min > max) {
            self.note("max", FormMistake::FormLimits { low: "min", high: "max" });
        }
        if it.kind == Kind::Choices && it.max.is_some_and(|max| max < least || max > many) {
            let rule = "must be at least 1 and at most the number of choices";
            self.note("max", CatalogueMistake::Range { key: "max", rule });
        }
        if it.min_length.zip(it.max_length).is_some_and(|(min, max)| min > max) {
            self.note(
                "max_length",
                FormMistake::FormLimits { low: "min_length", high: "max_length" },
            );
        }
        if it.min_days_ahead.zip(it.max_days_ahead).is_some_and(|(min, max)| min > max) {
            let (low, high) = ("min_days_ahead", "max_days_ahead");
            self.note("max_days_ahead", FormMistake::FormLimits { low, high });
        }
        for (key, zero) in
            [("max_length", it.max_length == Some(0)), ("max_files", it.max_files == Some(0))]
        {
            if zero {
                self.note(key, CatalogueMistake::Range { key, rule: "must be 1 or more" });
            }
        }
        for ending in &it.accept {
            if ending.starts_with('.') || *ending != ending.to_lowercase() {
                let rule = "must list file endings in lower case without a dot, such as `pdf`";
                self.note("accept", CatalogueMistake::Range { key: "accept", rule });
            }
        }
    }

    /// Whose name, and whose address?
    fn persons(&mut self) {
        let kind_of = |id: &str| self.form.field(id).map(|it| it.kind);
        let named = self.field.named_by.as_deref().filter(|id| kind_of(id) != Some(Kind::Text));
        let reached = match &self.field.reaches {
            Some(Reaches::Guardian) => {
                let there = self.form.fields().any(|(_, it)| it.kind == Kind::Guardian);
                (!there).then_some("guardian")
            }
            Some(Reaches::Signer(id)) => {
                Some(id.as_str()).filter(|id| kind_of(id) != Some(Kind::Signer))
            }
            None => None,
        };
        for (key, id, kind) in [("named_by", named, "text"), ("reaches", reached, "signer")] {
            if let Some(id) = id {
                let id = id.to_owned();
                self.note(key, FormMistake::FormPerson { key, id, kind });
            }
        }
    }

    fn dates(&mut self) {
        let it = self.field;
        for (key, value) in [("after", &it.after), ("before", &it.before)] {
            let Some(value) = value else { continue };
            if value != "today" && !is_day(value) {
                self.note(key, FormMistake::FormDate { value: value.clone() });
            }
        }
    }
}

fn is_day(value: &str) -> bool {
    value.parse::<jiff::civil::Date>().is_ok() && value.len() == "2027-03-15".len()
}
