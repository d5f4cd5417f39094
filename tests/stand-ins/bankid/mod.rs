//! BankID's Relying Party API v6.0 and the app on the citizen's phone, as functions of a call and a time.
//!
//! Entry points: [`BankId::handle`] is what the portal's server calls; the methods in [`app`] are
//! what a person does in the app. [`server`] puts the first behind TLS and [`web`] shows the second
//! as a page.
//!
//! **Not real:** the certificates come from a throw-away authority, the signature is made with a key
//! that lies open in this folder, and the OCSP response only says "try later". The phone and payment
//! methods answer `notFound`, although BankID has them. Where BankID's own rule is not public the
//! stricter guess is made: an unknown field is refused, and with `alreadyInProgress` the first order
//! lives on.

mod order;
mod request;

pub mod app;
pub mod markdown;
pub mod qr;
pub mod signature;

pub mod server;
pub mod web;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use self::order::{Order, OrderId};
use self::request::{Asked, Kind};
use super::Reply;

/// Where the methods are found, as in production.
pub const PREFIX: &str = "/rp/v6.0/";

/// An order that nobody picks up fails after this.
pub const PICKUP_MS: i64 = 30_000;
/// A picked up order that is not finished fails after this.
pub const FINISH_MS: i64 = 180_000;
/// A completed order can be collected this long.
pub const KEEP_COMPLETE_MS: i64 = 180_000;
/// A failed order can be collected this long.
pub const KEEP_FAILED_MS: i64 = 300_000;
/// An order that nobody picked up can be collected this long after it failed.
pub const KEEP_UNUSED_MS: i64 = 190_000;
/// A QR code older (or newer) than this is refused by the app.
pub const QR_SLACK_MS: i64 = 5_000;

/// BankID: its orders, and the faults it has been told to show.
#[derive(Debug, Default)]
pub struct BankId {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    orders: Vec<Order>,
    last: u64,
    faults: VecDeque<(u16, &'static str)>,
    /// Where the app is, when it is not where the browser is.
    elsewhere: Option<IpAddr>,
}

impl BankId {
    /// A BankID without orders.
    pub fn new() -> BankId {
        BankId::default()
    }

    /// Answers a call from the portal's server. `path` may carry [`PREFIX`].
    pub fn handle(
        &self,
        method: &str,
        path: &str,
        content_type: Option<&str>,
        body: &[u8],
        now_ms: i64,
    ) -> Reply {
        let Some(name) = method_name(path) else {
            return error(404, "notFound", "No such method");
        };
        if method != "POST" {
            return error(405, "methodNotAllowed", "Only POST is allowed");
        }
        // BankID refuses a charset parameter too.
        if content_type != Some("application/json") {
            return error(415, "unsupportedMediaType", "Content-Type must be application/json");
        }
        let mut inner = self.lock(now_ms);
        if let Some((status, code)) = inner.faults.pop_front() {
            return error(status, code, "The stand-in was told to fail");
        }
        let Ok(Value::Object(fields)) = serde_json::from_slice(body) else {
            return invalid("Invalid JSON");
        };
        let answer = match name {
            "auth" => inner.start(Kind::Auth, &fields, now_ms),
            "sign" => inner.start(Kind::Sign, &fields, now_ms),
            "collect" => order_ref(&fields).and_then(|it| inner.collect(it)),
            _ => order_ref(&fields).and_then(|it| inner.cancel(it)),
        };
        match answer {
            Ok(body) => Reply::new(200, body),
            Err(Refused(code, details)) => error(400, code, &details),
        }
    }

    /// From now on the app is at this address, wherever the browser is.
    pub fn move_to(&self, address: IpAddr) {
        self.unlocked().elsewhere = Some(address);
    }

    /// The next call (and, called again, the one after that) fails with this status and code.
    pub fn fail_next(&self, status: u16, code: &'static str) {
        self.unlocked().faults.push_back((status, code));
    }

    /// The orders, after every timer that has run out by `now_ms` has had its say.
    fn lock(&self, now_ms: i64) -> MutexGuard<'_, Inner> {
        let mut inner = self.unlocked();
        for order in &mut inner.orders {
            order.advance(now_ms);
        }
        inner.orders.retain(|it| !it.forgotten(now_ms));
        inner
    }

    fn unlocked(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why a call is answered with 400: the code and the details.
struct Refused(&'static str, String);

impl Inner {
    fn start(
        &mut self,
        kind: Kind,
        fields: &serde_json::Map<String, Value>,
        now_ms: i64,
    ) -> Result<Value, Refused> {
        let asked = Asked::read(kind, fields).map_err(|it| Refused("invalidParameters", it))?;
        let busy = |person: &str| self.orders.iter().any(|it| it.occupies(person));
        if asked.person.as_deref().is_some_and(busy) {
            return Err(Refused("alreadyInProgress", "Order already in progress".into()));
        }
        self.last += 1;
        let order = Order::new(OrderId(self.last), asked, now_ms)
            .map_err(|it| Refused("internalError", it.to_string()))?;
        let answer = json!({
            "orderRef": order.order_ref,
            "autoStartToken": order.auto_start_token,
            "qrStartToken": order.qr_start_token,
            "qrStartSecret": order.qr_start_secret,
        });
        self.orders.push(order);
        Ok(answer)
    }

    /// A finished order is told once, and forgotten.
    fn collect(&mut self, order_ref: &str) -> Result<Value, Refused> {
        let place = self.place(order_ref)?;
        let answer = self.orders[place].told();
        if self.orders[place].finished() {
            self.orders.remove(place);
        }
        Ok(answer)
    }

    /// Only an order that is under way can be cancelled, and once.
    fn cancel(&mut self, order_ref: &str) -> Result<Value, Refused> {
        let place = self.place(order_ref)?;
        if self.orders[place].finished() {
            return Err(no_such_order());
        }
        self.orders.remove(place);
        Ok(json!({}))
    }

    fn place(&self, order_ref: &str) -> Result<usize, Refused> {
        self.orders.iter().position(|it| it.order_ref == order_ref).ok_or_else(no_such_order)
    }
}

fn method_name(path: &str) -> Option<&str> {
    let name = path.strip_prefix(PREFIX).unwrap_or(path.trim_start_matches('/'));
    matches!(name, "auth" | "sign" | "collect" | "cancel").then_some(name)
}

fn order_ref(fields: &serde_json::Map<String, Value>) -> Result<&str, Refused> {
    let invalid = |details: &str| Refused("invalidParameters", details.to_owned());
    if fields.keys().any(|it| it != "orderRef") {
        return Err(invalid("Unrecognized field"));
    }
    match fields.get("orderRef") {
        None => Err(invalid("Missing orderRef")),
        Some(Value::String(it)) if !it.is_empty() => Ok(it),
        Some(_) => Err(invalid("Invalid orderRef")),
    }
}

fn no_such_order() -> Refused {
    Refused("invalidParameters", "No such order".to_owned())
}

fn invalid(details: &str) -> Reply {
    error(400, "invalidParameters", details)
}

fn error(status: u16, code: &str, details: &str) -> Reply {
    Reply::new(status, json!({ "errorCode": code, "details": details }))
}
