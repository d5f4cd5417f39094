//! What BankID promises: every timer, every error, every hint, as tables.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::app::{FAILURES, OrderId, Refusal};
use super::{
    BankId, FINISH_MS, KEEP_COMPLETE_MS, KEEP_FAILED_MS, KEEP_UNUSED_MS, PICKUP_MS, QR_SLACK_MS, qr,
};
use crate::stand_ins::Reply;
use crate::stand_ins::persons::{ALVA, BO, CLARA};

const START: i64 = 1_764_000_000_000;
const JSON: Option<&str> = Some("application/json");

struct Caller {
    bankid: BankId,
}

impl Caller {
    fn new() -> Caller {
        Caller { bankid: BankId::new() }
    }

    fn post(&self, path: &str, body: &Value, now_ms: i64) -> Reply {
        self.bankid.handle("POST", path, JSON, body.to_string().as_bytes(), now_ms)
    }

    fn auth(&self) -> Value {
        let reply = self.post("/rp/v6.0/auth", &json!({ "endUserIp": "192.0.2.1" }), START);
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body
    }

    fn collect(&self, order: &Value, now_ms: i64) -> Reply {
        self.post("collect", &json!({ "orderRef": order["orderRef"] }), now_ms)
    }

    /// What collect says, in short.
    fn told(&self, order: &Value, now_ms: i64) -> String {
        let body = self.collect(order, now_ms).body;
        let word = |name: &str| body[name].as_str().map(str::to_owned);
        match (word("status"), word("hintCode"), word("errorCode")) {
            (Some(status), Some(hint), _) => format!("{status} {hint}"),
            (Some(status), None, _) => status,
            (None, _, code) => code.unwrap_or_default(),
        }
    }
}

fn qr_of(order: &Value, seconds: i64) -> String {
    let part = |name: &str| order[name].as_str().unwrap_or_default().to_owned();
    let code = qr::code(&part("qrStartSecret"), seconds);
    format!("bankid.{}.{seconds}.{code}", part("qrStartToken"))
}

#[test]
fn the_door_refuses_what_is_not_the_api() {
    let bankid = BankId::new();
    #[rustfmt::skip]
    let table = [
        ("GET",  "/rp/v6.0/auth",       JSON, 405, "methodNotAllowed"),
        ("POST", "/rp/v6.0/other",      JSON, 404, "notFound"),
        ("POST", "/rp/v5.1/auth",       JSON, 404, "notFound"),
        ("POST", "/rp/v6.0/phone/auth", JSON, 404, "notFound"),
        ("GET",  "/rp/v6.0/other",      JSON, 404, "notFound"),
        ("POST", "/rp/v6.0/auth",       None, 415, "unsupportedMediaType"),
        ("POST", "/rp/v6.0/auth",       Some("text/json"), 415, "unsupportedMediaType"),
        ("POST", "/rp/v6.0/auth",       Some("application/json;charset=utf-8"), 415, "unsupportedMediaType"),
        ("POST", "/rp/v6.0/auth",       JSON, 400, "invalidParameters"),
    ];
    for (method, path, content_type, status, code) in table {
        let reply = bankid.handle(method, path, content_type, b"{", START);
        assert_eq!((reply.status, &reply.body["errorCode"]), (status, &json!(code)), "{path}");
        assert!(reply.body["details"].is_string());
    }
}

#[test]
fn every_field_is_checked() {
    let text = |length: usize| STANDARD.encode("x".repeat(length));
    let sign = |extra: Value| {
        let mut body = json!({ "endUserIp": "::1", "userVisibleData": text(3) });
        body.as_object_mut().expect("object").extend(extra.as_object().expect("object").clone());
        ("sign", body)
    };
    let auth = |body: Value| ("auth", body);
    let ip = "192.0.2.1";
    #[rustfmt::skip]
    let table = [
        (auth(json!({})),                                                     "Missing endUserIp"),
        (auth(json!({ "endUserIp": "localhost" })),                           "Invalid endUserIp"),
        (auth(json!({ "endUserIp": 1 })),                                     "Invalid endUserIp"),
        (auth(json!({ "endUserIp": ip, "colour": "blue" })),                  "Unrecognized field colour"),
        (auth(json!({ "endUserIp": ip, "userVisibleData": "" })),             "Invalid userVisibleData"),
        (auth(json!({ "endUserIp": ip, "userVisibleData": "å" })),            "Invalid userVisibleData"),
        (auth(json!({ "endUserIp": ip, "userVisibleData": STANDARD.encode([0xff]) })), "Invalid userVisibleData"),
        (auth(json!({ "endUserIp": ip, "userVisibleData": text(1_125) })),    ""),
        (auth(json!({ "endUserIp": ip, "userVisibleData": text(1_126) })),    "Invalid userVisibleData"),
        (auth(json!({ "endUserIp": ip, "userNonVisibleData": text(1_126) })), "Invalid userNonVisibleData"),
        (("sign", json!({ "endUserIp": ip })),                                "Missing userVisibleData"),
        (sign(json!({ "userVisibleData": text(30_000) })),                    ""),
        (sign(json!({ "userVisibleData": text(30_001) })),                    "Invalid userVisibleData"),
        (sign(json!({ "userNonVisibleData": text(150_000) })),                ""),
        (sign(json!({ "userNonVisibleData": text(150_001) })),                "Invalid userNonVisibleData"),
        (sign(json!({ "userVisibleDataFormat": "html" })),                    "Invalid userVisibleDataFormat"),
        (sign(json!({ "userVisibleDataFormat": "plaintext" })),               ""),
        (sign(json!({ "userVisibleDataFormat": "simpleMarkdownV1", "userVisibleData": STANDARD.encode("*a") })),
            "Invalid userVisibleData, bold that does not end"),
        (sign(json!({ "returnUrl": format!("https://{}", "a".repeat(504)) })), ""),
        (sign(json!({ "returnUrl": format!("https://{}", "a".repeat(505)) })), "Invalid returnUrl"),
        (sign(json!({ "returnUrl": "" })),                                    "Invalid returnUrl"),
        (sign(json!({ "returnRisk": "yes" })),                                "Invalid returnRisk"),
        (sign(json!({ "requirement": [] })),                                  "Invalid requirement"),
        (sign(json!({ "requirement": { "personalNumber": "9001012385" } })),  "Invalid requirement.personalNumber"),
        (sign(json!({ "requirement": { "pinCode": 1 } })),                    "Invalid requirement.pinCode"),
        (sign(json!({ "requirement": { "cardReader": "class3" } })),          "Invalid requirement.cardReader"),
        (sign(json!({ "requirement": { "certificatePolicies": ["x"] } })),    "Invalid requirement.certificatePolicies"),
        (sign(json!({ "requirement": { "tokenStartRequired": true } })),      "Invalid requirement.tokenStartRequired"),
        (sign(json!({ "requirement": { "pinCode": true, "mrtd": false, "cardReader": "class1",
            "certificatePolicies": ["1.2.3.4.25"], "personalNumber": ALVA, "risk": "low" } })), ""),
        (sign(json!({ "web": {} })),                                          "Invalid web"),
        (sign(json!({ "web": { "colour": "blue" } })),                        "Invalid web"),
        (sign(json!({ "web": { "referringDomain": "Localhost:80" } })),       "Invalid web.referringDomain"),
        (sign(json!({ "web": { "userAgent": "a".repeat(257) } })),            "Invalid web.userAgent"),
        (sign(json!({ "web": { "deviceIdentifier": "d", "referringDomain": "localhost", "userAgent": "a" } })), ""),
        (sign(json!({ "app": { "deviceOS": "x" }, "web": { "userAgent": "x" } })), "Invalid web, app is set too"),
    ];
    for ((method, body), details) in table {
        let caller = Caller::new();
        let reply = caller.post(method, &body, START);
        let expected = if details.is_empty() { Value::Null } else { json!(details) };
        assert_eq!(reply.body["details"], expected, "{method} {details}");
        assert_eq!(reply.status, if details.is_empty() { 200 } else { 400 });
    }
}

#[test]
fn the_timers_run_out_when_they_should() {
    let late = "failed startFailed";
    let expired = "failed expiredTransaction";
    let gone = "invalidParameters";
    // Each line is an order of its own: when it is picked up and approved, and what a first look then says.
    #[rustfmt::skip]
    let table = [
        (None,    None,       0,                                      "pending outstandingTransaction"),
        (None,    None,       PICKUP_MS - 1,                          "pending outstandingTransaction"),
        (None,    None,       PICKUP_MS,                              late),
        (None,    None,       PICKUP_MS + KEEP_UNUSED_MS,             late),
        (None,    None,       PICKUP_MS + KEEP_UNUSED_MS + 1,         gone),
        (Some(9), None,       9 + FINISH_MS - 1,                      "pending started"),
        (Some(9), None,       9 + FINISH_MS,                          expired),
        (Some(9), None,       9 + FINISH_MS + KEEP_FAILED_MS,         expired),
        (Some(9), None,       9 + FINISH_MS + KEEP_FAILED_MS + 1,     gone),
        (Some(9), Some(50),   50 + KEEP_COMPLETE_MS,                  "complete"),
        (Some(9), Some(50),   50 + KEEP_COMPLETE_MS + 1,              gone),
    ];
    for (picked_up, approved, look, expected) in table {
        let caller = Caller::new();
        let order = caller.auth();
        let id = picked_up.map(|after| caller.bankid.scan(&qr_of(&order, 0), START + after));
        if let (Some(after), Some(Ok(id))) = (approved, id) {
            assert_eq!(caller.bankid.approve(id, ALVA, START + after), Ok(()));
        }
        assert_eq!(
            caller.told(&order, START + look),
            expected,
            "{picked_up:?} {approved:?} {look}"
        );
    }
}

#[test]
fn a_finished_order_is_told_once() {
    let caller = Caller::new();
    let order = caller.auth();
    let id = caller.bankid.scan(&qr_of(&order, 0), START).expect("scanned");
    caller.bankid.approve(id, ALVA, START).expect("approved");

    assert_eq!(caller.told(&order, START), "complete");
    let again = caller.collect(&order, START);

    assert_eq!(again.status, 400);
    assert_eq!(again.body, json!({ "errorCode": "invalidParameters", "details": "No such order" }));

    let order = caller.auth();
    let id = caller.bankid.scan_newest(START).expect("scanned");
    caller.bankid.cancel(id, START).expect("cancelled");
    assert_eq!(caller.told(&order, START), "failed userCancel");
    assert_eq!(caller.told(&order, START), "invalidParameters");
}

#[test]
fn the_portal_can_cancel_once() {
    let caller = Caller::new();
    let order = caller.auth();
    let cancel = || caller.post("cancel", &json!({ "orderRef": order["orderRef"] }), START);

    assert_eq!(cancel(), Reply::new(200, json!({})));
    assert_eq!(cancel().body["errorCode"], "invalidParameters");
    assert_eq!(caller.told(&order, START), "invalidParameters");
    for (body, details) in [
        (json!({}), "Missing orderRef"),
        (json!({ "orderRef": 1 }), "Invalid orderRef"),
        (json!({ "orderRef": "x", "y": 1 }), "Unrecognized field"),
        (json!({ "orderRef": "x" }), "No such order"),
    ] {
        assert_eq!(caller.post("collect", &body, START).body["details"], details);
    }
}

#[test]
fn a_person_has_one_order_at_a_time_when_named() {
    let caller = Caller::new();
    let named = |number: &str| {
        let body = json!({ "endUserIp": "::1", "requirement": { "personalNumber": number } });
        caller.post("auth", &body, START)
    };

    let first = named(ALVA);
    let second = named(ALVA);
    let other = named(BO);

    assert_eq!((first.status, other.status), (200, 200));
    assert_eq!((second.status, &second.body["errorCode"]), (400, &json!("alreadyInProgress")));
    assert_eq!(caller.told(&first.body, START), "pending outstandingTransaction");
    caller.post("cancel", &json!({ "orderRef": first.body["orderRef"] }), START);
    assert_eq!(named(ALVA).status, 200);
}

#[test]
fn the_camera_takes_a_fresh_code_of_a_waiting_order_only() {
    let slack_s = QR_SLACK_MS / 1000;
    for (seconds, now_s, expected) in [
        (10, 10, None),
        (10, 10 + slack_s, None),
        (10, 10 + slack_s + 1, Some(Refusal::OldCode)),
        (10, 10 - slack_s, None),
        (10, 10 - slack_s - 1, Some(Refusal::OldCode)),
        (29, 30, Some(Refusal::NotOurCode)),
    ] {
        let caller = Caller::new();
        let order = caller.auth();
        let scanned = caller.bankid.scan(&qr_of(&order, seconds), START + now_s * 1000);
        assert_eq!(scanned.err(), expected, "{seconds} {now_s}");
    }

    let caller = Caller::new();
    let order = caller.auth();
    let forged = qr_of(&order, 0).replace(".0.", ".1.");
    assert_eq!(caller.bankid.scan(&forged, START), Err(Refusal::NotOurCode));
    assert_eq!(caller.bankid.scan("https://example.se", START), Err(Refusal::NotOurCode));
    let id = caller.bankid.waiting(START)[0];
    assert_eq!(caller.bankid.qr_text(id, START + 2500), Some(qr_of(&order, 2)));
    assert!(caller.bankid.scan(&qr_of(&order, 0), START).is_ok());
    assert_eq!(caller.bankid.scan(&qr_of(&order, 0), START), Err(Refusal::NotOurCode));
    assert_eq!(caller.bankid.qr_text(id, START), None);
}

#[test]
fn the_hints_follow_the_person() {
    let caller = Caller::new();
    let order = caller.auth();
    let token = order["autoStartToken"].as_str().expect("token");

    let id = caller.bankid.autostart(token, START).expect("started");
    assert_eq!(caller.told(&order, START), "pending started");
    assert_eq!(caller.bankid.autostart(token, START), Err(Refusal::NoSuchOrder));
    caller.bankid.show(id, START).expect("shown");
    assert_eq!(caller.told(&order, START), "pending userSign");
    caller.bankid.hint(id, "processing", START).expect("hinted");
    assert_eq!(caller.told(&order, START), "pending processing");
    assert_eq!(caller.bankid.hint(OrderId(99), "processing", START), Err(Refusal::NoSuchOrder));
}

#[test]
fn every_failure_can_be_forced() {
    for hint in FAILURES.into_iter().chain(["neverHeardOf"]) {
        let caller = Caller::new();
        let order = caller.auth();
        let id = caller.bankid.waiting(START)[0];

        caller.bankid.force(id, hint, START).expect("forced");

        assert_eq!(caller.bankid.force(id, hint, START), Err(Refusal::NoSuchOrder));
        assert_eq!(caller.told(&order, START), format!("failed {hint}"));
    }

    let caller = Caller::new();
    for (status, code) in [(503, "maintenance"), (500, "internalError"), (429, "tooManyRequests")] {
        caller.bankid.fail_next(status, code);
        let reply = caller.post("auth", &json!({ "endUserIp": "::1" }), START);
        assert_eq!((reply.status, &reply.body["errorCode"]), (status, &json!(code)));
    }
    caller.auth();
}

#[test]
fn only_the_right_person_with_the_right_bankid_can_approve() {
    for (requirement, number, expected) in [
        (json!({ "personalNumber": ALVA }), BO, Err(Refusal::OtherPerson)),
        (json!({ "personalNumber": ALVA }), ALVA, Ok(())),
        (json!({}), CLARA, Err(Refusal::NoSuchPerson)),
        (json!({ "certificatePolicies": ["1.2.3.4.10"] }), ALVA, Err(Refusal::OtherKindOfBankId)),
        (json!({ "certificatePolicies": ["1.2.3.4.25"] }), ALVA, Ok(())),
    ] {
        let caller = Caller::new();
        let body = json!({ "endUserIp": "::1", "requirement": requirement });
        let order = caller.post("auth", &body, START).body;
        let id = caller.bankid.scan_newest(START).expect("scanned");

        assert_eq!(caller.bankid.approve(id, number, START), expected, "{body} {number}");

        let told = if expected.is_ok() { "complete" } else { "pending started" };
        assert_eq!(caller.told(&order, START), told);
    }
}

#[test]
fn a_signature_holds_what_was_sent_byte_for_byte() {
    let caller = Caller::new();
    let (visible, hidden) = (STANDARD.encode("# Ansökan\n\n+ *ett*"), STANDARD.encode("{\"v\":1}"));
    let body = json!({
        "endUserIp": "192.0.2.7",
        "userVisibleData": visible,
        "userVisibleDataFormat": "simpleMarkdownV1",
        "userNonVisibleData": hidden,
        "returnRisk": true,
        "requirement": { "mrtd": true, "personalNumber": ALVA },
    });
    let order = caller.post("sign", &body, START).body;
    let id = caller.bankid.scan_newest(START).expect("scanned");
    caller.bankid.approve(id, ALVA, START).expect("approved");

    let data = caller.collect(&order, START).body["completionData"].clone();

    assert_eq!(data["user"]["personalNumber"], ALVA);
    assert_eq!(data["user"]["name"], "Alva Provsson");
    assert_eq!(data["device"]["ipAddress"], "192.0.2.7");
    assert_eq!((&data["risk"], &data["stepUp"]["mrtd"]), (&json!("low"), &json!(true)));
    let xml = STANDARD.decode(data["signature"].as_str().expect("text")).expect("base64");
    let xml = String::from_utf8(xml).expect("utf-8");
    assert!(xml.contains(&format!(
        "<usrVisibleData charset=\"UTF-8\" format=\"simpleMarkdownV1\" visible=\"wysiwys\">{visible}</usrVisibleData>"
    )));
    assert!(xml.contains(&format!("<usrNonVisibleData>{hidden}</usrNonVisibleData>")));
    assert!(xml.contains("<funcId>Signing</funcId>"));
}
