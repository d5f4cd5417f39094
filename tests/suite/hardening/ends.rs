//! Time that runs out, and drafts that are deleted, while somebody has the app open:
//! the order ends there too, and nobody signs in vain.

use submit_server::app::sweep_and_end;
use submit_server::store::State;
use tests::stand_ins::bankid::app::OrderId;
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO};
use tests::support::browser::Browser;
use tests::support::server::ServerTest;

use crate::walk::{parking, preschool, send};

const DAY: i64 = 24 * 60 * 60;

/// Asks for a signature, as far as the text in the app.
fn opened(server: &ServerTest, browser: &mut Browser<'_>, id: &str) -> OrderId {
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    browser.get(&url);
    assert_eq!(browser.post(&url, &[("device", "other")]).status, 303);
    let order = server.bankid.scan_newest(server.now()).expect("an order");
    server.bankid.show(order, server.now()).expect("a text");
    order
}

/// How long until the last day of the case, or its draft, has passed (s).
fn left(server: &ServerTest, id: &str, sign_by: bool) -> i64 {
    let rows = crate::hardening::rows::kept(server, &[]);
    let column = if sign_by { "cases.sign_by = " } else { "cases.expires_at = " };
    let at = rows.iter().find_map(|it| it.strip_prefix(column)).expect(id);
    (at.parse::<i64>().expect("a time") - server.now()) / 1000
}

#[test]
fn when_the_time_to_sign_is_out_the_order_ends_in_the_app_too() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    server.pass(left(&server, &id, true) - 30);
    let mut bo = server.logged_in(BO);
    let order = opened(&server, &mut bo, &id);
    server.pass(40);

    sweep_and_end(&server.app.store, &server.app.login);

    assert!(
        server.bankid.approve(order, BO, server.now()).is_err(),
        "the app says that it is over"
    );
    server.collect();
    let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
    assert_eq!(case.state, State::Draft);
}

#[test]
fn a_draft_that_is_thrown_away_ends_what_is_being_signed() {
    let server = ServerTest::new();
    let mut alva = server.logged_in(ALVA);
    let id = parking(&mut alva);
    send(&mut alva, &id);
    let order = opened(&server, &mut alva, &id);
    // Its last day has passed, as a draft's does that nobody has saved for months.
    let past = server.now() - 1;
    let database = rusqlite::Connection::open(server.data().join("lucka.db")).expect("it");
    let draft = "UPDATE cases SET expires_at = ?1 WHERE id = ?2";
    database.execute(draft, rusqlite::params![past, id]).expect("changed");

    sweep_and_end(&server.app.store, &server.app.login);

    let gone = server.app.store.read(|tx| tx.case(&id)).expect("read").is_none();
    assert!(gone, "the draft is thrown away");
    assert!(server.bankid.approve(order, ALVA, server.now()).is_err());
}

#[test]
fn a_draft_that_is_deleted_ends_what_is_being_signed() {
    let server = ServerTest::new();
    let mut alva = server.logged_in(ALVA);
    let id = parking(&mut alva);
    send(&mut alva, &id);
    let order = opened(&server, &mut alva, &id);
    let url = format!("/mina-sidor/utkast/{id}/ta-bort");
    alva.get(&url);

    assert_eq!(alva.post(&url, &[]).status, 303);

    assert!(server.bankid.approve(order, ALVA, server.now()).is_err());
}

#[test]
fn what_is_signed_when_nobody_has_swept_still_counts() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    server.pass(20 * DAY);
    let mut bo = server.logged_in(BO);
    let order = opened(&server, &mut bo, &id);

    sweep_and_end(&server.app.store, &server.app.login);

    assert!(server.bankid.approve(order, BO, server.now()).is_ok(), "there is time left");
    server.collect();
    let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
    assert_eq!(case.state, State::Received);
}
