//! Questions as views: a field with its answer, its error and all that the
//! template needs to show it.

use form_model::answers::Answers;
use form_model::check::FieldError;
use form_model::condition::{Condition, Test};
use form_model::dates;
use form_model::form::{Field, Form, Kind, MAX_FILE_BYTES, Step};
use form_model::identity;
use form_model::known::Guardian;
use form_model::show::other_guardians;
use form_model::signers::{CoSigner, Role};

use crate::cases::shown::size;
use crate::cases::who::Who;
use crate::view::View;
use crate::view::form::{ChoiceView, FieldView, GuardianView, KnownPerson};
use crate::view::page::{FileView, Link};

/// What a step is shown with.
pub(super) struct Asking<'a> {
    pub(super) view: &'a View,
    pub(super) form: &'a Form,
    pub(super) step: &'a Step,
    pub(super) answers: &'a Answers,
    pub(super) who: &'a Who,
    pub(super) refused: &'a [FieldError],
    /// The draft's address, for links to its files.
    pub(super) draft_url: &'a str,
}

impl Asking<'_> {
    /// The questions of the step; those that belong to one alternative of
    /// another are under that alternative.
    pub(super) fn fields(&self) -> Vec<FieldView> {
        let top = self.step.fields.iter().filter(|field| self.parent(field).is_none());
        top.map(|field| self.field(field)).collect()
    }

    /// The refused answers as links to their fields.
    pub(super) fn errors(&self) -> Vec<Link> {
        self.refused
            .iter()
            .filter_map(|error| {
                let field = self.form.field(&error.field)?;
                let label =
                    format!("{}: {}", field.label.trim_end_matches(['?', '.']), self.words(error));
                Some(Link::new(label, format!("#{}", focus(field))))
            })
            .collect()
    }

    fn field(&self, field: &Field) -> FieldView {
        let text = self.answers.text(&field.id);
        let error = self.refused.iter().find(|error| error.field == field.id);
        let mut view = FieldView {
            id: field.id.clone(),
            kind: field.kind.word().to_owned(),
            label: field.label.clone(),
            hint: field.hint.clone(),
            optional: field.optional,
            error: error.map(|error| self.words(error)),
            condition: field.show_if.as_ref().and_then(|it| serde_json::to_string(it).ok()),
            condition_hint: field.show_if.as_ref().and_then(|it| self.condition_hint(it)),
            value: text.to_owned(),
            autocomplete: autocomplete(field).to_owned(),
            inputmode: inputmode(field.kind).to_owned(),
            unit: field.unit.clone().unwrap_or_default(),
            text: field.text.clone(),
            size: box_size(field).to_owned(),
            ..FieldView::default()
        };
        match field.kind {
            Kind::LongText => view.longest = Some(field.longest()),
            Kind::Date => (view.day, view.month, view.year) = dates::split(text),
            Kind::Choice | Kind::Choices | Kind::Select => view.choices = self.choices(field),
            Kind::Confirm => view.choices = vec![confirm(field, text)],
            Kind::Child => self.child(field, text, &mut view),
            Kind::File => self.files(field, &mut view),
            Kind::Applicant => view.person = self.applicant(),
            Kind::Guardian => self.guardians(field, &mut view),
            Kind::Text
            | Kind::Email
            | Kind::Phone
            | Kind::Integer
            | Kind::IdentityNumber
            | Kind::Signer
            | Kind::Info => {}
        }
        view.described_by = described_by(&view);
        view
    }

    /// The question whose alternative this question belongs under.
    fn parent<'f>(&'f self, field: &'f Field) -> Option<(&'f Field, &'f str)> {
        let Some(Condition::Field(id, Test::Is(value))) = &field.show_if else { return None };
        let parent = self.step.fields.iter().find(|it| &it.id == id)?;
        let shown_as_list = matches!(parent.kind, Kind::Choice | Kind::Choices);
        (shown_as_list && parent.choice_label(value).is_some()).then_some((parent, value.as_str()))
    }

    fn choices(&self, field: &Field) -> Vec<ChoiceView> {
        let answer = self.answers.answer(&field.id);
        let belongs = |it: &&Field, choice: &str| {
            self.parent(it).is_some_and(|(parent, value)| parent.id == field.id && value == choice)
        };
        field
            .choices
            .iter()
            .map(|choice| ChoiceView {
                id: format!("{}-{}", field.id, choice.id),
                value: choice.id.clone(),
                label: choice.label.clone(),
                hint: choice.hint.clone(),
                checked: answer.is_some_and(|it| it.chose(&choice.id)),
                more: self
                    .step
                    .fields
                    .iter()
                    .filter(|it| belongs(it, &choice.id))
                    .map(|it| self.field(it))
                    .collect(),
            })
            .collect()
    }

    fn child(&self, field: &Field, chosen: &str, view: &mut FieldView) {
        let children = self.who.known.children.iter().enumerate();
        view.choices = children
            .map(|(index, child)| ChoiceView {
                id: format!("{}-{}", field.id, index + 1),
                value: child.number.clone(),
                label: child.name.clone(),
                hint: Some(self.view.said("told.born", &[("date", &born(&child.number))])),
                checked: child.number == chosen,
                more: Vec::new(),
            })
            .collect();
        view.value.clear();
        let key = match (self.who.family_known, self.who.withheld, view.choices.is_empty()) {
            (false, ..) => "told.family_unknown",
            (_, true, _) => "told.family_withheld",
            (_, _, true) => "guardian.no_children",
            _ => return,
        };
        view.note = Some(self.view.said(key, &[("phone", &self.view.site().phone)]));
    }

    fn files(&self, field: &Field, view: &mut FieldView) {
        let files = self.answers.files(&field.id);
        view.files = files
            .iter()
            .map(|file| FileView {
                id: file.id.clone(),
                name: file.name.clone(),
                size: size(file.bytes),
                url: Some(format!("{}/fil/{}", self.draft_url, file.id)),
            })
            .collect();
        let endings: Vec<String> = field.accept.iter().map(|it| format!(".{it}")).collect();
        view.accept = endings.join(",");
        view.room = files.len() < field.most_files();
        view.multiple = field.most_files() - files.len().min(field.most_files()) > 1;
        view.max_bytes = MAX_FILE_BYTES;
        view.value.clear();
    }

    fn applicant(&self) -> Option<KnownPerson> {
        let applicant = self.who.known.applicant.as_ref()?;
        Some(KnownPerson {
            name: applicant.name.clone(),
            born: identity::masked(&applicant.number).replace('*', "•"),
            address: applicant.address.clone(),
        })
    }

    fn guardians(&self, field: &Field, view: &mut FieldView) {
        let others = other_guardians(self.form, self.answers, &self.who.known);
        let chosen = self.form.fields().any(|(_, field)| {
            field.kind == Kind::Child
                && self.who.known.child(self.answers.text(&field.id)).is_some()
        });
        view.guardians = others.iter().map(|it| guardian(self.view, it)).collect();
        let signs = |it: &&Guardian| !(field.waive_same_address && it.same_address);
        let (signing, waived): (Vec<_>, Vec<_>) = others.iter().partition(signs);
        let key = match (chosen, signing.is_empty(), waived.is_empty()) {
            (false, ..) => "guardian.choose_child",
            (true, true, true) => "guardian.sole",
            (true, true, false) => "guardian.waived",
            (true, false, _) => "guardian.signs_too",
        };
        let named = if signing.is_empty() { waived } else { signing };
        let names: Vec<&str> = named.iter().map(|it| it.name.as_str()).collect();
        view.note = Some(self.view.said(key, &[("name", &names.join(" och "))]));
    }

    fn words(&self, error: &FieldError) -> String {
        let key = error.reason.key();
        match error.reason.argument() {
            Some((name, value)) => self.view.said(key, &[(name, &value)]),
            None => self.view.text(key),
        }
    }

    /// "Svara bara om du valde …", for those whose browser hides nothing.
    fn condition_hint(&self, condition: &Condition) -> Option<String> {
        let Condition::Field(id, test) = condition else { return None };
        let field = self.form.field(id)?;
        let values = match test {
            Test::Is(value) => vec![value],
            Test::OneOf(values) => values.iter().collect(),
            Test::Between(..) => return None,
        };
        let labels: Vec<&str> = values.iter().filter_map(|it| field.choice_label(it)).collect();
        let labels = labels.join("” eller ”");
        let values = [("answer", labels.as_str()), ("question", field.label.as_str())];
        (!labels.is_empty()).then(|| self.view.said("form.only_if", &values))
    }
}

/// Another guardian, without number and address.
fn guardian(view: &View, it: &Guardian) -> GuardianView {
    let key = if it.same_address { "guardian.same_address" } else { "guardian.other_address" };
    GuardianView { name: it.name.clone(), note: view.text(key) }
}

/// Somebody else who signs, without number and address.
pub(super) fn co_signer(view: &View, it: &CoSigner) -> GuardianView {
    let key = match (it.role, it.same_address) {
        (Role::Guardian, true) => "guardian.same_address",
        (Role::Guardian, false) => "guardian.other_address",
        (Role::Signer, _) => "guardian.named",
    };
    GuardianView { name: it.name.clone(), note: view.text(key) }
}

fn confirm(field: &Field, text: &str) -> ChoiceView {
    ChoiceView {
        id: field.id.clone(),
        value: "ja".to_owned(),
        label: field.label.clone(),
        hint: None,
        checked: text == "ja",
        more: Vec::new(),
    }
}

fn born(number: &str) -> String {
    let digits = number.get(..8).unwrap_or_default();
    let date = jiff::civil::Date::strptime("%Y%m%d", digits);
    date.map_or_else(|_| digits.to_owned(), dates::long)
}

/// The control that takes focus when its error is followed.
fn focus(field: &Field) -> String {
    match field.kind {
        Kind::Date => format!("{}-dag", field.id),
        Kind::Child => format!("{}-1", field.id),
        Kind::Choice | Kind::Choices => {
            let first = field.choices.first().map_or("", |choice| choice.id.as_str());
            format!("{}-{first}", field.id)
        }
        _ => field.id.clone(),
    }
}

fn described_by(view: &FieldView) -> String {
    let parts = [
        ("villkor", view.condition_hint.is_some()),
        ("tips", view.hint.is_some()),
        ("fel", view.error.is_some()),
        ("antal", view.longest.is_some()),
    ];
    let ids: Vec<String> = parts
        .into_iter()
        .filter(|(_, there)| *there)
        .map(|(part, _)| format!("{}-{part}", view.id))
        .collect();
    ids.join(" ")
}

fn autocomplete(field: &Field) -> &str {
    match (&field.autocomplete, field.kind) {
        (Some(given), _) => given,
        (None, Kind::Email) => "email",
        (None, Kind::Phone) => "tel",
        _ => "",
    }
}

fn inputmode(kind: Kind) -> &'static str {
    match kind {
        Kind::Email => "email",
        Kind::Phone => "tel",
        Kind::Integer | Kind::IdentityNumber | Kind::Signer => "numeric",
        _ => "",
    }
}

fn box_size(field: &Field) -> &'static str {
    match field.kind {
        Kind::Integer | Kind::IdentityNumber | Kind::Signer | Kind::Phone => "12",
        _ => "",
    }
}
