//! A step of a form: shown, saved, shown again with what was refused.

use form_model::answers::Answers;
use form_model::check::FieldError;
use form_model::compiled::CompiledForm;
use form_model::form::{Kind, Step};
use form_model::journey::{End, Journey, State};
use tokio::sync::oneshot;

use crate::app::App;
use crate::cases::asked::Asking;
use crate::cases::draft;
use crate::cases::fill::{Filled, fill};
use crate::cases::own::own_draft;
use crate::cases::pages::ended::ended;
use crate::cases::pages::{case_url, changed, draft_url, page, sent};
use crate::cases::shown::{contact, title};
use crate::cases::who::Who;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::problem::Problem;
use crate::problem::Result;
use crate::stockholm;
use crate::store::Case;
use crate::view::form::StepView;
use crate::view::page::{DraftLine, EndedView, Link, StepMark};

/// A draft with its form, as a page needs it.
pub(super) struct Open {
    pub(super) case: Case,
    pub(super) form: std::sync::Arc<CompiledForm>,
    pub(super) answers: Answers,
    /// Why it is a draft again.
    pub(super) ended: Option<EndedView>,
}

/// Opens one's own draft; a case that somebody has signed is shown as it is.
pub(super) fn open_or_case(
    app: &App,
    who: &Who,
    id: &str,
    show: impl FnOnce(&Open) -> Result<Response>,
) -> Result<Response> {
    match open(app, who, id) {
        Ok(open) => show(&open),
        Err(Problem::ChangedMeanwhile) => Ok(Response::see_other(&case_url(id))),
        Err(problem) => Err(problem),
    }
}

/// Opens one's own draft.
pub(super) fn open(app: &App, who: &Who, id: &str) -> Result<Open> {
    app.store.read(|tx| {
        let case = own_draft(tx, who, id)?;
        let form = app.forms.version(tx, &case.form_hash)?;
        let answers = draft::answers(&case)?;
        // Only what has been sent has a number.
        let ended = if case.number.is_some() { ended(app, tx, (id, case.state))? } else { None };
        Ok(Open { case, form, answers, ended })
    })
}

/// `GET /mina-sidor/utkast/{id}`: on to the right step.
///
/// # Errors
/// [`Problem::NotFound`] when it is not one's own draft.
pub fn resume(app: &App, who: &Who, id: &str) -> Result<Response> {
    open_or_case(app, who, id, |open| {
        let way = draft::way(&open.form, &open.answers, who);
        let step = way.next().map_or("granska", |step| step.id.as_str());
        Ok(Response::see_other(&format!("{}/{step}", draft_url(id))))
    })
}

/// `GET /mina-sidor/utkast/{id}/{step}`
///
/// # Errors
/// [`Problem::NotFound`] when it is not one's own draft, or has no such step.
pub fn show(app: &App, who: &Who, request: &Request, (id, step): (&str, &str)) -> Result<Response> {
    open_or_case(app, who, id, |open| {
        open.form.form.step(step).ok_or(Problem::NotFound)?;
        let way = draft::way(&open.form, &open.answers, who);
        match way.may_open(step) {
            Some(step) => again(app, who, open, (step, &[], editing(request))),
            None => resume(app, who, id),
        }
    })
}

/// `POST /mina-sidor/utkast/{id}/{step}`
///
/// # Errors
/// [`Problem::NotFound`] when it is not one's own draft, or the step may not be opened.
pub fn save(app: &App, who: &Who, request: &Request, (id, step): (&str, &str)) -> Result<Response> {
    let fields = sent(app, who, request)?;
    let form = who.form.as_ref().ok_or(Problem::NotFound)?;
    let asked = form.form.step(step).ok_or(Problem::NotFound)?;
    let filled = fill(asked, &fields, || app.new_id())?;
    keep_bytes(app, &filled)?;
    let seen = fields.text("version");
    let saved = app.store.write(|tx| draft::save(tx, &app.forms, (who, id, step), (&filled, seen)));
    let saved = match saved {
        Ok(saved) => saved,
        Err(problem) => {
            filled.files.iter().for_each(|kept| app.store.attachments.remove(&kept.file.id));
            return match problem {
                Problem::ChangedMeanwhile => changed::show(app, who, (id, asked), &filled),
                problem => Err(problem),
            };
        }
    };
    app.login.cancel(&saved.orders);
    saved.dropped.iter().for_each(|file| app.store.attachments.remove(file));
    let here = format!("{}/{step}", draft_url(id));
    if filled.removed.is_some() {
        return Ok(Response::see_other(&here));
    }
    if fields.text("gor") == "senare" && who.person().is_some() {
        return Ok(Response::see_other("/mina-sidor/?sparat=1"));
    }
    let editing = editing(request);
    if !saved.refused.is_empty() {
        let opened = open(app, who, id)?;
        return again(app, who, &opened, (asked, &saved.refused, editing));
    }
    Ok(onward(who, form, (id, step), (&saved.answers, editing)))
}

/// As [`save`], of the draft that was read with its owner: where it leads, and word of when
/// it is on the disk. None, and nothing is saved, when [`save`] has more to do than to write
/// the answers.
pub fn save_later(
    app: &App,
    who: &Who,
    request: &Request,
    (draft, step): (&Case, &str),
) -> Option<(Response, oneshot::Receiver<bool>)> {
    let form = who.form.as_ref()?;
    let asked = form.form.step(step)?;
    let fields = sent(app, who, request).ok()?;
    let filled = fill(asked, &fields, || app.new_id()).ok()?;
    if fields.text("gor") == "senare" {
        return None;
    }
    let seen = (&filled, fields.text("version"));
    let (save, answers) = draft::to_save(app.store.now(), (who, draft, asked), seen)?;
    let leads = onward(who, form, (&draft.id, step), (&answers, editing(request)));
    Some((leads, app.store.save_later(save)))
}

/// On to the step that comes next.
fn onward(
    who: &Who,
    form: &CompiledForm,
    (id, step): (&str, &str),
    (answers, editing): (&Answers, bool),
) -> Response {
    let way = draft::way(form, answers, who);
    let next = next(&way, step, editing);
    Response::see_other(&format!("{}/{next}", draft_url(id)))
}

/// Where saving a step leads: to the step after it; back to the review, when
/// one came from there and nothing more is missing.
fn next(way: &Journey<'_>, step: &str, editing: bool) -> String {
    if editing {
        return way.next().map_or("granska".to_owned(), |step| step.id.clone());
    }
    if matches!(way.end, Some(End::Exit(_))) {
        return "granska".to_owned();
    }
    way.after(step).map_or("granska".to_owned(), |step| step.id.clone())
}

/// Whether the step was opened from the review.
fn editing(request: &Request) -> bool {
    request.query("andra").is_some()
}

/// The bytes are on the disk before any row tells of them.
fn keep_bytes(app: &App, filled: &Filled) -> Result<()> {
    filled.files.iter().try_for_each(|kept| app.store.attachments.keep(&kept.file.id, &kept.bytes))
}

fn again(
    app: &App,
    who: &Who,
    open: &Open,
    (step, refused, editing): (&Step, &[FieldError], bool),
) -> Result<Response> {
    let url = draft_url(&open.case.id);
    let way = draft::way(&open.form, &open.answers, who);
    let asking = Asking {
        view: &app.view,
        form: &open.form.form,
        step,
        answers: &open.answers,
        who,
        refused,
        draft_url: &url,
    };
    let place = way.steps.iter().position(|it| it.step.id == step.id).unwrap_or_default();
    let before = way.before(&step.id);
    let query = if editing { "?andra=1" } else { "" };
    let errors = asking.errors();
    let view = StepView {
        service: title(&open.form.service),
        draft: draft_line(app, who, open),
        steps: marks(app, &way, &url, Some(&step.id)),
        count: count(app, place + 1, way.steps.len() + 1),
        heading: step.title.clone(),
        intro: step.intro.clone(),
        action: format!("{url}/{}{query}", step.id),
        multipart: step.fields.iter().any(|field| field.kind == Kind::File),
        csrf: who.csrf.clone(),
        version: draft::fingerprint(step, &open.answers),
        errors_title: errors_title(app, errors.len()),
        errors,
        fields: asking.fields(),
        known_answers: earlier_answers(&open.form, step, &open.answers),
        back: before.map(|before| back(app, &url, before, place)),
        can_leave: who.person().is_some(),
        contact: contact(&open.form.service.contact),
    };
    shown(app, who, &view)
}

/// A step with refused answers says so in its title, and in its status.
fn shown(app: &App, who: &Who, view: &StepView) -> Result<Response> {
    let heading = format!("{}, {}", view.heading, view.count.to_lowercase());
    if view.errors.is_empty() {
        return page(app, who, (200, "form/step.html", &heading), view);
    }
    let heading = app.view.said("form.title_error", &[("title", &heading)]);
    page(app, who, (422, "form/step.html", &heading), view)
}

fn back(app: &App, url: &str, before: &Step, place: usize) -> Link {
    let label = app.view.said("form.back", &[("n", &place.to_string())]);
    Link::new(label, format!("{url}/{}", before.id))
}

fn errors_title(app: &App, count: usize) -> String {
    match count {
        0 => String::new(),
        1 => app.view.text("form.one_error"),
        _ => app.view.said("form.many_errors", &[("n", &count.to_string())]),
    }
}

/// The answers of earlier steps that this step's conditions look at.
fn earlier_answers(form: &CompiledForm, step: &Step, answers: &Answers) -> String {
    let conditions = step.fields.iter().filter_map(|field| field.show_if.as_ref());
    let mut earlier = Answers::default();
    for (id, _) in conditions.flat_map(|it| it.mentions()) {
        let here = step.fields.iter().any(|field| field.id == id);
        if let (false, Some(answer)) = (here || form.form.field(id).is_none(), answers.answer(id)) {
            earlier.set(id, answer.clone());
        }
    }
    serde_json::to_string(&earlier).unwrap_or_else(|_| "{}".to_owned())
}

/// The line over a draft.
pub(super) fn draft_line(app: &App, who: &Who, open: &Open) -> DraftLine {
    let saved =
        (open.case.version > 0).then(|| stockholm::near_time(open.case.saved_at, app.store.now()));
    let person = who.person().is_some();
    let last_day = open.case.expires_at.filter(|_| person && saved.is_some());
    let last_day = last_day.map(stockholm::long_day);
    DraftLine { saved, last_day, ended: open.ended.clone() }
}

/// The row of steps; the last is the review.
pub(super) fn marks(
    app: &App,
    way: &Journey<'_>,
    url: &str,
    current: Option<&str>,
) -> Vec<StepMark> {
    let mark = |label: &str, state: &str, url: Option<String>| StepMark {
        label: label.to_owned(),
        state: state.to_owned(),
        url,
    };
    let steps = way.steps.iter().map(|stop| {
        let here = current == Some(stop.step.id.as_str());
        match (here, stop.state) {
            (true, _) => mark(&stop.step.title, "current", None),
            (false, State::Answered) => {
                mark(&stop.step.title, "answered", Some(format!("{url}/{}", stop.step.id)))
            }
            (false, _) => mark(&stop.step.title, "todo", None),
        }
    });
    let review = if current.is_none() { "current" } else { "todo" };
    steps.chain([mark(&app.view.text("form.review_step"), review, None)]).collect()
}

/// "Steg 3 av 5".
pub(super) fn count(app: &App, place: usize, all: usize) -> String {
    app.view.said("form.count", &[("n", &place.to_string()), ("of", &all.to_string())])
}
