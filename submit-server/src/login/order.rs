//! An order as the browser meets it: started, watched, cancelled, finished.

use std::net::IpAddr;

use crate::login::rp::answer::Started;
use crate::login::rp::error::RpError;
use crate::login::rp::order::{AuthOrder, Origin, SignOrder};
use crate::login::session::Fresh;
use crate::login::{Login, collect, qr, random, rfa, session};
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{
    Device, NewOrder, Order, OrderKind, OrderState, OrderTokens, ReadTx, Session, Store, WriteTx,
};

/// A second press within this time (ms) is the same press.
const SAME_PRESS: i64 = 5_000;
/// Starts are counted over this time (ms).
const COUNTED: i64 = 10 * 60 * 1000;
/// Most starts of one session in that time; nobody mistypes that often.
const MOST_FROM_SESSION: i64 = 20;
/// Most starts from one address in that time; a whole library may share one.
const MOST_FROM_ADDRESS: i64 = 300;
/// Most orders under way from one address.
const MOST_OPEN_FROM_ADDRESS: i64 = 60;

/// An order that somebody wants to start.
pub struct Wish<'a> {
    /// Whose.
    pub session: &'a Session,
    /// What for.
    pub errand: Errand<'a>,
    /// Where the app is.
    pub device: Device,
    /// The end user's address.
    pub client: IpAddr,
    /// Path to go on to.
    pub back: &'a str,
}

/// What an order is for.
#[derive(Clone, Copy)]
pub enum Errand<'a> {
    /// Logging in.
    Login,
    /// Signing a case.
    Signature {
        /// The person who is logged in, and who alone can sign.
        person: &'a str,
        /// The case.
        case_id: &'a str,
        /// The text that is signed, through [`crate::login::rp::order::encoded`].
        visible: &'a str,
        /// What is signed along with it, likewise.
        hidden: &'a str,
    },
}

/// What a page may know about an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status<'a> {
    /// `pending`, `failed` or `complete`.
    pub state: &'static str,
    /// Key of the message to show.
    pub message: &'a str,
    /// There is a QR code to read.
    pub qr: bool,
}

/// How a finished order lets the browser on.
pub enum Finished {
    /// On to this path; with a new session after a login.
    On(String, Option<Box<Fresh>>),
    /// Not done yet, or failed: back to the waiting page.
    Wait,
    /// The browser did not come from the app that it was sent to: the order has
    /// ended here, and this one is to be ended at BankID.
    Stranger(String),
}

/// Starts an order and returns its handle. Whatever BankID answers, there is
/// then a page for the handle that tells.
///
/// # Errors
/// [`Problem::TooMany`], or a fault of the database.
pub fn start(store: &Store, login: &Login, wish: &Wish<'_>) -> Result<String> {
    let handle = random::hex::<16>()?;
    let nonce = random::hex::<16>()?;
    let reserved = store.write(|tx| reserve(tx, wish, &handle, &nonce))?;
    let order = match reserved {
        Reserved::Already(handle) => return Ok(handle),
        Reserved::New { order, replaced } => {
            for order_ref in replaced {
                cancel_quietly(login, &order_ref);
            }
            *order
        }
    };
    match ask(login, &order) {
        Ok(started) => {
            let begun = store.write(|tx| tx.begin_order(&handle, &tokens(&started), 0))?;
            if !begun {
                cancel_quietly(login, &started.order_ref);
            }
        }
        Err(cause) => {
            tracing::warn!(%cause, "an order was not started");
            store.write(|tx| tx.fail_order(&handle, rfa::refused(&cause)))?;
        }
    }
    Ok(handle)
}

/// The order with this handle, if it belongs to this session.
///
/// # Errors
/// [`Problem::NotFound`]: another session's order looks exactly like none.
pub fn own(tx: &ReadTx<'_>, session: &Session, handle: &str) -> Result<Order> {
    let order = tx.order(handle)?.filter(|it| it.session == session.token_hash);
    order.ok_or(Problem::NotFound)
}

/// What a page may know about an order.
#[must_use]
pub fn status(order: &Order, phone: bool) -> Status<'_> {
    let message = if phone { rfa::on_phone(&order.message) } else { &order.message };
    let state = match order.state {
        OrderState::Pending => "pending",
        OrderState::Failed => "failed",
        OrderState::Complete | OrderState::Used => "complete",
    };
    Status { state, message, qr: has_code(order) }
}

/// What the QR code says right now.
///
/// # Errors
/// [`Problem::NotFound`] when there is no code to show, or no longer.
pub fn code(order: &Order, now: i64) -> Result<String> {
    if !has_code(order) {
        return Err(Problem::NotFound);
    }
    let seconds = u64::try_from((now - order.started_at) / 1000).unwrap_or(0);
    Ok(qr::content(&order.qr_start_token, &order.qr_start_secret, seconds)?)
}

/// Ends an order, here and in the citizen's app. One that is done stays done.
///
/// # Errors
/// [`Problem::NotFound`] when it is not this session's.
pub fn cancel(store: &Store, login: &Login, session: &Session, handle: &str) -> Result<()> {
    let (order, ended) = store.write(|tx| {
        let order = own(tx, session, handle)?;
        let ended = tx.fail_order(handle, "bankid.rfa6")?;
        Ok((order, ended))
    })?;
    if ended {
        cancel_quietly(login, &order.order_ref);
    }
    Ok(())
}

/// Lets the browser on when the order is done: once. A login begins a new
/// session and ends the old one. `nonce` is what the browser brought back from
/// the app; many come back without.
///
/// # Errors
/// [`Problem::NotFound`] when the order is not this session's.
pub fn finish(tx: &WriteTx<'_>, session: &Session, handle: &str, nonce: &str) -> Result<Finished> {
    let order = own(tx, session, handle)?;
    if !nonce.is_empty() && nonce != order.nonce {
        tracing::warn!("a browser came back from the app with another order's word");
        tx.fail_order(handle, "bankid.rfa3")?;
        tx.use_order(handle)?;
        return Ok(Finished::Stranger(order.order_ref));
    }
    match (order.state, order.kind) {
        (OrderState::Pending | OrderState::Failed, _) => Ok(Finished::Wait),
        (OrderState::Used, _) => Ok(Finished::On(order.back, None)),
        (OrderState::Complete, OrderKind::Sign) => {
            tx.use_order(handle)?;
            Ok(Finished::On(order.back, None))
        }
        (OrderState::Complete, OrderKind::Auth) => {
            let person = collect::person(&order)?;
            let fresh = session::begin(tx, Some(&person))?;
            tx.move_session_cases(&session.token_hash, &fresh.session.token_hash)?;
            tx.end_session(&session.token_hash)?;
            Ok(Finished::On(order.back, Some(Box::new(fresh))))
        }
    }
}

/// Asks BankID for the order, for the first time or anew.
pub(super) fn ask(login: &Login, order: &Order) -> std::result::Result<Started, RpError> {
    let end_user_ip = order.client.parse().map_err(|_| RpError::Invalid {
        details: "not sent: the end user's address is not an address".to_owned(),
    })?;
    let return_url = return_url(login, order);
    let origin = Origin {
        end_user_ip,
        return_url: return_url.as_deref(),
        other_device: order.device == Device::Other,
    };
    match &order.person {
        None => login.rp.auth(&AuthOrder { origin }),
        Some(personal_number) => login.rp.sign(&SignOrder {
            origin,
            personal_number,
            visible: &order.visible,
            hidden: &order.hidden,
        }),
    }
}

/// Ends a session; what BankID calls the logins under way in it, to be ended there.
/// A signature under way goes on without the browser, in a session that nobody
/// holds the cookie of: the person may have signed in the app a moment ago.
///
/// # Errors
/// When the database fails.
pub fn leave(tx: &WriteTx<'_>, session: &Session) -> Result<Vec<String>> {
    let open = tx.open_orders(&session.token_hash)?;
    let (signatures, logins): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|it| it.kind == OrderKind::Sign);
    if !signatures.is_empty() {
        let nobodys = session::begin(tx, None)?.session;
        tx.move_signatures(&session.token_hash, &nobodys.token_hash)?;
    }
    tx.end_session(&session.token_hash)?;
    Ok(logins.into_iter().map(|it| it.order_ref).collect())
}

/// What BankID gave, as it is kept.
pub(super) fn tokens(started: &Started) -> OrderTokens<'_> {
    OrderTokens {
        order_ref: &started.order_ref,
        auto_start: &started.auto_start_token,
        qr_start: &started.qr_start_token,
        qr_secret: &started.qr_start_secret,
    }
}

/// Ends an order at BankID. That it cannot be ended any more is no fault.
pub(super) fn cancel_quietly(login: &Login, order_ref: &str) {
    if order_ref.is_empty() {
        return;
    }
    if let Err(cause) = login.rp.cancel(order_ref) {
        tracing::info!(%cause, "an order was not cancelled at BankID");
    }
}

/// The waiting page. The nonce is in the fragment, so that it reaches no log.
fn return_url(login: &Login, order: &Order) -> Option<String> {
    (order.device == Device::Same).then(|| {
        format!("{}/mina-sidor/bankid/{}#retur={}", login.public_url, order.handle, order.nonce)
    })
}

fn has_code(order: &Order) -> bool {
    order.state == OrderState::Pending
        && order.device == Device::Other
        && !order.picked_up
        && !order.order_ref.is_empty()
}

enum Reserved {
    /// The same press came twice.
    Already(String),
    /// A new order, and those at BankID that it replaces.
    New { order: Box<Order>, replaced: Vec<String> },
}

fn reserve(tx: &WriteTx<'_>, wish: &Wish<'_>, handle: &str, nonce: &str) -> Result<Reserved> {
    let client = wish.client.to_canonical().to_string();
    let new = new_order(wish, &client, handle, nonce);
    let mut replaced = Vec::new();
    for open in tx.open_orders(new.session)? {
        if is_same_press(&open, &new, tx.now) {
            return Ok(Reserved::Already(open.handle));
        }
        if tx.fail_order(&open.handle, "bankid.rfa3")? {
            replaced.push(open.order_ref);
        }
    }
    let (by_session, by_address) = tx.orders_since(tx.now - COUNTED, new.session, &client)?;
    if by_session >= MOST_FROM_SESSION
        || by_address >= MOST_FROM_ADDRESS
        || tx.open_orders_from(&client)? >= MOST_OPEN_FROM_ADDRESS
    {
        return Err(Problem::TooMany);
    }
    tx.reserve_order(&new, tx.now + collect::LEASE)?;
    let order = tx.order(handle)?.ok_or(Problem::NotFound)?;
    Ok(Reserved::New { order: Box::new(order), replaced })
}

fn is_same_press(open: &Order, new: &NewOrder<'_>, now: i64) -> bool {
    now - open.first_started_at < SAME_PRESS
        && open.kind == new.kind
        && open.device == new.device
        && open.case_id.as_deref() == new.case_id
        && open.visible == new.visible
        && open.hidden == new.hidden
        && open.back == new.back
}

fn new_order<'a>(
    wish: &Wish<'a>,
    client: &'a str,
    handle: &'a str,
    nonce: &'a str,
) -> NewOrder<'a> {
    let (kind, person, case_id, visible, hidden) = match wish.errand {
        Errand::Login => (OrderKind::Auth, None, None, "", ""),
        Errand::Signature { person, case_id, visible, hidden } => {
            (OrderKind::Sign, Some(person), Some(case_id), visible, hidden)
        }
    };
    NewOrder {
        handle,
        session: &wish.session.token_hash,
        kind,
        device: wish.device,
        person,
        case_id,
        back: wish.back,
        client,
        nonce,
        visible,
        hidden,
        message: rfa::pending("outstandingTransaction", wish.device),
    }
}
