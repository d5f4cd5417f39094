//! Is a form sound? Everything that can be said about it before anyone fills it in.
//!
//! Reading order: [`check`] (ids, steps, login), [`fields`] (does a field have
//! what its kind needs?), [`conditions`] (do they look at what has been asked?).

mod conditions;
mod fields;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use form_model::compiled::Login;
use form_model::condition::RESERVED;
use form_model::form::{Field, Form, Kind, Signing, Step};

use crate::content::service::FormFile;
use crate::content::source::Key;
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::Mistake;
use crate::diagnostic::mistake::catalogue::CatalogueMistake;
use crate::diagnostic::mistake::form::FormMistake;

/// Words that the server uses where a step's id stands in addresses.
const RESERVED_STEPS: [&str; 7] =
    ["granska", "skicka", "skriv-under", "avboj", "ta-bort", "kvitto", "fil"];
/// Words that the server uses as names of form values, and the page as ids.
const RESERVED_FIELDS: [&str; 5] = ["csrf", "version", "gor", "ta-bort-fil", "innehall"];
/// How the page's own ids begin.
const RESERVED_START: &str = "sida-";

/// Notes everything that is wrong with a form.
pub(super) fn check(
    file: &FormFile,
    (login, signers): (Login, Option<u32>),
    mistakes: &mut Mistakes,
) {
    let mut notes = Notes { file, mistakes };
    notes.steps(&file.form);
    notes.login(&file.form, login);
    notes.sign_days(&file.form);
    if let Some(signers) = signers {
        notes.signers(&file.form, signers);
    }
    fields::check(&file.form, &mut notes);
    conditions::check(&file.form, &mut notes);
}

/// Where the mistakes go, with their place in the file.
struct Notes<'a> {
    file: &'a FormFile,
    mistakes: &'a mut Mistakes,
}

impl Notes<'_> {
    fn note(&mut self, path: &[Key<'_>], mistake: impl Into<Mistake>) {
        self.mistakes.add(self.file.source.at(path), mistake);
    }

    fn steps(&mut self, form: &Form) {
        if form.steps.is_empty() {
            self.note(&["steps".into()], FormMistake::FormEmpty { what: "the form" });
        }
        let (mut steps, mut fields) = (BTreeSet::new(), BTreeSet::new());
        for (at, step) in form.steps.iter().enumerate() {
            let path = ["steps".into(), Key::Index(at), Key::Name("id")];
            self.id(&path, &step.id, &RESERVED_STEPS);
            if !steps.insert(&step.id) {
                self.note(&path, FormMistake::FormTwice { id: step.id.clone() });
            }
            if !step.fields.iter().any(|it| it.kind != Kind::Info) {
                self.note(&path[..2], FormMistake::FormEmpty { what: "the step" });
            }
            for (index, field) in step.fields.iter().enumerate() {
                let path = field_path(at, index, "id");
                self.field_id(&path, field, &mut fields);
            }
            self.exits(at, step);
        }
    }

    fn field_id<'a>(&mut self, path: &[Key<'_>], field: &'a Field, seen: &mut BTreeSet<&'a str>) {
        self.id(path, &field.id, &RESERVED);
        let reserved = RESERVED_FIELDS.contains(&field.id.as_str());
        if reserved || field.id.starts_with(RESERVED_START) {
            self.note(path, FormMistake::FormReserved { id: field.id.clone() });
        }
        if !seen.insert(&field.id) {
            self.note(path, FormMistake::FormTwice { id: field.id.clone() });
        }
    }

    fn exits(&mut self, at: usize, step: &Step) {
        for (index, exit) in step.exits.iter().enumerate() {
            let path = ["steps".into(), Key::Index(at), "exits".into(), Key::Index(index)];
            if exit.text.is_empty() {
                self.note(&path, CatalogueMistake::EmptyList { key: "text" });
            }
        }
    }

    fn id(&mut self, path: &[Key<'_>], id: &str, reserved: &[&str]) {
        if reserved.contains(&id) {
            self.note(path, FormMistake::FormReserved { id: id.to_owned() });
        }
        let fits = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
        if !id.starts_with(|it: char| it.is_ascii_lowercase()) || !id.chars().all(fits) {
            self.note(path, FormMistake::FormId { id: id.to_owned() });
        }
    }

    /// The page says how many sign, and the form asks for them.
    fn signers(&mut self, form: &Form, signers: u32) {
        if form.steps.is_empty() {
            return;
        }
        let asks = |it: &Field| matches!(it.kind, Kind::Guardian | Kind::Signer);
        let others = form.fields().any(|(_, it)| asks(it));
        let what = match (others, signers > 1, form.signing) {
            (true, false, _) => "the form asks for somebody else who signs",
            (false, true, _) => "the form asks for nobody else who signs",
            (true, true, Signing::None) => "the form is not signed",
            _ => return,
        };
        self.note(&["signing".into()], FormMistake::FormSigners { signers, what });
    }

    fn login(&mut self, form: &Form, login: Login) {
        if login == Login::Required {
            return;
        }
        if form.signing == Signing::Required {
            let what = "`signing = \"required\"`".to_owned();
            self.note(&["signing".into()], FormMistake::NeedsLogin { what });
        }
        if form.followed && login == Login::None {
            let what = "`followed = true`".to_owned();
            self.note(&["followed".into()], FormMistake::NeedsLogin { what });
        }
        for (at, step) in form.steps.iter().enumerate() {
            for (index, field) in step.fields.iter().enumerate() {
                if field.kind.needs_login() {
                    let what = format!("a field of kind `{}`", field.kind.word());
                    self.note(&field_path(at, index, "kind"), FormMistake::NeedsLogin { what });
                }
            }
        }
    }

    fn sign_days(&mut self, form: &Form) {
        if form.sign_days.is_some_and(|days| !(1..=365).contains(&days)) {
            let rule = "must be 1 to 365";
            self.note(&["sign_days".into()], CatalogueMistake::Range { key: "sign_days", rule });
        }
    }
}

/// The way to a key of a field.
fn field_path(step: usize, field: usize, key: &str) -> [Key<'_>; 5] {
    ["steps".into(), Key::Index(step), "fields".into(), Key::Index(field), Key::Name(key)]
}
