//! The calls against a scripted other side: what is sent, and what is made of the answer.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::login::rp::Rp;
use crate::login::rp::answer::Collected;
use crate::login::rp::error::RpError;
use crate::login::rp::order::{AuthOrder, Origin, SignOrder, encoded};
use crate::outbound::{Answer, Transport, TransportError};

/// Gives one answer to everything and keeps what it was sent.
struct Scripted {
    answer: Result<(u16, Value), ()>,
    sent: Mutex<Vec<(String, String, Value)>>,
}

impl Transport for Scripted {
    fn post(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, TransportError> {
        let body = serde_json::from_slice(body).expect("JSON");
        self.sent.lock().expect("lock").push((path.into(), format!("{headers:?}"), body));
        match &self.answer {
            Ok((status, body)) => Ok(Answer { status: *status, body: body.to_string().into() }),
            Err(()) => Err(TransportError::TimedOut),
        }
    }
}

fn scripted(status: u16, body: Value) -> (Rp, Arc<Scripted>) {
    let other = Arc::new(Scripted { answer: Ok((status, body)), sent: Mutex::default() });
    (Rp::new(other.clone(), vec!["1.2.3.4.25".into()]), other)
}

fn started() -> Value {
    json!({"orderRef": "o", "autoStartToken": "a", "qrStartToken": "t", "qrStartSecret": "s"})
}

fn origin(other_device: bool) -> Origin<'static> {
    let end_user_ip: IpAddr = "::ffff:192.0.2.7".parse().expect("an address");
    let return_url = (!other_device).then_some("https://portal.example.se/x#retur=n");
    Origin { end_user_ip, return_url, other_device }
}

#[test]
fn an_identification_names_no_person() {
    let (rp, other) = scripted(200, started());

    rp.auth(&AuthOrder { origin: origin(true) }).expect("started");
    rp.auth(&AuthOrder { origin: origin(false) }).expect("started");

    let sent = other.sent.lock().expect("lock");
    assert_eq!(sent[0].0, "/auth");
    assert_eq!(sent[0].1, r#"[("Content-Type", "application/json")]"#);
    assert_eq!(
        sent[0].2,
        json!({"endUserIp": "192.0.2.7", "requirement": {"certificatePolicies": ["1.2.3.4.25"]}})
    );
    assert_eq!(
        sent[1].2,
        json!({"endUserIp": "192.0.2.7", "returnUrl": "https://portal.example.se/x#retur=n"})
    );
}

#[test]
fn a_signature_is_asked_of_one_person() {
    let (rp, other) = scripted(200, started());

    let order = SignOrder {
        origin: origin(false),
        personal_number: "199001012385",
        visible: &encoded(b"Hej"),
        hidden: &encoded(b"{}"),
    };
    rp.sign(&order).expect("started");

    let sent = other.sent.lock().expect("lock");
    assert_eq!(sent[0].0, "/sign");
    assert_eq!(sent[0].2["requirement"], json!({"personalNumber": "199001012385"}));
    assert_eq!(sent[0].2["userVisibleData"], "SGVq");
    assert_eq!(sent[0].2["userVisibleDataFormat"], "simpleMarkdownV1");
    assert_eq!(sent[0].2["userNonVisibleData"], "e30=");
}

#[test]
fn what_is_too_large_never_leaves() {
    let (rp, other) = scripted(200, started());
    for visible in [String::new(), encoded(&[b'x'; 30_001])] {
        let order = SignOrder {
            origin: origin(true),
            personal_number: "199001012385",
            visible: &visible,
            hidden: "",
        };
        assert!(matches!(rp.sign(&order), Err(RpError::Invalid { .. })));
    }
    assert!(other.sent.lock().expect("lock").is_empty());
}

#[test]
fn an_order_is_waiting_failed_or_complete() {
    #[rustfmt::skip]
    let table = [
        (json!({"orderRef": "o", "status": "pending", "hintCode": "userSign"}), "pending userSign"),
        (json!({"orderRef": "o", "status": "pending", "hintCode": "newWord"}),  "pending newWord"),
        (json!({"orderRef": "o", "status": "pending"}),                         "pending "),
        (json!({"orderRef": "o", "status": "failed", "hintCode": "userCancel"}), "failed userCancel"),
        (complete("199001012385"),                                              "complete"),
        (complete("19900101-2385"),                                             "unreadable"),
        (json!({"orderRef": "o", "status": "complete"}),                        "unreadable"),
        (json!({"orderRef": "o", "status": "paused"}),                          "unreadable"),
        (json!([]),                                                             "unreadable"),
    ];
    for (body, expected) in table {
        let (rp, _) = scripted(200, body);
        let seen = match rp.collect("o") {
            Ok(Collected::Pending { hint }) => format!("pending {hint}"),
            Ok(Collected::Failed { hint }) => format!("failed {hint}"),
            Ok(Collected::Complete(_)) => "complete".to_owned(),
            Err(RpError::Unreadable(_)) => "unreadable".to_owned(),
            Err(other) => other.to_string(),
        };
        assert_eq!(seen, expected);
    }
}

fn complete(number: &str) -> Value {
    json!({"orderRef": "o", "status": "complete", "completionData": {
        "user": {"personalNumber": number, "name": "Test Person"},
        "device": {"ipAddress": "192.0.2.1", "uhi": "x"},
        "bankIdIssueDate": "2024-03-28Z", "stepUp": {"mrtd": true}, "risk": "low",
        "signature": "c2ln", "ocspResponse": "b2NzcA=="}})
}

#[test]
fn every_error_has_its_meaning() {
    #[rustfmt::skip]
    let table = [
        (400, "alreadyInProgress",    "the person already has an order in progress",            true),
        (400, "canceled",             "the order was cancelled by another",                     true),
        (400, "cancelled",            "the order was cancelled by another",                     true),
        (400, "invalidParameters",    "invalid parameters: d",                                  true),
        (400, "other",                "BankID refused (status 400, `other`)",                   true),
        (401, "unauthorized",         "BankID refused (status 401, `unauthorized`)",            true),
        (403, "unauthorized",         "BankID refused (status 403, `unauthorized`)",            true),
        (404, "notFound",             "BankID refused (status 404, `notFound`)",                true),
        (405, "methodNotAllowed",     "BankID refused (status 405, `methodNotAllowed`)",        true),
        (408, "requestTimeout",       "BankID asks us to come back later (status 408)",         false),
        (415, "unsupportedMediaType", "BankID refused (status 415, `unsupportedMediaType`)",    true),
        (429, "tooManyRequests",      "BankID asks us to come back later (status 429)",         false),
        (500, "internalError",        "BankID asks us to come back later (status 500)",         false),
        (503, "maintenance",          "BankID asks us to come back later (status 503)",         false),
    ];
    for (status, code, message, lost) in table {
        let (rp, _) = scripted(status, json!({"errorCode": code, "details": "d"}));
        let error = rp.collect("o").err().expect("an error");
        assert_eq!(error.to_string(), message);
        assert_eq!(error.order_is_lost(), lost, "{message}");
    }
}

#[test]
fn no_answer_does_not_end_the_order() {
    let other = Arc::new(Scripted { answer: Err(()), sent: Mutex::default() });
    let error = Rp::new(other, Vec::new()).collect("o").err().expect("an error");
    assert!(!error.order_is_lost());
}
