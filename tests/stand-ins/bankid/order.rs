//! One identification or signature: its secrets, its stage, and the timers that move it.

use std::fmt;

use serde_json::{Value, json};

use super::request::Asked;
use super::{FINISH_MS, KEEP_COMPLETE_MS, KEEP_FAILED_MS, KEEP_UNUSED_MS, PICKUP_MS};

/// The app's own number for an order; says nothing to the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderId(pub u64);

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How far an order has come.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stage {
    /// No app has picked it up.
    Waiting { hint: String },
    /// An app has it.
    PickedUp { at_ms: i64, hint: String },
    /// Somebody said yes.
    Complete { at_ms: i64, data: Value },
    /// It came to nothing.
    Failed { at_ms: i64, hint: String, picked_up: bool },
}

#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) id: OrderId,
    pub(super) order_ref: String,
    pub(super) auto_start_token: String,
    pub(super) qr_start_token: String,
    pub(super) qr_start_secret: String,
    pub(super) created_ms: i64,
    pub(super) asked: Asked,
    pub(super) stage: Stage,
    /// Started on the same device, by token: then the app goes back to `returnUrl`.
    pub(super) by_token: bool,
}

impl Order {
    pub(super) fn new(id: OrderId, asked: Asked, now_ms: i64) -> Result<Order, getrandom::Error> {
        Ok(Order {
            id,
            order_ref: uuid()?,
            auto_start_token: uuid()?,
            qr_start_token: uuid()?,
            qr_start_secret: uuid()?,
            created_ms: now_ms,
            asked,
            stage: Stage::Waiting { hint: "outstandingTransaction".to_owned() },
            by_token: false,
        })
    }

    /// Lets the timers run out: a stage ends when its time is up, not when somebody looks.
    pub(super) fn advance(&mut self, now_ms: i64) {
        let (ends_ms, hint, picked_up) = match &self.stage {
            Stage::Waiting { .. } => (self.created_ms + PICKUP_MS, "startFailed", false),
            Stage::PickedUp { at_ms, .. } => (at_ms + FINISH_MS, "expiredTransaction", true),
            Stage::Complete { .. } | Stage::Failed { .. } => return,
        };
        if now_ms >= ends_ms {
            self.stage = Stage::Failed { at_ms: ends_ms, hint: hint.to_owned(), picked_up };
        }
    }

    /// Whether it has been finished for so long that BankID no longer knows it.
    pub(super) fn forgotten(&self, now_ms: i64) -> bool {
        match &self.stage {
            Stage::Waiting { .. } | Stage::PickedUp { .. } => false,
            Stage::Complete { at_ms, .. } => now_ms > at_ms + KEEP_COMPLETE_MS,
            Stage::Failed { at_ms, picked_up: true, .. } => now_ms > at_ms + KEEP_FAILED_MS,
            Stage::Failed { at_ms, .. } => now_ms > at_ms + KEEP_UNUSED_MS,
        }
    }

    pub(super) fn finished(&self) -> bool {
        matches!(self.stage, Stage::Complete { .. } | Stage::Failed { .. })
    }

    /// Whether it stands in the way of another order for that person.
    pub(super) fn occupies(&self, person: &str) -> bool {
        !self.finished() && self.asked.person.as_deref() == Some(person)
    }

    /// What `collect` answers.
    pub(super) fn told(&self) -> Value {
        let order_ref = &self.order_ref;
        match &self.stage {
            Stage::Waiting { hint } | Stage::PickedUp { hint, .. } => {
                json!({ "orderRef": order_ref, "status": "pending", "hintCode": hint })
            }
            Stage::Failed { hint, .. } => {
                json!({ "orderRef": order_ref, "status": "failed", "hintCode": hint })
            }
            Stage::Complete { data, .. } => {
                json!({ "orderRef": order_ref, "status": "complete", "completionData": data })
            }
        }
    }
}

/// A random UUID, version 4.
pub(super) fn uuid() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let text = hex::encode(bytes);
    Ok([&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]].join("-"))
}
