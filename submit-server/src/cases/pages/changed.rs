//! Another tab saved other answers to the same step: both versions are shown,
//! and the person chooses. Nothing is overwritten silently.

use form_model::answers::{Answer, Answers};
use form_model::dates;
use form_model::form::{Kind, Step};
use form_model::show::show as shown;

use crate::app::App;
use crate::cases::draft;
use crate::cases::fill::{Filled, merge};
use crate::cases::pages::step::open;
use crate::cases::pages::{draft_url, page};
use crate::cases::shown::title;
use crate::cases::who::Who;
use crate::http::response::Response;
use crate::problem::Result;
use crate::stockholm;
use crate::view::form::{ChangedRow, ChangedView, Hidden};

/// The page with both versions.
pub(super) fn show(
    app: &App,
    who: &Who,
    (id, step): (&str, &Step),
    filled: &Filled,
) -> Result<Response> {
    let open = open(app, who, id)?;
    let mut mine = open.answers.clone();
    merge(step, filled, &mut mine);
    let url = format!("{}/{}", draft_url(id), step.id);
    let view = ChangedView {
        service: title(&open.form.service),
        step: step.title.clone(),
        saved: stockholm::near_time(open.case.saved_at, app.store.now()),
        rows: rows(app, who, &open, (step, &mine)),
        keep_saved_url: url.clone(),
        action: url,
        csrf: who.csrf.clone(),
        version: draft::fingerprint(step, &open.answers),
        mine: hidden(step, &mine),
        files_lost: !filled.files.is_empty(),
    };
    page(app, who, (409, "form/changed.html", &step.title), &view)
}

/// The answers that differ.
fn rows(
    app: &App,
    who: &Who,
    open: &super::step::Open,
    (step, mine): (&Step, &Answers),
) -> Vec<ChangedRow> {
    let text = |answers: &Answers, field: &str| {
        let steps = shown(&open.form.form, answers, &who.known);
        let rows = steps.into_iter().flat_map(|step| step.rows);
        let lines = rows.filter(|row| row.field == field).flat_map(|row| row.lines);
        let lines: Vec<String> = lines.collect();
        if lines.is_empty() { app.view.text("review.no_answer") } else { lines.join(", ") }
    };
    // Files are not in this form: they cannot be sent again, and the page says so.
    let differs = |field: &&form_model::form::Field| {
        field.kind != Kind::File && mine.answer(&field.id) != open.answers.answer(&field.id)
    };
    step.fields
        .iter()
        .filter(differs)
        .map(|field| ChangedRow {
            name: field.label.clone(),
            saved: text(&open.answers, &field.id),
            mine: text(mine, &field.id),
        })
        .collect()
}

/// One's own version as hidden inputs, named as the step names them.
fn hidden(step: &Step, mine: &Answers) -> Vec<Hidden> {
    let mut inputs = Vec::new();
    let mut add = |name: String, value: &str| inputs.push(Hidden { name, value: value.to_owned() });
    for field in &step.fields {
        match mine.answer(&field.id) {
            Some(Answer::Text(text)) if field.kind == Kind::Date => {
                let (day, month, year) = dates::split(text);
                add(format!("{}-dag", field.id), &day);
                add(format!("{}-manad", field.id), &month);
                add(format!("{}-ar", field.id), &year);
            }
            Some(Answer::Text(text)) => add(field.id.clone(), text),
            Some(Answer::Many(ids)) => ids.iter().for_each(|id| add(field.id.clone(), id)),
            Some(Answer::Files(_)) | None => {}
        }
    }
    inputs
}
