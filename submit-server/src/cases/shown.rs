//! Answers and cases as views, to read.

use form_model::answers::FileAnswer;
use form_model::compiled::{Contact, PersonalData, Service};
use form_model::show::{ShownRow, ShownStep};

use crate::cases::document::Document;
use crate::stockholm;
use crate::store::{CaseRow, Party, PartyState, State};
use crate::view::View;
use crate::view::page::{
    AnswerRow, AnswersView, ContactView, FileView, PartyView, PersonalDataView, StatusView,
    TitleView,
};

/// How answers are to be shown.
pub(super) struct Showing<'a> {
    pub(super) view: &'a View,
    /// Address of the step with this id, where it may be changed.
    pub(super) change: &'a dyn Fn(&str) -> Option<String>,
    /// Address of a file.
    pub(super) file: &'a dyn Fn(&FileAnswer) -> Option<String>,
}

impl Showing<'_> {
    /// Steps with their answers.
    pub(super) fn steps(&self, steps: &[ShownStep]) -> Vec<AnswersView> {
        steps
            .iter()
            .map(|step| AnswersView {
                title: step.title.clone(),
                change_url: (self.change)(&step.id),
                rows: step.rows.iter().map(|row| self.row(row)).collect(),
            })
            .collect()
    }

    fn row(&self, row: &ShownRow) -> AnswerRow {
        let file = |file: &FileAnswer| FileView {
            id: file.id.clone(),
            name: file.name.clone(),
            size: size(file.bytes),
            url: (self.file)(file),
        };
        let files: Vec<FileView> = row.files.iter().map(file).collect();
        let lines = match (row.lines.is_empty(), files.is_empty()) {
            (true, true) => vec![self.view.text("review.no_answer")],
            (false, true) => row.lines.clone(),
            _ => Vec::new(),
        };
        AnswerRow { name: row.label.clone(), lines, files }
    }
}

/// The steps as another party may read them: nothing that tells where the
/// applicant is, or how to reach anybody.
pub(super) fn steps_for_others(document: &Document) -> Vec<ShownStep> {
    let private = &document.private;
    let mut steps = document.steps.clone();
    for step in &mut steps {
        step.rows.retain(|row| !private.contacts.contains(&row.field));
        for row in step.rows.iter_mut().filter(|row| private.persons.contains(&row.field)) {
            // The name comes first, then number and address.
            row.lines.truncate(1);
        }
    }
    steps.retain(|step| !step.rows.is_empty());
    steps
}

/// A title in two weights.
pub(super) fn title(service: &Service) -> TitleView {
    let rest = service.title.strip_prefix(&service.verb).unwrap_or(&service.title);
    TitleView { verb: service.verb.clone(), rest: rest.trim_start().to_owned() }
}

/// Who answers questions.
pub(super) fn contact(contact: &Contact) -> ContactView {
    ContactView {
        name: contact.name.clone(),
        phone: contact.phone.clone(),
        phone_url: contact.phone_url.clone(),
        email: contact.email.clone(),
    }
}

/// How personal data is used.
pub(super) fn personal_data(it: &PersonalData) -> PersonalDataView {
    PersonalDataView {
        controller: it.controller.clone(),
        purpose: it.purpose.clone(),
        legal_basis: it.legal_basis.clone(),
        storage: it.storage.clone(),
        recipients: it.recipients.clone(),
        url: it.url.clone(),
        officer: it.officer.clone(),
    }
}

/// The status of a case: a sign and words.
pub(super) fn status(view: &View, case: &CaseRow, parties: &[Party]) -> StatusView {
    let waiting_for = parties.iter().find(|it| it.state == PartyState::Waiting);
    let (state, text) = match (case.state, waiting_for) {
        (State::Draft, _) => ("draft", view.text("form.draft")),
        (State::Signing, Some(_)) if nobody_signed(parties) => {
            ("draft", view.text("told.unsigned"))
        }
        (State::Signing, Some(party)) => {
            ("waiting", view.said("status.waiting", &[("name", &party.name)]))
        }
        (State::Signing, None) => ("waiting", view.text("told.unsigned")),
        (State::Received, _) => ("open", view.text("status.received")),
        (State::InProgress, _) => ("open", view.text("status.ongoing")),
        (State::Closed, _) => match &case.outcome {
            Some(outcome) => ("done", view.said("told.outcome", &[("outcome", outcome)])),
            None => ("done", view.text("status.closed")),
        },
    };
    status_view(state, text)
}

/// A status with the sign that belongs to its state.
pub(super) fn status_view(state: &str, text: String) -> StatusView {
    let icon = match state {
        "draft" => "draft",
        "waiting" => "ajar",
        "act" => "alert",
        "done" => "done",
        _ => "open",
    };
    StatusView { state: state.to_owned(), icon: icon.to_owned(), text }
}

/// Whether no party has signed yet.
pub(super) fn nobody_signed(parties: &[Party]) -> bool {
    parties.iter().all(|party| party.state == PartyState::Waiting)
}

/// The parties with what they have done, as one of them (or the owner) sees it.
pub(super) fn parties(view: &View, parties: &[Party], me: Option<&str>) -> Vec<PartyView> {
    let asked = !nobody_signed(parties);
    parties
        .iter()
        .map(|party| {
            let mine = me == Some(party.person.as_str());
            let name = match mine {
                true => view.said("told.you", &[("name", &party.name)]),
                false => party.name.clone(),
            };
            let (note, status) = match party.state {
                PartyState::Signed(at) => {
                    (stockholm::long_time(at), status_view("done", view.text("status.signed")))
                }
                // Why is not said: no address looks like one that failed, and like
                // somebody who may be told nothing.
                PartyState::Waiting if asked && !mine && !party.reached => (
                    view.said("parties.unreached_text", &[("name", &party.name)]),
                    status_view("act", view.text("parties.unreached")),
                ),
                PartyState::Waiting => {
                    (String::new(), status_view("waiting", view.text("told.waiting")))
                }
            };
            PartyView { name, note, status }
        })
        .collect()
}

/// Whom a case waits for, as one of them (or the owner) reads it: "Bo och dig".
pub(super) fn awaited(view: &View, parties: &[Party], me: Option<&str>) -> String {
    let waiting = parties.iter().filter(|it| it.state == PartyState::Waiting);
    let names: Vec<String> = waiting
        .map(|it| match me == Some(it.person.as_str()) {
            true => view.text("parties.you"),
            false => it.name.clone(),
        })
        .collect();
    names.join(&view.text("parties.and"))
}

/// `212 kB`, `3,4 MB`.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000).replace('.', ","),
    }
}
