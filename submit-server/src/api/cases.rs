//! To read: a unit's cases, one of them whole, its receipt and its files.

use serde::Serialize;

use crate::api::Result;
use crate::api::query;
use crate::api::refusal::Refusal;
use crate::app::App;
use crate::cases::case_json::CaseJson;
use crate::cases::receipt_pdf::{Reader, Receipt};
use crate::forms::Forms;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::problem::Problem;
use crate::stockholm;
use crate::store::{Case, ReadTx, UnitCase, UnitKey, UnitMessage, Wanted};

/// A case in a list, and after a change.
#[derive(Serialize)]
pub(super) struct Row {
    number: String,
    service: Service,
    unit: String,
    state: &'static str,
    received_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
}

#[derive(Serialize)]
struct Service {
    slug: String,
    title: String,
}

/// A page of a list.
#[derive(Serialize)]
struct List {
    cases: Vec<Row>,
    /// Where to read on, now or when more has come in.
    next: String,
    /// Whether there is more already.
    more: bool,
}

/// A case with all that has been said about it.
#[derive(Serialize)]
struct Whole {
    #[serde(flatten)]
    case: CaseJson,
    messages: Vec<Said>,
}

#[derive(Serialize)]
struct Said {
    said_at: String,
    state: String,
    text: String,
}

/// `GET /api/v1/cases`
///
/// # Errors
/// 400 when the query cannot be understood.
pub fn list(app: &App, key: &UnitKey, request: &Request) -> Result<Response> {
    let wanted = query::wanted(request)?;
    let one_more = Wanted { limit: wanted.limit + 1, ..wanted };
    let (rows, more, next) = app.store.read(|tx| {
        let mut cases = tx.cases_of_unit(&key.unit, &one_more)?;
        let limit = usize::try_from(wanted.limit).unwrap_or_default();
        let more = cases.len() > limit;
        cases.truncate(limit);
        let next = cases.last().map_or(wanted.after, |it| it.arrival);
        let rows = cases.into_iter().map(|it| row(tx, &app.forms, &key.unit, it));
        Ok((rows.collect::<crate::problem::Result<_>>()?, more, next))
    })?;
    Ok(Response::json(200, &List { cases: rows, next: next.to_string(), more }))
}

/// `GET /api/v1/cases/{number}`
///
/// # Errors
/// 404 when the unit has no such case, here and below.
pub fn whole(app: &App, key: &UnitKey, number: &str) -> Result<Response> {
    let whole = app.store.read(|tx| {
        let case = of_unit(tx, key, number)?;
        let messages = tx.unit_messages(&case.id)?.into_iter().map(said).collect();
        Ok(Whole { case: CaseJson::of(tx, &app.forms, &case)?, messages })
    })?;
    Ok(Response::json(200, &whole))
}

/// `GET /api/v1/cases/{number}/receipt.pdf`
///
/// # Errors
/// As [`whole`].
pub fn receipt(app: &App, key: &UnitKey, number: &str) -> Result<Response> {
    let receipt = app.store.read(|tx| Receipt::of(tx, &app.forms, &of_unit(tx, key, number)?))?;
    let bytes = receipt.to_pdf(&app.view, &|id| app.login.label(id), Reader::Whole)?;
    Ok(Response::attachment(&receipt.file_name(), "application/pdf", bytes.into()))
}

/// `GET /api/v1/cases/{number}/files/{index}`: bytes, whatever they seem to be.
///
/// # Errors
/// As [`whole`], and when it has no such file.
pub fn file(app: &App, key: &UnitKey, (number, index): (&str, &str)) -> Result<Response> {
    let case = app.store.read(|tx| CaseJson::of(tx, &app.forms, &of_unit(tx, key, number)?))?;
    let file = case.files().find(|it| it.index.to_string() == index).ok_or(Refusal::NotFound)?;
    let bytes = app.store.attachments.bytes(&file.id)?;
    Ok(Response::attachment(&file.file, "application/octet-stream", bytes.into()))
}

/// Another unit's case looks exactly like none.
fn of_unit(tx: &ReadTx<'_>, key: &UnitKey, number: &str) -> crate::problem::Result<Case> {
    match tx.case_of_unit(&key.unit, number)? {
        Some(_) => tx.case_by_number(number)?.ok_or(Problem::NotFound),
        None => Err(Problem::NotFound),
    }
}

/// A case as a list shows it.
pub(super) fn row(
    tx: &ReadTx<'_>,
    forms: &Forms,
    unit: &str,
    it: UnitCase,
) -> crate::problem::Result<Row> {
    let form = forms.version(tx, &it.form_hash)?;
    Ok(Row {
        number: it.number,
        service: Service { slug: it.service, title: form.service.title.clone() },
        unit: unit.to_owned(),
        state: it.state.word(),
        received_at: stockholm::rfc3339(it.received_at),
        closed_at: it.closed_at.map(stockholm::rfc3339),
        outcome: it.outcome,
    })
}

fn said(it: UnitMessage) -> Said {
    Said { said_at: stockholm::rfc3339(it.said_at), state: it.state, text: it.text }
}
