//! Mina sidor: what needs you, what is not sent, what is under way, what is closed.

use std::sync::Arc;

use form_model::compiled::CompiledForm;

use crate::app::App;
use crate::cases::pages::ended::ended;
use crate::cases::pages::told::unreached;
use crate::cases::pages::{case_url, draft_url, page};
use crate::cases::shown::{awaited, nobody_signed, parties, status, status_view, title};
use crate::cases::who::Who;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::problem::Result;
use crate::stockholm;
use crate::store::{CaseRow, Contact, Party, PartyState, ReadTx, State, UnitMessage};
use crate::view::account::{CaseCard, OverviewView};
use crate::view::page::{EndedView, Link};

/// Characters of the unit's last message on a card; the case has all of it.
const MOST_SAID: usize = 120;

/// A case in a list, with what its card says.
pub(super) struct Listed {
    pub(super) row: CaseRow,
    pub(super) form: Arc<CompiledForm>,
    pub(super) parties: Vec<Party>,
    /// Why it is a draft again.
    pub(super) ended: Option<EndedView>,
    /// What the unit said last.
    pub(super) said: Option<UnitMessage>,
    /// One's own, not another's in which one is a party.
    pub(super) own: bool,
}

/// A person's own cases, and how they want to be told.
pub struct Own {
    cases: Vec<Listed>,
    contacts: Vec<Contact>,
}

/// What the page shows of a person's own.
///
/// # Errors
/// When the database cannot be read.
pub fn own(app: &App, tx: &ReadTx<'_>, person: &str) -> Result<Own> {
    let own = tx.cases_of(person)?.into_iter();
    let cases: Result<_> = own.map(|row| listed(app, tx, (row, true))).collect();
    Ok(Own { cases: cases?, contacts: tx.contacts(person)? })
}

/// `GET /mina-sidor/`
///
/// # Errors
/// When the database cannot be read.
pub fn show(app: &App, (who, own): &(Who, Own), request: &Request) -> Result<Response> {
    let Some(person) = who.person() else { return Err(crate::problem::Problem::NotFound) };
    let others = others(app, who, person)?;
    let mut view = OverviewView {
        name: who.name().to_owned(),
        notice: notice(app, request),
        unreached: unreached(app, &own.contacts),
        act: Vec::new(),
        unsent: Vec::new(),
        ongoing: Vec::new(),
        closed: Vec::new(),
    };
    for case in own.cases.iter().chain(&others) {
        let card = card(app, who, case);
        match case.row.state {
            State::Signing if must_sign(case, person) => view.act.push(card),
            State::Draft if case.ended.is_some() => view.act.push(card),
            State::Draft | State::Signing => view.unsent.push(card),
            State::Received | State::InProgress => view.ongoing.push(card),
            State::Closed => view.closed.push(card),
        }
    }
    page(app, who, (200, "account/mina-sidor.html", &app.view.text("base.account")), &view)
}

/// Others' cases in which the person is a party: nearly nobody has any.
fn others(app: &App, who: &Who, person: &str) -> Result<Vec<Listed>> {
    if who.others.is_empty() {
        return Ok(Vec::new());
    }
    app.store.read(|tx| {
        let others = who.others.iter().map(|row| {
            let mut case = listed(app, tx, (row.clone(), false))?;
            if who.unnamed.contains(&row.id) {
                let others = case.parties.iter_mut().filter(|it| it.person != person);
                others.for_each(|it| it.name = app.view.text("parties.somebody"));
                case.row.outcome = None;
            }
            Ok(case)
        });
        others.collect()
    })
}

/// A case with what its card says.
fn listed(app: &App, tx: &ReadTx<'_>, (row, own): (CaseRow, bool)) -> Result<Listed> {
    let form = app.forms.version(tx, &row.form_hash)?;
    let signing = row.state == State::Signing;
    let parties = if signing { tx.parties(&row.id)? } else { Vec::new() };
    // Only what has been sent has a number.
    let sent = row.number.is_some();
    let ended = if sent { ended(app, tx, (&row.id, row.state))? } else { None };
    let said = if row.said { tx.last_unit_message(&row.id)? } else { None };
    Ok(Listed { row, form, parties, ended, said, own })
}

/// Whether it is this person's turn: somebody else has signed and waits.
fn must_sign(case: &Listed, person: &str) -> bool {
    let waiting = |it: &Party| it.person == person && it.state == PartyState::Waiting;
    case.parties.iter().any(waiting)
}

/// A case or draft in a list.
pub(super) fn card(app: &App, who: &Who, case: &Listed) -> CaseCard {
    let row = &case.row;
    let person = who.person().unwrap_or_default();
    let mine = row.state == State::Signing && must_sign(case, person);
    let draft = row.state == State::Draft;
    let url = match (row.state, mine) {
        (State::Draft, _) => draft_url(&row.id),
        (State::Signing, true) => format!("{}/skriv-under", draft_url(&row.id)),
        _ => case_url(&row.id),
    };
    let button = match (row.state, mine) {
        (State::Draft, _) => Some("overview.continue"),
        (State::Signing, true) => Some("overview.sign"),
        (State::Signing, false) => Some("overview.see_missing"),
        _ => None,
    };
    let waits = row.state == State::Signing && !nobody_signed(&case.parties);
    let deletable = draft || (row.state == State::Signing && nobody_signed(&case.parties));
    CaseCard {
        status: match (mine, &case.ended) {
            (true, _) => status_view("act", app.view.text("status.waiting_you")),
            (false, Some(ended)) => status_view("act", ended.title.clone()),
            (false, None) => status(&app.view, row, &case.parties),
        },
        title: title(&case.form.service),
        button: button.map(|key| Link::new(app.view.text(key), url.clone())),
        url,
        meta: meta(app, case),
        parties: if waits { parties(&app.view, &case.parties, who.person()) } else { Vec::new() },
        not_sent: waits.then(|| {
            let names = awaited(&app.view, &case.parties, who.person());
            app.view.said("waiting.not_sent", &[("name", &names)])
        }),
        delete_url: (deletable && case.own).then(|| format!("{}/ta-bort", draft_url(&row.id))),
    }
}

/// When it was saved, sent and closed, and under which number.
fn meta(app: &App, case: &Listed) -> Vec<String> {
    let row = &case.row;
    let text = |key: &str, name: &str, value: &str| app.view.said(key, &[(name, value)]);
    let draft = row.state == State::Draft;
    let mut meta: Vec<String> = case.ended.iter().map(|it| it.text.clone()).collect();
    if row.state == State::Signing && !nobody_signed(&case.parties) {
        let last = row.sign_by.map(stockholm::long_day);
        meta.extend(last.map(|day| text("parties.meta_sign_by", "day", &day)));
    }
    if draft {
        let saved = stockholm::near_time(row.saved_at, app.store.now());
        meta.push(text("overview.meta_saved", "when", &saved));
        let last = row.expires_at.map(stockholm::long_day);
        meta.extend(last.map(|day| text("overview.meta_last_day", "day", &day)));
    }
    let received = row.received_at.map(stockholm::long_day);
    meta.extend(received.map(|day| text("overview.meta_sent", "when", &day)));
    let closed = row.closed_at.map(stockholm::long_day);
    meta.extend(closed.map(|day| text("overview.meta_closed", "when", &day)));
    meta.extend(case.said.iter().map(|it| said(app, it, case.own)));
    let number = row.number.as_deref().filter(|_| !draft);
    meta.extend(number.map(|number| text("overview.meta_number", "number", number)));
    meta
}

/// That the unit has said something, and when. The words only to whoever sent it:
/// the others read them where the register is asked first.
fn said(app: &App, it: &UnitMessage, own: bool) -> String {
    let when = stockholm::near_time(it.said_at, app.store.now());
    if !own {
        return app.view.said("units.meta_said", &[("when", &when)]);
    }
    let words = it.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text: String = words.chars().take(MOST_SAID).collect();
    if words.chars().nth(MOST_SAID).is_some() {
        text.push('…');
    }
    app.view.said("units.meta_said_text", &[("when", &when), ("text", &text)])
}

fn notice(app: &App, request: &Request) -> Option<String> {
    let said = |name: &str, key: &str| request.query(name).map(|_| app.view.text(key));
    said("sparat", "told.saved")
        .or_else(|| said("borttaget", "overview.deleted"))
        .or_else(|| said("avbojt", "parties.done_declined"))
        .or_else(|| said("aterkallat", "parties.done_cancelled"))
}
