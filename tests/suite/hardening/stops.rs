//! A stop before and after every step of three who sign, and a clock that leaps
//! meanwhile: the state is the one before or the one after, a signature counts once,
//! and events keep their order.

use submit_server::app::sweep;
use submit_server::store::State;
use tests::stand_ins::persons::{BERIT, BERTIL, BO, DISA};
use tests::support::server::ServerTest;

use crate::hardening::rows::kept;
use crate::named::{for_three, with_one_more};
use crate::walk::preschool;

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// What is done, one after the other.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    /// The application is filled in and sent.
    Send,
    /// Somebody presses the button for signing.
    Order(&'static str),
    /// The person approves in the app, and nobody has asked BankID yet.
    Approve(&'static str),
    /// BankID is asked, and the signature is the case's.
    Collect,
}

use Step::{Approve, Collect, Order, Send};

const STEPS: [Step; 10] = [
    Send,
    Order(BERIT),
    Approve(BERIT),
    Collect,
    Order(DISA),
    Approve(DISA),
    Collect,
    Order(BO),
    Approve(BO),
    Collect,
];

fn take(server: &ServerTest, step: Step, id: &mut String) {
    match step {
        Send => *id = for_three(&mut server.logged_in(BERIT)),
        Order(person) => {
            let mut browser = server.logged_in(person);
            let url = format!("/mina-sidor/utkast/{id}/skriv-under");
            browser.get(&url);
            assert_eq!(browser.post(&url, &[("device", "other")]).status, 303);
        }
        Approve(person) => {
            let order = server.bankid.scan_newest(server.now()).expect("an order");
            server.bankid.show(order, server.now());
            server.bankid.approve(order, person, server.now()).expect("approved");
        }
        Collect => {
            server.collect();
            // A lease of a stopped server runs out.
            server.pass(60);
            server.collect();
        }
    }
}

fn kinds(server: &ServerTest, id: &str) -> Vec<String> {
    let events = server.app.store.read(|tx| tx.events(id)).expect("read");
    events.into_iter().map(|it| it.kind).collect()
}

#[test]
fn a_stop_at_any_step_of_three_leaves_the_state_before_or_after() {
    for stop in 0..=STEPS.len() {
        let mut server = ServerTest::new().publishing(&with_one_more());
        let mut id = String::new();
        for (at, step) in STEPS.into_iter().enumerate() {
            if at == stop {
                server = stopped(server);
            }
            take(&server, step, &mut id);
            let signed = STEPS[..=at].iter().filter(|it| **it == Collect).count();
            let parties = server.app.store.read(|tx| tx.parties(&id)).expect("read");
            let counted = parties
                .iter()
                .filter(|it| matches!(it.state, submit_server::store::PartyState::Signed(_)));
            assert_eq!(counted.count(), signed, "stopped before {stop}, after {at}");
            let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
            let whole = signed == 3;
            assert_eq!(case.state == State::Received, whole, "stopped before {stop}, after {at}");
        }
        let server = stopped(server);
        server.collect();

        let expected = ["sent", "signed", "signed", "signed", "received"];
        assert_eq!(kinds(&server, &id), expected, "stopped before {stop}");
        let evidence = kept(&server, &[]);
        let evidence = evidence.iter().filter(|it| it.starts_with("signatures.person = "));
        assert_eq!(evidence.count(), 3, "stopped before {stop}");
        assert_eq!(crate::hardening::received(&server), 1);
    }
}

/// The same folder under a new server; nothing that is kept has changed by that.
fn stopped(server: ServerTest) -> ServerTest {
    let before = kept(&server, &["sessions.seen_at"]);
    let server = server.restarted();
    assert_eq!(kept(&server, &["sessions.seen_at"]), before);
    server
}

#[test]
fn a_clock_that_leaps_wakes_no_session_and_events_keep_their_order() {
    for leap in [-HOUR, HOUR, 400 * DAY] {
        let server = ServerTest::new().publishing(&with_one_more());
        let mut id = String::new();
        for step in &STEPS[..4] {
            take(&server, *step, &mut id);
        }
        let mut berit = server.logged_in(BERIT);
        let cookie = berit.cookie("__Host-lucka").expect("a session").to_owned();
        let draft = preschool(&mut berit, BERTIL);

        server.pass(leap);
        let during = berit.get("/mina-sidor/").status;
        sweep(&server.app.store, server.app.login.lifetimes);
        server.pass(-leap);
        let mut thief = server.browser();
        thief.set_cookie("__Host-lucka", &cookie);
        let after = thief.get("/mina-sidor/").status;

        assert_eq!((during, after), (303, 303), "{leap}: it ended, and does not wake");
        let state = server.app.store.read(|tx| tx.case(&id)).expect("read").map(|it| it.state);
        if leap < 400 * DAY {
            for step in &STEPS[4..] {
                take(&server, *step, &mut id);
            }
            let expected = ["sent", "signed", "signed", "signed", "received"];
            assert_eq!(kinds(&server, &id), expected, "{leap}");
            assert!(server.app.store.read(|tx| tx.case(&draft)).expect("read").is_some());
        } else {
            assert_ne!(state, Some(State::Signing), "its time was out");
            let mut kinds = kinds(&server, &id);
            kinds.truncate(3);
            assert!(kinds.is_empty() || kinds == ["sent", "signed", "expired"], "{kinds:?}");
        }
        let verified = submit_server::command::audit(&server.app.config, &["verify".to_owned()]);
        assert!(verified.is_ok(), "{leap}: {verified:?}");
    }
}
