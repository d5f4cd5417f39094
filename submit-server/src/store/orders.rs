//! Orders at BankID: logins and signatures under way.
//!
//! An order is reserved before BankID is asked, so that a double click cannot
//! start two, and gets its tokens afterwards. A collector that asks BankID holds
//! the order on a lease, so that two never ask about the same one.

use rusqlite::{Row, params};

use super::{ReadTx, WriteTx};
use crate::problem::Result;

/// What an order is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderKind {
    /// Logging in.
    Auth,
    /// Signing a case.
    Sign,
}

/// Where the BankID app is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// On the device with the browser: started by a link.
    Same,
    /// On another: reads a QR code.
    Other,
}

/// How far an order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderState {
    /// Not finished.
    Pending,
    /// Done at BankID; the browser has not yet been let on.
    Complete,
    /// Ended without a result.
    Failed,
    /// The browser has been let on, once.
    Used,
}

/// An order. No `Debug`: it holds secrets.
#[derive(Clone)]
pub struct Order {
    /// Random; all that the browser sees.
    pub handle: String,
    /// The session that may see it.
    pub session: String,
    /// What it is for.
    pub kind: OrderKind,
    /// Where the app is.
    pub device: Device,
    /// Who must sign; none at login.
    pub person: Option<String>,
    /// What is signed; none at login.
    pub case_id: Option<String>,
    /// Path to go on to.
    pub back: String,
    /// The end user's address.
    pub client: String,
    /// BankID's name of the order; blank until BankID has answered. Never leaves the server.
    pub order_ref: String,
    /// Starts the app on the same device.
    pub auto_start_token: String,
    /// The open part of the QR code.
    pub qr_start_token: String,
    /// The secret part of the QR code. Never leaves the server.
    pub qr_start_secret: String,
    /// Comes back with the browser from the app.
    pub nonce: String,
    /// The text that is signed, base64 as sent; blank at login.
    pub visible: String,
    /// What is signed along with it, base64 as sent; blank at login.
    pub hidden: String,
    /// When the citizen asked for it.
    pub first_started_at: i64,
    /// When BankID's present order began.
    pub started_at: i64,
    /// How many times it was begun anew without a word.
    pub restarts: i64,
    /// How far it has come.
    pub state: OrderState,
    /// The app has taken it: no more QR codes.
    pub picked_up: bool,
    /// Key of the text to show.
    pub message: String,
    /// What came of it, as JSON.
    pub completion: Option<String>,
}

/// An order to reserve.
#[derive(Clone)]
pub struct NewOrder<'a> {
    /// Random.
    pub handle: &'a str,
    /// The session that may see it.
    pub session: &'a str,
    /// What it is for.
    pub kind: OrderKind,
    /// Where the app is.
    pub device: Device,
    /// Who must sign; none at login.
    pub person: Option<&'a str>,
    /// What is signed; none at login.
    pub case_id: Option<&'a str>,
    /// Path to go on to.
    pub back: &'a str,
    /// The end user's address.
    pub client: &'a str,
    /// Random; comes back with the browser from the app.
    pub nonce: &'a str,
    /// The text that is signed, base64; blank at login.
    pub visible: &'a str,
    /// What is signed along with it, base64; blank at login.
    pub hidden: &'a str,
    /// Key of the text to show.
    pub message: &'a str,
}

/// What BankID gave an order when it began.
#[derive(Clone, Copy)]
pub struct OrderTokens<'a> {
    /// BankID's name of the order.
    pub order_ref: &'a str,
    /// Starts the app on the same device.
    pub auto_start: &'a str,
    /// The open part of the QR code.
    pub qr_start: &'a str,
    /// The secret part of the QR code.
    pub qr_secret: &'a str,
}

const COLUMNS: &str = "handle, session, kind, device, person, case_id, back, client, order_ref, \
     auto_start_token, qr_start_token, qr_start_secret, nonce, visible, hidden, first_started_at, \
     started_at, restarts, state, picked_up, message, completion";

impl ReadTx<'_> {
    /// The order with this handle, whoever's it is: ask [`crate::login::order::own`] instead.
    pub fn order(&self, handle: &str) -> Result<Option<Order>> {
        self.one(&format!("SELECT {COLUMNS} FROM orders WHERE handle = $1"), params![handle], order)
    }

    /// The orders of a session that are not finished.
    pub fn open_orders(&self, session: &str) -> Result<Vec<Order>> {
        let sql = format!("SELECT {COLUMNS} FROM orders WHERE session = $1 AND state = 'pending'");
        self.all(&sql, params![session], order)
    }

    /// How many orders a session, and how many an address, has asked for since then.
    pub fn orders_since(&self, since: i64, session: &str, client: &str) -> Result<(i64, i64)> {
        let counts = self.one(
            "SELECT COUNT(CASE WHEN session = $1 THEN 1 END), COUNT(CASE WHEN client = $2 THEN 1 END)
             FROM orders WHERE first_started_at >= $3",
            params![session, client, since],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(counts.unwrap_or_default())
    }

    /// Whether any order is to be collected that has not been since `before`.
    pub fn has_due_orders(&self, before: i64) -> Result<bool> {
        let sql = "SELECT 1 FROM orders WHERE state = 'pending' AND collected_at <= $1 LIMIT 1";
        Ok(self.one(sql, params![before], |_| Ok(()))?.is_some())
    }

    /// How many orders are not finished, for one address.
    pub fn open_orders_from(&self, client: &str) -> Result<i64> {
        let sql = "SELECT COUNT(*) FROM orders WHERE state = 'pending' AND client = $1";
        Ok(self.one(sql, params![client], |row| row.get(0))?.unwrap_or_default())
    }
}

impl WriteTx<'_> {
    /// Reserves an order that BankID is about to be asked for. Nobody collects
    /// it before `leased_until`.
    pub fn reserve_order(&self, it: &NewOrder<'_>, leased_until: i64) -> Result<()> {
        self.change(
            "INSERT INTO orders (handle, session, kind, device, person, case_id, back, client,
             order_ref, auto_start_token, qr_start_token, qr_start_secret, nonce, visible, hidden,
             first_started_at, started_at, restarts, collected_at, state, picked_up, message)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', '', '', $9, $10, $11, $12, $12, 0,
             $13, 'pending', 0, $14)",
            params![
                it.handle,
                it.session,
                it.kind.word(),
                it.device.word(),
                it.person,
                it.case_id,
                it.back,
                it.client,
                it.nonce,
                it.visible,
                it.hidden,
                self.now,
                leased_until,
                it.message
            ],
        )?;
        Ok(())
    }

    /// BankID has begun the order, for the first time or anew. False when it
    /// was ended meanwhile.
    pub fn begin_order(&self, handle: &str, it: &OrderTokens<'_>, restarts: i64) -> Result<bool> {
        let begun = self.change(
            "UPDATE orders SET order_ref = $1, auto_start_token = $2, qr_start_token = $3,
             qr_start_secret = $4, started_at = $5, collected_at = $5, picked_up = 0,
             restarts = $6 WHERE handle = $7 AND state = 'pending'",
            params![
                it.order_ref,
                it.auto_start,
                it.qr_start,
                it.qr_secret,
                self.now,
                restarts,
                handle
            ],
        )?;
        Ok(begun == 1)
    }

    /// Takes the orders that have not been collected since `before`, and holds
    /// them until `leased_until`.
    pub fn lease_due_orders(&self, before: i64, leased_until: i64) -> Result<Vec<Order>> {
        let sql = format!(
            "UPDATE orders SET collected_at = $1 WHERE state = 'pending' AND collected_at <= $2
             RETURNING {COLUMNS}"
        );
        self.all(&sql, params![leased_until, before], order)
    }

    /// The order goes on; the lease ends.
    pub fn keep_order(&self, handle: &str, message: &str, picked_up: bool) -> Result<()> {
        self.change(
            "UPDATE orders SET message = $1, picked_up = picked_up | $2, collected_at = $3
             WHERE handle = $4 AND state = 'pending'",
            params![message, picked_up, self.now, handle],
        )?;
        Ok(())
    }

    /// Keeps what BankID said when the order was done: it is said only once.
    pub fn keep_completion(&self, handle: &str, completion: &str) -> Result<()> {
        self.change(
            "UPDATE orders SET completion = $1, picked_up = 1 WHERE handle = $2
             AND state = 'pending'",
            params![completion, handle],
        )?;
        Ok(())
    }

    /// The order is done. False when it was ended meanwhile.
    pub fn complete_order(&self, handle: &str, completion: &str, message: &str) -> Result<bool> {
        let done = self.change(
            "UPDATE orders SET state = 'complete', completion = $1, message = $2
             WHERE handle = $3 AND state = 'pending'",
            params![completion, message, handle],
        )?;
        Ok(done == 1)
    }

    /// The order has ended without a result. False when it was not under way.
    pub fn fail_order(&self, handle: &str, message: &str) -> Result<bool> {
        let failed = self.change(
            "UPDATE orders SET state = 'failed', message = $1, completion = NULL
             WHERE handle = $2 AND state = 'pending'",
            params![message, handle],
        )?;
        Ok(failed == 1)
    }

    /// Ends the orders to sign a case, because what they show no longer counts; what
    /// BankID calls them, so that they can be ended there too.
    pub fn void_orders(&self, case: &str, message: &str) -> Result<Vec<String>> {
        self.all(
            "UPDATE orders SET state = 'failed', message = $1 WHERE case_id = $2
             AND state = 'pending' AND completion IS NULL RETURNING order_ref",
            params![message, case],
            |row| row.get(0),
        )
    }

    /// Lets the signatures that are under way in a session go on in another.
    pub fn move_signatures(&self, from: &str, to: &str) -> Result<()> {
        self.change(
            "UPDATE orders SET session = $1
             WHERE session = $2 AND kind = 'sign' AND state = 'pending'",
            params![to, from],
        )?;
        Ok(())
    }

    /// Lets the browser on: once.
    pub fn use_order(&self, handle: &str) -> Result<bool> {
        let used = self.change(
            "UPDATE orders SET state = 'used', completion = NULL
             WHERE handle = $1 AND state = 'complete'",
            params![handle],
        )?;
        Ok(used == 1)
    }
}

impl OrderKind {
    pub(super) fn word(self) -> &'static str {
        match self {
            OrderKind::Auth => "auth",
            OrderKind::Sign => "sign",
        }
    }
}

impl Device {
    fn word(self) -> &'static str {
        match self {
            Device::Same => "same",
            Device::Other => "other",
        }
    }
}

fn order(row: &Row<'_>) -> rusqlite::Result<Order> {
    Ok(Order {
        handle: row.get(0)?,
        session: row.get(1)?,
        kind: named(row, 2, |it| match it {
            "auth" => Some(OrderKind::Auth),
            "sign" => Some(OrderKind::Sign),
            _ => None,
        })?,
        device: named(row, 3, |it| match it {
            "same" => Some(Device::Same),
            "other" => Some(Device::Other),
            _ => None,
        })?,
        person: row.get(4)?,
        case_id: row.get(5)?,
        back: row.get(6)?,
        client: row.get(7)?,
        order_ref: row.get(8)?,
        auto_start_token: row.get(9)?,
        qr_start_token: row.get(10)?,
        qr_start_secret: row.get(11)?,
        nonce: row.get(12)?,
        visible: row.get(13)?,
        hidden: row.get(14)?,
        first_started_at: row.get(15)?,
        started_at: row.get(16)?,
        restarts: row.get(17)?,
        state: named(row, 18, |it| match it {
            "pending" => Some(OrderState::Pending),
            "complete" => Some(OrderState::Complete),
            "failed" => Some(OrderState::Failed),
            "used" => Some(OrderState::Used),
            _ => None,
        })?,
        picked_up: row.get(19)?,
        message: row.get(20)?,
        completion: row.get(21)?,
    })
}

fn named<T>(
    row: &Row<'_>,
    column: usize,
    read: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let word: String = row.get(column)?;
    read(&word).ok_or_else(|| {
        let text = rusqlite::types::Type::Text;
        rusqlite::Error::FromSqlConversionFailure(column, text, "no such word".into())
    })
}
