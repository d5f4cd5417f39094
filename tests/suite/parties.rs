//! Several parties: the last day, reminders, declining and taking back.

use std::sync::Barrier;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use submit_server::app::sweep;
use submit_server::cases::sign::{Evidence, signed};
use submit_server::store::State;
use tests::stand_ins::persons::{BERIT, BERTIL, BO};
use tests::support::browser::Browser;
use tests::support::page::Page;
use tests::support::server::ServerTest;

use crate::contacts::with_mail;
use crate::told::tell;
use crate::walk::{preschool, send};

const DAY: i64 = 24 * 60 * 60;

/// An application that Berit has signed and that waits for Bo.
fn waiting(berit: &mut Browser<'_>) -> String {
    let id = preschool(berit, BERTIL);
    send(berit, &id);
    berit.sign(&id, BERIT);
    id
}

/// Lets days pass and looks for what has waited too long.
fn pass(server: &ServerTest, days: i64) {
    server.pass(days * DAY);
    sweep(&server.app.store, server.app.login.lifetimes);
}

fn state(server: &ServerTest, id: &str) -> State {
    server.app.store.read(|tx| tx.case(id)).expect("read").expect("a case").state
}

fn kinds(server: &ServerTest, id: &str) -> Vec<String> {
    let events = server.app.store.read(|tx| tx.events(id)).expect("read");
    events.into_iter().map(|it| it.kind).collect()
}

/// To whom messages of an event were queued, in order.
fn told(server: &ServerTest, id: &str, event: &str) -> Vec<String> {
    let messages = server.app.store.read(|tx| tx.messages_about(id)).expect("read");
    let of = messages.iter().filter(|it| it.event == event);
    let mut told: Vec<String> = of.map(|it| format!("{:?}", it.receiver)).collect();
    told.sort();
    told
}

fn person(number: &str) -> String {
    format!("Person({number:?})")
}

fn both_with_mail(server: &ServerTest) {
    with_mail(server, &mut server.logged_in(BERIT), "berit@example.se");
    with_mail(server, &mut server.logged_in(BO), "bo@example.se");
}

fn decline(bo: &mut Browser<'_>, id: &str, reason: &str) -> Page {
    let url = format!("/mina-sidor/utkast/{id}/avboj");
    bo.get(&url);
    bo.post(&url, &[("skal", reason)])
}

/// Sends it again, signs with Berit and then with Bo.
fn sign_anew(server: &ServerTest, id: &str) {
    let mut berit = server.logged_in(BERIT);
    send(&mut berit, id);
    berit.sign(id, BERIT);
    server.logged_in(BO).sign(id, BO);
}

#[test]
fn everybody_reads_the_last_day() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = waiting(&mut berit);

    let page = berit.get(&format!("/mina-sidor/arende/{id}"));
    let hers = berit.get("/mina-sidor/");
    let his = server.logged_in(BO).get("/mina-sidor/");

    assert!(page.says("senast 23 december 2026"), "{}", page.text());
    for overview in [hers, his] {
        assert!(overview.says("Ska vara underskrivet senast 23 december 2026"));
    }
}

#[test]
fn what_is_not_signed_in_time_is_a_draft_again_and_everybody_is_told() {
    let server = ServerTest::telling();
    both_with_mail(&server);
    let id = waiting(&mut server.logged_in(BERIT));

    pass(&server, 30);
    let on_the_last_day = state(&server, &id);
    pass(&server, 1);
    pass(&server, 1);

    assert_eq!((on_the_last_day, state(&server, &id)), (State::Signing, State::Draft));
    assert_eq!(told(&server, &id, "expired"), [person(BERIT), person(BO)]);
    let ends = kinds(&server, &id).iter().filter(|it| *it == "expired").count();
    assert_eq!(ends, 1);
    let mut berit = server.logged_in(BERIT);
    let overview = berit.get("/mina-sidor/");
    assert!(overview.says("Alla skrev inte under i tid"), "{}", overview.text());
    let step = berit.open(&format!("/mina-sidor/utkast/{id}"));
    assert!(step.says("Alla skrev inte under i tid"), "{}", step.text());
    let mut bo = server.logged_in(BO);
    assert!(!bo.get("/mina-sidor/").body.contains(&id));
    assert_eq!(bo.get(&format!("/mina-sidor/arende/{id}")).status, 404);
}

#[test]
fn what_was_given_up_is_kept_as_a_draft_and_can_be_sent_again() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    // Sent when the draft is almost too old to be kept.
    server.pass(59 * DAY);
    let mut berit = server.logged_in(BERIT);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);

    pass(&server, 31);
    sweep(&server.app.store, server.app.login.lifetimes);
    sign_anew(&server, &id);

    assert_eq!(state(&server, &id), State::Received);
}

#[test]
fn a_deadline_that_passes_while_somebody_signs_goes_by_whose_turn_came_first() {
    for signature_first in [true, false] {
        let server = ServerTest::new();
        let id = waiting(&mut server.logged_in(BERIT));
        server.pass(30 * DAY);
        let mut bo = server.logged_in(BO);
        let url = format!("/mina-sidor/utkast/{id}/skriv-under");
        bo.get(&url);
        let order = bo.post(&url, &[("device", "other")]).location;
        let end = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case").sign_by;
        // The order lives for minutes, so the last day is moved to meet it.
        let soon = server.now() + 1000;
        assert!(end.is_some_and(|it| it > soon));
        server.app.store.write(|tx| tx.sign_by(&id, soon)).expect("moved");

        match signature_first {
            true => {
                server.approve(BO);
                sweep(&server.app.store, server.app.login.lifetimes);
                assert_eq!(state(&server, &id), State::Received);
            }
            false => {
                server.pass(2);
                sweep(&server.app.store, server.app.login.lifetimes);
                server.approve(BO);
                assert_eq!(state(&server, &id), State::Draft);
                let page = bo.get(&order);
                assert!(page.says("Åtgärden avbröts. Försök igen."), "{}", page.text());
            }
        }
    }
}

#[test]
fn a_case_that_has_come_in_never_ends_by_itself() {
    let server = ServerTest::new();
    let id = waiting(&mut server.logged_in(BERIT));
    server.logged_in(BO).sign(&id, BO);

    pass(&server, 100);

    assert_eq!(kinds(&server, &id), ["sent", "signed", "signed", "received"]);
}

#[test]
fn both_sign_in_the_same_second() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
    let hidden = serde_json::json!({ "arende": case.number, "sha256": case.document_hash });
    let hidden = STANDARD.encode(hidden.to_string());
    let start = Barrier::new(4);

    let taken: Vec<bool> = std::thread::scope(|scope| {
        let sign = |person: &'static str| {
            let (start, server, id, hidden) = (&start, &server, &id, &hidden);
            scope.spawn(move || {
                let evidence = Evidence {
                    person,
                    name: "",
                    method: "bankid",
                    visible: "",
                    hidden,
                    signature: "",
                    ocsp: "",
                };
                start.wait();
                server.app.store.write(|tx| signed(tx, id, &evidence)).is_ok()
            })
        };
        let threads = [BERIT, BO, BERIT, BO].map(sign);
        threads.into_iter().map(|it| it.join().expect("an answer")).collect()
    });

    assert_eq!(taken.iter().filter(|it| **it).count(), 2, "each signs once");
    assert_eq!(kinds(&server, &id), ["sent", "signed", "signed", "received"]);
}

#[test]
fn whoever_declines_sends_it_back_and_only_the_applicant_reads_why() {
    let server = ServerTest::telling();
    both_with_mail(&server);
    let id = waiting(&mut server.logged_in(BERIT));
    let mut bo = server.logged_in(BO);
    let signing = bo.get(&format!("/mina-sidor/utkast/{id}/skriv-under"));
    let asked = bo.get(&format!("/mina-sidor/utkast/{id}/avboj"));

    let declined = decline(&mut bo, &id, "Vi är inte <överens>.");
    let his = bo.get(&declined.location);
    tell(&server);

    assert!(signing.says("Avböj att skriva under"));
    assert_eq!(asked.heading(), "Vill du avböja?");
    assert_eq!(declined.location, "/mina-sidor/?avbojt=1");
    assert!(his.says("Du har avböjt.") && !his.body.contains(&id), "{}", his.text());
    assert_eq!(state(&server, &id), State::Draft);
    assert_eq!(told(&server, &id, "declined"), [person(BERIT)]);
    let letters = server.mailbox.letters();
    assert!(letters.iter().all(|it| !it.body().contains("överens")));
    let mut berit = server.logged_in(BERIT);
    let overview = berit.get("/mina-sidor/");
    let step = berit.open(&format!("/mina-sidor/utkast/{id}"));
    for page in [overview, step] {
        assert!(page.says("Bo Exempelberg avböjde att skriva under 23 november 2026"));
        assert!(page.says("Vi är inte <överens>."), "{}", page.text());
    }
    let events = server.app.store.read(|tx| tx.events(&id)).expect("read");
    assert!(events.iter().all(|it| !it.detail.contains("överens")), "the reason can be forgotten");
}

#[test]
fn after_a_no_it_can_be_sent_again_and_nothing_is_left_of_the_no() {
    let server = ServerTest::new();
    let id = waiting(&mut server.logged_in(BERIT));
    decline(&mut server.logged_in(BO), &id, "Nej.");

    sign_anew(&server, &id);

    assert_eq!(state(&server, &id), State::Received);
    let parties = server.app.store.read(|tx| tx.parties(&id)).expect("read");
    assert!(parties.len() == 2 && parties.iter().all(|it| it.declined.is_none()));
    let path = ["sent", "signed", "declined", "sent", "signed", "signed", "received"];
    assert_eq!(kinds(&server, &id), path);
}

#[test]
fn nobody_declines_twice_after_signing_or_their_own() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = waiting(&mut berit);
    berit.get(&format!("/mina-sidor/arende/{id}"));
    let own = berit.post(&format!("/mina-sidor/utkast/{id}/avboj"), &[]).status;
    let mut bo = server.logged_in(BO);
    let too_long = decline(&mut bo, &id, &"å".repeat(501));
    let before = state(&server, &id);
    let page = bo.get(&format!("/mina-sidor/utkast/{id}/avboj"));
    bo.sign(&id, BO);
    bo.page = page;
    let signed = bo.post(&format!("/mina-sidor/utkast/{id}/avboj"), &[]).status;

    assert_eq!(own, 404);
    assert_eq!(too_long.status, 422);
    assert!(too_long.says("Skriv högst 500 tecken.") && too_long.body.contains("ååå"));
    assert_eq!((before, signed), (State::Signing, 409));
    assert_eq!(state(&server, &id), State::Received);
}

#[test]
fn the_applicant_takes_it_back_and_the_other_is_told() {
    let server = ServerTest::telling();
    both_with_mail(&server);
    let mut berit = server.logged_in(BERIT);
    let id = waiting(&mut berit);
    let url = format!("/mina-sidor/arende/{id}");
    let page = berit.get(&url);
    assert!(page.says("Ta tillbaka ärendet"), "{}", page.text());
    let mut bo = server.logged_in(BO);
    let sign = format!("/mina-sidor/utkast/{id}/skriv-under");
    bo.get(&sign);
    bo.post(&sign, &[("device", "other")]);
    let order = server.bankid.scan_newest(server.now()).expect("an order");

    let taken = berit.post(&format!("{url}/aterkalla"), &[]);
    berit.page = page;
    let again = berit.post(&format!("{url}/aterkalla"), &[]);
    let late = server.bankid.approve(order, BO, server.now());

    assert_eq!(
        (taken.summary(), again.status),
        ("303 -> /mina-sidor/?aterkallat=1".to_owned(), 303)
    );
    assert!(late.is_err(), "the other's order has ended in the app");
    assert_eq!(state(&server, &id), State::Draft);
    assert_eq!(told(&server, &id, "cancelled"), [person(BO)]);
    assert!(berit.get(&taken.location).says("Det är ett utkast igen"));
    sign_anew(&server, &id);
    assert_eq!(state(&server, &id), State::Received);
}

#[test]
fn what_has_come_in_cannot_be_taken_back() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = waiting(&mut berit);
    let page = berit.get(&format!("/mina-sidor/arende/{id}"));
    server.logged_in(BO).sign(&id, BO);
    berit.page = page;

    let refused = berit.post(&format!("/mina-sidor/arende/{id}/aterkalla"), &[]);

    assert_eq!((refused.status, state(&server, &id)), (409, State::Received));
}

#[test]
fn whoever_has_not_signed_is_reminded_three_times_and_nobody_else() {
    let server = ServerTest::telling();
    both_with_mail(&server);
    let id = waiting(&mut server.logged_in(BERIT));

    let mut days = Vec::new();
    for day in 1..=30 {
        let before = told(&server, &id, "reminder").len();
        pass(&server, 1);
        sweep(&server.app.store, server.app.login.lifetimes);
        let after = told(&server, &id, "reminder").len();
        days.extend((before..after).map(|_| day));
    }

    assert_eq!(days, [3, 10, 29], "two days before the end of the last day");
    assert_eq!(told(&server, &id, "reminder"), [person(BO), person(BO), person(BO)]);
}
