//! The app in the citizen's hand: scan or autostart an order, read it, approve it, or let it fail.

use serde::Serialize;
use serde_json::json;

use super::order::{Order, Stage};
use super::request::Asked;
use super::{BankId, QR_SLACK_MS, qr, signature};
use crate::stand_ins::persons::{self, TestPerson};

pub use super::order::OrderId;
pub use super::request::Kind;

/// The policies a mobile BankID carries, in test and in production.
const MOBILE: [&str; 2] = ["1.2.3.4.25", "1.2.752.78.1.5"];

/// Every way an order can end without a yes.
pub const FAILURES: [&str; 13] = [
    "userCancel",
    "cancelled",
    "startFailed",
    "expiredTransaction",
    "certificateErr",
    "notSupportedByUserApp",
    "transactionRiskBlocked",
    "mrtdVerificationFailed",
    "facialRecognitionFailed",
    "nfcNotSupportedByDevice",
    "multipleBankIdsOnDevice",
    "stepUpFailed",
    "userDeclinedCall",
];

/// Why the app does not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a BankID code, or a code that the order's secret did not make.
    #[error("the code is not a BankID code of a waiting order")]
    NotOurCode,
    /// The code was drawn too long ago, or too early.
    #[error("the code is too old")]
    OldCode,
    /// No order with that token or number is under way.
    #[error("there is no such order")]
    NoSuchOrder,
    /// The order is meant for somebody else.
    #[error("the order is for another person")]
    OtherPerson,
    /// There is no test person with a BankID and that number.
    #[error("there is no such person")]
    NoSuchPerson,
    /// The portal asked for another kind of BankID than one in a mobile.
    #[error("the order asks for another kind of BankID")]
    OtherKindOfBankId,
    /// The signature could not be made.
    #[error("the signature could not be made")]
    Unsigned,
}

/// An order as the app shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// The app's number for it.
    pub id: u64,
    /// Signature, not identification.
    pub sign: bool,
    /// The text to read, if there is one.
    pub text: Option<String>,
    /// The text is simpleMarkdownV1.
    pub markdown: bool,
    /// Only this person may approve it.
    pub person: Option<String>,
    /// Where to go afterwards, when the order was started on the same device.
    pub return_url: Option<String>,
    /// What `collect` would say: `pending`, `complete` or `failed`.
    pub status: String,
    /// The hint that goes with it.
    pub hint: String,
}

impl BankId {
    /// Points the camera at a QR code: the order is picked up if the code is right and fresh.
    pub fn scan(&self, text: &str, now_ms: i64) -> Result<OrderId, Refusal> {
        let scanned = qr::parse(text).ok_or(Refusal::NotOurCode)?;
        let mut inner = self.lock(now_ms);
        let order = inner
            .orders
            .iter_mut()
            .find(|it| it.qr_start_token == scanned.token && it.waiting())
            .ok_or(Refusal::NotOurCode)?;
        if qr::code(&order.qr_start_secret, scanned.seconds) != scanned.code {
            return Err(Refusal::NotOurCode);
        }
        let drawn_ms = order.created_ms.saturating_add(scanned.seconds.saturating_mul(1000));
        // A code is drawn at the start of its second and is right for the whole of it.
        if now_ms - drawn_ms >= QR_SLACK_MS + 1000 || drawn_ms - now_ms > QR_SLACK_MS {
            return Err(Refusal::OldCode);
        }
        Ok(order.pick_up(now_ms))
    }

    /// Opens the app with the token of the start link, on the same device.
    pub fn autostart(&self, token: &str, now_ms: i64) -> Result<OrderId, Refusal> {
        let mut inner = self.lock(now_ms);
        let order = inner
            .orders
            .iter_mut()
            .find(|it| it.auto_start_token == token && it.waiting())
            .ok_or(Refusal::NoSuchOrder)?;
        order.by_token = true;
        Ok(order.pick_up(now_ms))
    }

    /// Picks up the newest waiting order, as if its code had been scanned just now.
    pub fn scan_newest(&self, now_ms: i64) -> Result<OrderId, Refusal> {
        let mut inner = self.lock(now_ms);
        let order = inner.orders.iter_mut().rev().find(|it| it.waiting());
        Ok(order.ok_or(Refusal::NoSuchOrder)?.pick_up(now_ms))
    }

    /// The orders that nobody has picked up, oldest first.
    pub fn waiting(&self, now_ms: i64) -> Vec<OrderId> {
        self.lock(now_ms).orders.iter().filter(|it| it.waiting()).map(|it| it.id).collect()
    }

    /// The code that the portal should be showing for a waiting order right now.
    pub fn qr_text(&self, id: OrderId, now_ms: i64) -> Option<String> {
        let inner = self.lock(now_ms);
        let order = inner.orders.iter().find(|it| it.id == id && it.waiting())?;
        let seconds = (now_ms - order.created_ms) / 1000;
        let code = qr::code(&order.qr_start_secret, seconds);
        Some(format!("bankid.{}.{seconds}.{code}", order.qr_start_token))
    }

    /// Shows an order. The first look at a picked up order moves it to `userSign`: the app now
    /// shows the text and waits for the security code.
    pub fn show(&self, id: OrderId, now_ms: i64) -> Option<Shown> {
        let mut inner = self.lock(now_ms);
        let order = inner.orders.iter_mut().find(|it| it.id == id)?;
        if let Stage::PickedUp { hint, .. } = &mut order.stage
            && hint == "started"
        {
            *hint = "userSign".to_owned();
        }
        Some(order.shown())
    }

    /// The person enters the security code.
    pub fn approve(&self, id: OrderId, number: &str, now_ms: i64) -> Result<(), Refusal> {
        let mut inner = self.lock(now_ms);
        let elsewhere = inner.elsewhere;
        let order = inner.orders.iter_mut().find(|it| it.id == id && it.picked_up());
        let order = order.ok_or(Refusal::NoSuchOrder)?;
        let person = persons::find(number).filter(|it| it.has_bankid);
        let person = person.ok_or(Refusal::NoSuchPerson)?;
        if order.asked.person.as_deref().is_some_and(|it| it != number) {
            return Err(Refusal::OtherPerson);
        }
        let policies = &order.asked.policies;
        if !policies.is_empty() && !policies.iter().any(|it| MOBILE.contains(&it.as_str())) {
            return Err(Refusal::OtherKindOfBankId);
        }
        let mut data = completion(&order.asked, person).map_err(|_| Refusal::Unsigned)?;
        if let Some(address) = elsewhere {
            data["device"]["ipAddress"] = json!(address.to_string());
        }
        order.stage = Stage::Complete { at_ms: now_ms, data };
        Ok(())
    }

    /// The person presses Cancel in the app.
    pub fn cancel(&self, id: OrderId, now_ms: i64) -> Result<(), Refusal> {
        self.force(id, "userCancel", now_ms)
    }

    /// Ends an order with a failure hint: one of [`FAILURES`], or one that nobody has heard of.
    pub fn force(&self, id: OrderId, hint: &str, now_ms: i64) -> Result<(), Refusal> {
        let mut inner = self.lock(now_ms);
        let order = inner.orders.iter_mut().find(|it| it.id == id && !it.finished());
        let order = order.ok_or(Refusal::NoSuchOrder)?;
        let picked_up = order.picked_up();
        order.stage = Stage::Failed { at_ms: now_ms, hint: hint.to_owned(), picked_up };
        Ok(())
    }

    /// Lets an order that is under way show a pending hint, such as `noClient` or `processing`.
    pub fn hint(&self, id: OrderId, pending: &str, now_ms: i64) -> Result<(), Refusal> {
        let mut inner = self.lock(now_ms);
        let order = inner.orders.iter_mut().find(|it| it.id == id).ok_or(Refusal::NoSuchOrder)?;
        match &mut order.stage {
            Stage::Waiting { hint } | Stage::PickedUp { hint, .. } => *hint = pending.to_owned(),
            Stage::Complete { .. } | Stage::Failed { .. } => return Err(Refusal::NoSuchOrder),
        }
        Ok(())
    }
}

impl Order {
    fn waiting(&self) -> bool {
        matches!(self.stage, Stage::Waiting { .. })
    }

    fn picked_up(&self) -> bool {
        matches!(self.stage, Stage::PickedUp { .. })
    }

    fn pick_up(&mut self, now_ms: i64) -> OrderId {
        self.stage = Stage::PickedUp { at_ms: now_ms, hint: "started".to_owned() };
        self.id
    }

    fn shown(&self) -> Shown {
        let (status, hint) = match &self.stage {
            Stage::Waiting { hint } | Stage::PickedUp { hint, .. } => ("pending", hint.as_str()),
            Stage::Failed { hint, .. } => ("failed", hint.as_str()),
            Stage::Complete { .. } => ("complete", ""),
        };
        Shown {
            id: self.id.0,
            sign: self.asked.kind == Kind::Sign,
            text: self.asked.text.clone(),
            markdown: self.asked.markdown,
            person: self.asked.person.clone(),
            return_url: self.asked.return_url.clone().filter(|_| self.by_token),
            status: status.to_owned(),
            hint: hint.to_owned(),
        }
    }
}

/// What `collect` hands over after a yes.
fn completion(asked: &Asked, person: &TestPerson) -> anyhow::Result<serde_json::Value> {
    let signed = signature::Content {
        sign: asked.kind == Kind::Sign,
        markdown: asked.markdown,
        policies: &asked.policies,
        visible: asked.visible.as_deref(),
        hidden: asked.hidden.as_deref(),
    };
    let mut data = json!({
        "user": {
            "personalNumber": person.number,
            "name": person.name(),
            "givenName": person.given,
            "surname": person.surname,
        },
        "device": { "ipAddress": asked.end_user_ip.to_string(), "uhi": signature::UHI },
        "bankIdIssueDate": "2024-03-28Z",
        "signature": signature::make(&signed, person)?,
        "ocspResponse": signature::OCSP_TRY_LATER,
    });
    if asked.return_risk {
        data["risk"] = json!("low");
    }
    if asked.mrtd {
        data["stepUp"] = json!({ "mrtd": true });
    }
    Ok(data)
}
