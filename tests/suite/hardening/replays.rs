//! The same answer twice, or in another place: refused, and counted once. And a
//! stop of the server at every step of a signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::Method;
use submit_server::cases::sign::{Evidence, signed};
use submit_server::http::request::Request;
use submit_server::store::{State, WriteTx};
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO, DISA};
use tests::support::server::ServerTest;

use crate::hardening::rows::kept;
use crate::hardening::{Key, received};
use crate::walk::{parking, preschool, send};

/// A case of Alva's that waits for her signature, and what she would sign.
fn sent(server: &ServerTest) -> (String, String) {
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
    let hidden = serde_json::json!({ "arende": case.number, "sha256": case.document_hash });
    (id, hidden.to_string())
}

fn try_to_sign(server: &ServerTest, id: &str, person: &str, hidden: &str) -> bool {
    let hidden = STANDARD.encode(hidden);
    let evidence = Evidence {
        person,
        name: "",
        method: "bankid",
        visible: "",
        hidden: &hidden,
        signature: "s",
        ocsp: "o",
    };
    server.app.store.write(|tx: &WriteTx<'_>| signed(tx, id, &evidence)).is_ok()
}

#[test]
fn a_signature_of_one_byte_more_or_less_is_of_something_else() {
    let server = ServerTest::new();
    let (id, hidden) = sent(&server);
    let before = kept(&server, &[]);

    for at in 0..hidden.len() {
        let mut other = hidden.clone().into_bytes();
        other[at] ^= 1;
        let other = String::from_utf8_lossy(&other).into_owned();
        assert!(!try_to_sign(&server, &id, ALVA, &other), "byte {at}: {other}");
    }

    assert_eq!(kept(&server, &[]), before);
    assert!(try_to_sign(&server, &id, ALVA, &hidden));
}

#[test]
fn a_signature_counts_once_and_in_its_own_case_only() {
    let server = ServerTest::new();
    let (one, of_one) = sent(&server);
    let (two, of_two) = sent(&server);

    let swapped = [
        try_to_sign(&server, &one, ALVA, &of_two),
        try_to_sign(&server, &two, ALVA, &of_one),
        try_to_sign(&server, &one, DISA, &of_one),
    ];
    let first = try_to_sign(&server, &one, ALVA, &of_one);
    let again = try_to_sign(&server, &one, ALVA, &of_one);

    assert_eq!((swapped, first, again), ([false; 3], true, false));
    assert_eq!(received(&server), 1);
}

#[test]
fn an_applicant_does_not_sign_twice_in_place_of_the_other_guardian() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
    let hidden = serde_json::json!({ "arende": case.number, "sha256": case.document_hash });

    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    let asked = Key::of(&server, &berit).post(&server, &url, &[("device", "other")]).status;

    assert_eq!(asked, 404);
    assert!(!try_to_sign(&server, &id, BERIT, &hidden.to_string()));
    assert_eq!(received(&server), 0);
}

#[test]
fn the_name_of_an_order_at_bankid_and_its_secrets_reach_no_page_or_address() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    browser.get("/mina-sidor/logga-in");
    let url = browser.post("/mina-sidor/logga-in/bankid", &[("device", "other")]).location;
    let of = |column: &str| {
        let start = format!("orders.{column} = ");
        let kept = kept(&server, &[]);
        kept.iter().find_map(|it| it.strip_prefix(&start).map(str::to_owned)).expect("a value")
    };
    let secrets = ["order_ref", "qr_start_secret", "auto_start_token", "nonce"].map(of);
    let pages = ["", "/status", "/qr.svg"].map(|it| browser.get(&format!("{url}{it}")));
    server.approve(ALVA);
    let done = browser.get(&url);
    let on = browser.post(&format!("{url}/klar"), &[]);

    for page in pages.iter().chain([&done, &on]) {
        for secret in &secrets {
            assert!(secret.len() > 30 && !page.body.contains(secret.as_str()));
            assert!(!page.headers.iter().any(|(_, it)| it.contains(secret.as_str())));
            assert!(!url.contains(secret.as_str()));
        }
    }
}

#[test]
fn a_code_that_was_photographed_is_stale_after_some_seconds() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    browser.get("/mina-sidor/logga-in");
    let url = browser.post("/mina-sidor/logga-in/bankid", &[("device", "other")]).location;
    let order = server.bankid.waiting(server.now())[0];
    let photographed = server.bankid.qr_text(order, server.now()).expect("a code");
    let first = browser.get(&format!("{url}/qr.svg"));
    server.pass(7);

    let later = browser.get(&format!("{url}/qr.svg"));

    assert_ne!(first.body, later.body, "a new code each second");
    assert!(server.bankid.scan(&photographed, server.now()).is_err());
    let fresh = server.bankid.qr_text(order, server.now()).expect("a code");
    assert!(server.bankid.scan(&fresh, server.now()).is_ok());
}

#[test]
fn bankid_is_told_the_address_of_the_connection_and_not_one_that_somebody_writes() {
    let server = ServerTest::new();
    let form = Request::for_test(Method::POST, "/mina-sidor/logga-in/bankid")
        .with_form(&[("device", "other")])
        .with_header("origin", "https://sjalvservice.example.se")
        .with_header("x-forwarded-for", "198.51.100.7")
        .with_header("forwarded", "for=198.51.100.7")
        .with_header("x-real-ip", "198.51.100.7");

    assert_eq!(server.app.answer(&form).status, 303);

    let kept = kept(&server, &[]);
    assert!(kept.contains(&"orders.client = 127.0.0.1".to_owned()));
    assert!(!kept.iter().any(|it| it.contains("198.51.100.7")));
}

#[test]
fn a_stop_at_any_step_leaves_the_state_before_or_after_and_a_signature_counts_once() {
    for stop in 0..8 {
        let mut server = ServerTest::new();
        let mut id = String::new();
        for step in 0..8 {
            let before = kept(&server, &["sessions.seen_at"]);
            if step == stop {
                server = server.restarted();
                assert_eq!(kept(&server, &["sessions.seen_at"]), before, "step {step}");
            }
            match step {
                0 => id = preschool(&mut server.logged_in(BERIT), BERTIL),
                1 => drop(send(&mut server.logged_in(BERIT), &id)),
                2 | 5 => order(&server, &id, if step == 2 { BERIT } else { BO }),
                3 | 6 => approve(&server, if step == 3 { BERIT } else { BO }),
                _ => server.collect(),
            }
            if step == 4 {
                server.pass(60);
            }
        }

        let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
        let events = server.app.store.read(|tx| tx.events(&id)).expect("read");
        let kinds: Vec<&str> = events.iter().map(|it| it.kind.as_str()).collect();
        assert_eq!(case.state, State::Received, "stopped before step {stop}");
        assert_eq!(kinds, ["sent", "signed", "signed", "received"], "before step {stop}");
    }
}

/// Starts an order to sign.
fn order(server: &ServerTest, id: &str, person: &str) {
    let mut browser = server.logged_in(person);
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    browser.get(&url);
    assert_eq!(browser.post(&url, &[("device", "other")]).status, 303);
}

/// The person approves in the app, and nobody has asked BankID yet.
fn approve(server: &ServerTest, person: &str) {
    let order = server.bankid.scan_newest(server.now()).expect("an order");
    server.bankid.show(order, server.now());
    server.bankid.approve(order, person, server.now()).expect("approved");
}
