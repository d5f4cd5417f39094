//! A case that has been sent: waiting for somebody, under way or closed; and
//! its receipt.

use crate::app::App;
use crate::cases::document::Document;
use crate::cases::own::own_or_party;
use crate::cases::pages::told::told;
use crate::cases::pages::{case_url, draft_url, page, pdf};
use crate::cases::shown::{
    Showing, awaited, contact, nobody_signed, parties, status, steps_for_others, title,
};
use crate::cases::who::Who;
use crate::http::response::Response;
use crate::problem::Result;
use crate::stockholm;
use crate::store::{Case, CaseRow, Event, Party, PartyState, State, UnitMessage};
use crate::view::account::{CaseView, EventView, ReceiptView, WaitingView};
use crate::view::page::AnswersView;

/// A case with all that its pages tell.
struct Opened {
    case: Case,
    document: Document,
    parties: Vec<Party>,
    events: Vec<Event>,
    messages: Vec<UnitMessage>,
    followed: bool,
    next: Vec<String>,
}

/// `GET /mina-sidor/arende/{id}`
///
/// # Errors
/// [`crate::problem::Problem::NotFound`] when it is not one's own case.
pub fn show(app: &App, who: &Who, id: &str) -> Result<Response> {
    let Some(it) = open(app, who, id)? else { return Ok(Response::see_other(&draft_url(id))) };
    if it.case.state == State::Signing {
        return waiting(app, who, &it);
    }
    let number = it.document.number.clone();
    let day = it.case.received_at.map(stockholm::long_day).unwrap_or_default();
    let view = CaseView {
        title: title(&it.document.service),
        status: status(&app.view, &row(&it.case), &it.parties),
        about: app.view.said("case.about", &[("number", &number), ("day", &day)]),
        number,
        events: events(app, &it),
        parties: parties(&app.view, &it.parties, who.person()),
        answers: answers(app, who, &it),
        receipt_url: format!("{}/kvitto", case_url(id)),
        pdf_url: pdf::url(id),
        contact: contact(&it.document.service.contact),
        handler: it.document.service.handler.clone(),
    };
    page(app, who, (200, "account/case.html", &it.document.service.title), &view)
}

/// `GET /mina-sidor/arende/{id}/kvitto`
///
/// # Errors
/// [`crate::problem::Problem::NotFound`] when it is not one's own case, or has not come in.
pub fn receipt(app: &App, who: &Who, id: &str) -> Result<Response> {
    let Some(it) = open(app, who, id)? else { return Ok(Response::see_other(&draft_url(id))) };
    let Some(received_at) = it.case.received_at else {
        return Ok(Response::see_other(&case_url(id)));
    };
    let follow = it.followed && who.person().is_some();
    let view = ReceiptView {
        title: title(&it.document.service),
        heading: app.view.text("receipt.heading"),
        received: app
            .view
            .said("receipt.received", &[("when", &stockholm::long_time(received_at))]),
        number: it.document.number.clone(),
        next: it.next.clone(),
        parties: parties(&app.view, &it.parties, who.person()),
        answers: answers(app, who, &it),
        told: told(app, who)?,
        follow_url: follow.then(|| case_url(id)),
        pdf_url: pdf::url(id),
        contact: contact(&it.document.service.contact),
        handler: it.document.service.handler.clone(),
    };
    page(app, who, (200, "account/receipt.html", &app.view.text("told.receipt")), &view)
}

fn waiting(app: &App, who: &Who, it: &Opened) -> Result<Response> {
    let names = awaited(&app.view, &it.parties, None);
    let whom = awaited(&app.view, &it.parties, who.person());
    let mine = it.parties.iter().any(|party| {
        Some(party.person.as_str()) == who.person() && party.state == PartyState::Waiting
    });
    if mine && nobody_signed(&it.parties) {
        return Ok(Response::see_other(&format!("{}/skriv-under", draft_url(&it.case.id))));
    }
    let day = it.case.sign_by.map(stockholm::long_day).unwrap_or_default();
    let own = it.case.owner == who.owner;
    let otherwise = if own { "parties.otherwise_own" } else { "parties.otherwise" };
    let view = WaitingView {
        title: title(&it.document.service),
        heading: app.view.said("waiting.heading", &[("name", &names)]),
        not_sent: app.view.said("waiting.not_sent", &[("name", &whom)]),
        lead: app.view.said("waiting.lead", &[("name", &names), ("day", &day)]),
        parties: parties(&app.view, &it.parties, who.person()),
        how: vec![app.view.said("waiting.how_text", &[("name", &names)])],
        otherwise: vec![app.view.said(otherwise, &[("day", &day)])],
        answers: answers(app, who, it),
        cancel_url: own.then(|| format!("{}/aterkalla", case_url(&it.case.id))),
        csrf: who.csrf.clone(),
        contact: contact(&it.document.service.contact),
    };
    page(app, who, (200, "account/waiting.html", &view.heading), &view)
}

/// The case, if it is one's own or one is a party; none when it is a draft.
fn open(app: &App, who: &Who, id: &str) -> Result<Option<Opened>> {
    app.store.read(|tx| {
        let case = own_or_party(tx, who, id)?;
        if case.state == State::Draft {
            return Ok(None);
        }
        let form = app.forms.version(tx, &case.form_hash)?;
        Ok(Some(Opened {
            document: Document::of(&case)?,
            parties: tx.parties(id)?,
            events: tx.events(id)?,
            messages: tx.unit_messages(id)?,
            followed: form.form.followed,
            next: form.form.next.clone(),
            case,
        }))
    })
}

fn answers(app: &App, who: &Who, it: &Opened) -> Vec<AnswersView> {
    let url = case_url(&it.case.id);
    let showing = Showing {
        view: &app.view,
        change: &|_| None,
        file: &|file| Some(format!("{url}/fil/{}", file.id)),
    };
    match it.case.owner == who.owner {
        true => showing.steps(&it.document.steps),
        false => showing.steps(&steps_for_others(&it.document)),
    }
}

/// What has happened, in the citizen's words; sending and signing are one thing
/// to those who signed alone.
fn events(app: &App, it: &Opened) -> Vec<EventView> {
    let told = |event: &Event| ["received", "status", "message"].contains(&event.kind.as_str());
    let told: Vec<(i64, &Event)> = (1..).zip(&it.events).filter(|(_, it)| told(it)).collect();
    let said = |sequence: i64| it.messages.iter().find(|it| it.sequence == sequence);
    let view = |(sequence, event): &(i64, &Event)| EventView {
        title: app.view.said(event_key(event), &[("name", &it.document.service.unit)]),
        when: stockholm::long_time(event.happened_at),
        text: None,
        message: said(*sequence).map(|it| it.text.clone()),
        next: false,
        before_next: false,
    };
    let mut views: Vec<EventView> = told.iter().map(view).collect();
    if it.case.state == State::Closed {
        let closed = told.iter().rposition(|(_, it)| event_key(it) == "case.event_closed");
        if let Some(view) = closed.and_then(|index| views.get_mut(index)) {
            view.text = it.case.outcome.clone();
        }
        return views;
    }
    if let Some(last) = views.last_mut() {
        last.before_next = true;
    }
    views.push(EventView {
        title: app.view.text("review.next"),
        when: String::new(),
        text: it.next.first().cloned(),
        message: None,
        next: true,
        before_next: false,
    });
    views
}

fn event_key(event: &Event) -> &'static str {
    let detail: serde_json::Value = serde_json::from_str(&event.detail).unwrap_or_default();
    match detail.get("to").and_then(serde_json::Value::as_str) {
        Some("in_progress") => "case.event_ongoing",
        Some("closed") => "case.event_closed",
        _ if event.kind == "message" => "case.event_message",
        _ => "case.event_received",
    }
}

fn row(case: &Case) -> CaseRow {
    CaseRow {
        id: case.id.clone(),
        service: case.service.clone(),
        form_hash: case.form_hash.clone(),
        state: case.state,
        saved_at: case.saved_at,
        expires_at: case.expires_at,
        number: case.number.clone(),
        received_at: case.received_at,
        closed_at: case.closed_at,
        outcome: case.outcome.clone(),
        sign_by: case.sign_by,
        said: false,
    }
}
