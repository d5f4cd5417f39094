//! What becomes of an order at BankID: asked every two seconds, by the server.
//!
//! BankID says that an order is done only once. That somebody has signed is therefore
//! written down before anything else happens, and if the server stops in between, it goes
//! on from there. Who logs in is written down when the register has said that they may be
//! known: a protected person's number must not stand on the disk for a moment, since a
//! row that is changed leaves its bytes in the log. After a stop one logs in again.

use serde::{Deserialize, Serialize};

use crate::login::rp::answer::{Collected, Completion};
use crate::login::rp::error::RpError;
use crate::login::{Login, order, rfa};
use crate::person::Bar;
use crate::person::known::{LoggedIn, logged_in};
use crate::problem::Problem;
use crate::problem::{Result, unreadable};
use crate::store::{Device, Order, OrderKind, Store};

/// How often BankID wants to be asked (ms).
pub const EVERY: i64 = 2_000;
/// How long an order that is being asked about is left alone (ms): longer than
/// a call may take, and as long as a login may wait for the register.
pub const LEASE: i64 = 45_000;
/// Most silent restarts of an order whose code nobody has read.
const MOST_RESTARTS: i64 = 5;
/// Silent restarts end at this age (ms).
const RESTART_UNTIL: i64 = 3 * 60 * 1000;
/// An order that BankID has not ended by this age (ms) is given up.
const GIVEN_UP: i64 = 15 * 60 * 1000;

/// What the log calls [`Done`].
const COMPLETION: &str = "the result of an order";

/// What is kept of an order that is done.
#[derive(Serialize, Deserialize)]
struct Done {
    completion: Completion,
    person: Option<LoggedIn>,
}

/// The orders that it is time to ask about; each is handed out once.
///
/// # Errors
/// When the database fails.
pub fn due(store: &Store) -> Result<Vec<Order>> {
    if !store.read(|tx| tx.has_due_orders(tx.now - EVERY))? {
        return Ok(Vec::new());
    }
    store.write(|tx| tx.lease_due_orders(tx.now - EVERY, tx.now + LEASE))
}

/// Asks about every order that is due, one after the other.
///
/// # Errors
/// When the database fails.
pub fn collect_due(store: &Store, login: &Login) -> Result<usize> {
    let due = due(store)?;
    for order in &due {
        collect(store, login, order)?;
    }
    Ok(due.len())
}

/// Asks BankID about one order, and does what follows from the answer.
///
/// # Errors
/// When the database fails; the order is then asked about again.
pub fn collect(store: &Store, login: &Login, order: &Order) -> Result<()> {
    if let Some(done) = &order.completion {
        let done: Done = serde_json::from_str(done).map_err(unreadable(COMPLETION))?;
        return settle(store, login, order, done.completion);
    }
    // The server was stopped, or BankID did not answer, while it was being started.
    if order.order_ref.is_empty() || store.now() - order.first_started_at > GIVEN_UP {
        order::cancel_quietly(login, &order.order_ref);
        return fail(store, order, "bankid.rfa5", "given up");
    }
    match login.rp.collect(&order.order_ref) {
        Ok(Collected::Pending { hint }) => store.write(|tx| {
            let message = rfa::pending(&hint, order.device);
            tx.keep_order(&order.handle, message, rfa::picked_up(&hint))
        }),
        Ok(Collected::Failed { hint }) if may_restart(order, &hint, store.now()) => {
            restart(store, login, order)
        }
        Ok(Collected::Failed { hint }) => {
            fail(store, order, rfa::failed(&hint, order.device), &hint)
        }
        Ok(Collected::Complete(completion)) => {
            note_address(order, &completion);
            if order.kind == OrderKind::Sign {
                let done = done((*completion).clone(), None)?;
                store.write(|tx| tx.keep_completion(&order.handle, &done))?;
            }
            settle(store, login, order, *completion)
        }
        Err(cause) => after_refusal(store, order, &cause),
    }
}

/// Who logged in, when the order is done.
pub(super) fn person(order: &Order) -> Result<LoggedIn> {
    let done = order.completion.as_deref().unwrap_or_default();
    let done: Done = serde_json::from_str(done).map_err(unreadable(COMPLETION))?;
    done.person.ok_or_else(|| Problem::Internal(anyhow::anyhow!("a login without a person")))
}

/// A passing fault leaves the order as it was.
fn after_refusal(store: &Store, order: &Order, cause: &RpError) -> Result<()> {
    tracing::warn!(%cause, "an order was not collected");
    if cause.order_is_lost() {
        return fail(store, order, rfa::refused(cause), "refused");
    }
    store.write(|tx| tx.keep_order(&order.handle, &order.message, order.picked_up))
}

fn may_restart(order: &Order, hint: &str, now: i64) -> bool {
    hint == "startFailed"
        && order.device == Device::Other
        && order.restarts < MOST_RESTARTS
        && now - order.first_started_at < RESTART_UNTIL
}

/// Nobody read the code within half a minute: begins anew, and the page goes on
/// showing codes.
fn restart(store: &Store, login: &Login, order: &Order) -> Result<()> {
    match order::ask(login, order) {
        Ok(started) => {
            let tokens = order::tokens(&started);
            let begun =
                store.write(|tx| tx.begin_order(&order.handle, &tokens, order.restarts + 1))?;
            if !begun {
                order::cancel_quietly(login, &started.order_ref);
            }
            Ok(())
        }
        Err(cause) => {
            tracing::warn!(%cause, "an order was not started anew");
            fail(store, order, rfa::refused(&cause), "not restarted")
        }
    }
}

fn note_address(order: &Order, completion: &Completion) {
    // Neither address is said: who reads the log needs to know how often, not who.
    let elsewhere = completion.device.ip_address != order.client;
    let case = order.case_id.as_deref().unwrap_or_default();
    if order.device == Device::Same && elsewhere {
        tracing::warn!(kind = ?order.kind, case, "an order was done at another address than it was begun at");
    }
    tracing::info!(device = ?order.device, same_address = !elsewhere, "BankID says that an order is done");
}

fn settle(store: &Store, login: &Login, order: &Order, completion: Completion) -> Result<()> {
    match order.kind {
        OrderKind::Auth => settle_login(store, login, order, completion),
        OrderKind::Sign => settle_signature(store, login, order, completion),
    }
}

/// The register is asked outside every transaction: it may take its time.
fn settle_login(store: &Store, login: &Login, order: &Order, it: Completion) -> Result<()> {
    let number = it.user.personal_number.clone();
    let now = store.now();
    let lookup = login.register.look_up(&number, now);
    match logged_in(&number, &it.user.name, lookup, now) {
        Ok(person) => {
            let it = if person.number.is_empty() { it.forgotten() } else { it };
            let done = done(it, Some(person))?;
            store.write(|tx| tx.complete_order(&order.handle, &done, "bankid.rfa21").map(|_| ()))
        }
        Err(bar) => fail(store, order, barred(bar), "barred"),
    }
}

/// The order is done and the case is signed: both, or neither.
fn settle_signature(store: &Store, login: &Login, order: &Order, it: Completion) -> Result<()> {
    if let Err(reason) = is_what_we_asked_for(order, &it) {
        tracing::error!(reason, "a signature is not what was asked for");
        return fail(store, order, "bankid.rfa22", reason);
    }
    let done = done(it.clone(), None)?;
    let settled = store.write(|tx| {
        if tx.complete_order(&order.handle, &done, "bankid.rfa21")? {
            (login.signed)(tx, order, &it)?;
        }
        Ok(())
    });
    match settled {
        // A fault of the machine: the signature is kept, and tried again.
        Ok(()) | Err(Problem::Internal(_)) => settled,
        Err(cause) => {
            tracing::error!(%cause, "a signature came for a case that no longer waits for it");
            fail(store, order, "bankid.rfa22", "not wanted")
        }
    }
}

/// The right person, and exactly the bytes that were sent. BankID has verified
/// the signature itself before answering.
fn is_what_we_asked_for(
    order: &Order,
    completion: &Completion,
) -> std::result::Result<(), &'static str> {
    use base64::Engine;
    if Some(&completion.user.personal_number) != order.person.as_ref() {
        return Err("another person");
    }
    if completion.signature.is_empty() || completion.ocsp_response.is_empty() {
        return Err("no evidence");
    }
    let xml = base64::engine::general_purpose::STANDARD
        .decode(&completion.signature)
        .map_err(|_| "not base64")?;
    let xml = String::from_utf8(xml).map_err(|_| "not text")?;
    let holds = |text: &str| xml.contains(&format!(">{text}<"));
    if !holds(&order.visible) || !(order.hidden.is_empty() || holds(&order.hidden)) {
        return Err("another text");
    }
    Ok(())
}

fn fail(store: &Store, order: &Order, message: &str, why: &str) -> Result<()> {
    tracing::info!(why, message, "an order has ended without a result");
    store.write(|tx| tx.fail_order(&order.handle, message).map(|_| ()))
}

fn done(completion: Completion, person: Option<LoggedIn>) -> Result<String> {
    let done = serde_json::to_string(&Done { completion, person }).map_err(anyhow::Error::new)?;
    Ok(done)
}

/// A death is not announced on a screen.
fn barred(bar: Bar) -> &'static str {
    match bar {
        Bar::CoordinationNumber => "login.barred_coordination",
        Bar::Deceased | Bar::FalseIdentity => "login.barred",
        Bar::NotRegistered => "login.barred_unknown",
        Bar::Silent => "login.barred_silent",
    }
}
