//! To change: a case gets another state, is closed, or its citizen is told
//! something. Asking twice under the same idempotency key does it once.

use sha2::{Digest, Sha256};

use crate::api::Result;
use crate::api::body;
use crate::api::cases::row;
use crate::api::refusal::Refusal;
use crate::app::App;
use crate::cases::status::{By, Change, change};
use crate::http::request::Request;
use crate::http::response::Response;
use crate::problem::Problem;
use crate::store::{UnitAnswer, UnitKey, WriteTx};

/// The header under which a program may ask again.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Most characters of an idempotency key.
pub const MOST_IDEMPOTENCY_KEY: usize = 100;

/// `POST /api/v1/cases/{number}/status`
///
/// # Errors
/// 404 when the unit has no such case, 400, 415 and 422 when the request cannot
/// be carried out, here and below.
pub fn status(app: &App, key: &UnitKey, request: &Request, number: &str) -> Result<Response> {
    once(app, key, request, (number, body::status))
}

/// `POST /api/v1/cases/{number}/close`
///
/// # Errors
/// As [`status`].
pub fn close(app: &App, key: &UnitKey, request: &Request, number: &str) -> Result<Response> {
    once(app, key, request, (number, body::close))
}

/// `POST /api/v1/cases/{number}/messages`
///
/// # Errors
/// As [`status`].
pub fn message(app: &App, key: &UnitKey, request: &Request, number: &str) -> Result<Response> {
    once(app, key, request, (number, body::message))
}

/// Makes the change, or gives the answer of the time when it was made.
fn once(
    app: &App,
    key: &UnitKey,
    request: &Request,
    (number, read): (&str, fn(&Request) -> Result<Change>),
) -> Result<Response> {
    let asked_as = idempotency_key(request)?;
    let wanted = read(request)?;
    let request_hash = request_hash(request);
    let made = app.store.write(|tx| {
        if let Some(before) = tx.unit_answer(&key.key_hash, asked_as)? {
            return Ok(again(before, &request_hash));
        }
        match make(app, tx, key, (number, &wanted)) {
            Ok(answer) => {
                let kept = UnitAnswer { request_hash, answer: answer.clone() };
                tx.keep_unit_answer(&key.key_hash, asked_as, &kept)?;
                Ok(Ok(answer))
            }
            // Something may have been written before the fault: it must not stay.
            Err(Refusal::Problem(problem)) => Err(problem),
            Err(refusal) => Ok(Err(refusal)),
        }
    })?;
    Ok(Response::new(200, "application/json", made?))
}

fn make(
    app: &App,
    tx: &WriteTx<'_>,
    key: &UnitKey,
    (number, wanted): (&str, &Change),
) -> Result<String> {
    change(tx, number, wanted, By::Key { id: key.id(), unit: &key.unit })?;
    let case = tx.case_of_unit(&key.unit, number)?.ok_or(Problem::NotFound)?;
    let row = row(tx, &app.forms, &key.unit, case)?;
    serde_json::to_string(&row).map_err(|error| Refusal::Problem(Problem::Internal(error.into())))
}

fn again(before: UnitAnswer, request_hash: &str) -> Result<String> {
    if before.request_hash == request_hash {
        return Ok(before.answer);
    }
    let detail = "The `Idempotency-Key` was used for another request; make a new one.";
    Err(Refusal::Unprocessable(None, detail.to_owned()))
}

/// It must be there: a call that was cut off would otherwise be made again, and
/// the citizen told twice.
fn idempotency_key(request: &Request) -> Result<&str> {
    let mut given = request.headers.get_all(IDEMPOTENCY_KEY).iter();
    let key = match (given.next(), given.next()) {
        (Some(only), None) => only.to_str().unwrap_or_default(),
        _ => "",
    };
    let fits = (1..=MOST_IDEMPOTENCY_KEY).contains(&key.len())
        && key.bytes().all(|it| it.is_ascii_graphic());
    if fits {
        return Ok(key);
    }
    let detail = format!(
        "Send `Idempotency-Key` once, with 1 to {MOST_IDEMPOTENCY_KEY} visible ASCII characters: \
         a new one for each change, the same when you try it again."
    );
    Err(Refusal::Malformed(detail))
}

fn request_hash(request: &Request) -> String {
    let mut hash = Sha256::new();
    hash.update(&request.path);
    hash.update("\n");
    hash.update(&request.body);
    hex::encode(hash.finalize())
}
