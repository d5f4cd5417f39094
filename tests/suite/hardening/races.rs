//! The same thing at the same time: one case, and nothing that was acknowledged is lost.

use std::collections::BTreeSet;
use std::sync::Barrier;

use submit_server::http::response::Response;
use submit_server::login::collect::collect_due;
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO};
use tests::support::server::ServerTest;

use crate::hardening::{Key, received};
use crate::walk::{parking, preschool, send, street};

/// Does it on so many threads at the same moment.
fn at_once<T: Send>(threads: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(threads);
    std::thread::scope(|scope| {
        let run = |number| {
            let (start, job) = (&start, &job);
            scope.spawn(move || {
                start.wait();
                job(number)
            })
        };
        let started: Vec<_> = (0..threads).map(run).collect();
        started.into_iter().map(|it| it.join().expect("an answer")).collect()
    })
}

fn told(answers: &[Response]) -> BTreeSet<(u16, String)> {
    let told = |it: &Response| (it.status, it.header("location").unwrap_or_default().to_owned());
    answers.iter().map(told).collect()
}

#[test]
fn fifty_presses_on_send_give_one_case_and_equal_answers() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    let id = street(&mut browser);
    let review = browser.get(&format!("/mina-sidor/utkast/{id}/granska"));
    let version = value(&review.hidden(), "version");
    let key = Key::of(&server, &browser);
    let url = format!("/mina-sidor/utkast/{id}/skicka");

    let answers = at_once(50, |_| key.post(&server, &url, &[("version", &version)]));

    let expected = (303, format!("/mina-sidor/arende/{id}/kvitto"));
    assert_eq!(told(&answers), BTreeSet::from([expected]));
    let next = server.app.store.write(|tx| tx.next_case_number(2026)).expect("a number");
    assert_eq!((received(&server), next.as_str()), (1, "2026-000002"));
    let kinds: Vec<String> = server
        .app
        .store
        .read(|tx| tx.events(&id))
        .expect("read")
        .into_iter()
        .map(|it| it.kind)
        .collect();
    assert_eq!(kinds, ["sent", "received"]);
}

#[test]
fn of_saves_at_the_same_time_the_one_that_was_acknowledged_is_kept() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    let url = format!("/mina-sidor/utkast/{id}/vem");
    let page = browser.get(&url);
    let version = value(&page.hidden(), "version");
    let key = Key::of(&server, &browser);
    let phone = |number: usize| format!("070-174 06 {:02}", 10 + number);

    let answers = at_once(16, |number| {
        let phone = phone(number);
        let fields = [("version", version.as_str()), ("for-vem", "mig"), ("telefon", &phone)];
        key.post(&server, &url, &fields)
    });

    let kept: Vec<usize> = (0..16).filter(|it| answers[*it].status == 303).collect();
    let refused = answers.iter().filter(|it| it.status == 409).count();
    assert_eq!((kept.len(), refused), (1, 15));
    let page = browser.get(&url);
    assert!(page.body.contains(&phone(kept[0])), "what was acknowledged is there");
}

#[test]
fn steps_saved_at_the_same_time_are_all_kept() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    let key = Key::of(&server, &browser);
    let steps: [(&str, &[(&str, &str)]); 2] = [
        ("vem", &[("for-vem", "mig"), ("telefon", "070-174 06 99")]),
        ("bilen", &[("roll", "bada"), ("korkort", "ja"), ("hjalp-av-forare", "nej")]),
    ];
    let versions = steps.map(|(step, _)| {
        let page = browser.get(&format!("/mina-sidor/utkast/{id}/{step}"));
        value(&page.hidden(), "version")
    });

    let answers = at_once(2, |number| {
        let (step, fields) = steps[number];
        let mut fields = fields.to_vec();
        fields.push(("version", &versions[number]));
        key.post(&server, &format!("/mina-sidor/utkast/{id}/{step}"), &fields)
    });

    assert!(answers.iter().all(|it| it.status == 303), "{:?}", told(&answers));
    let review = browser.get(&format!("/mina-sidor/utkast/{id}/granska"));
    assert!(review.says("070-174 06 99") && review.says("Både och"), "{}", review.text());
}

#[test]
fn a_draft_that_is_sent_and_deleted_at_the_same_time_is_one_or_the_other() {
    let server = ServerTest::new();
    for _ in 0..6 {
        let mut browser = server.browser();
        let id = street(&mut browser);
        let review = browser.get(&format!("/mina-sidor/utkast/{id}/granska"));
        let version = value(&review.hidden(), "version");
        let key = Key::of(&server, &browser);
        let before = received(&server);

        let answers = at_once(2, |number| match number {
            0 => key.post(
                &server,
                &format!("/mina-sidor/utkast/{id}/skicka"),
                &[("version", &version)],
            ),
            _ => key.post(&server, &format!("/mina-sidor/utkast/{id}/ta-bort"), &[]),
        });

        let there = server.app.store.read(|tx| tx.case(&id)).expect("read").is_some();
        let statuses = (answers[0].status, answers[1].status);
        match there {
            true => assert_eq!((statuses, received(&server)), ((303, 409), before + 1)),
            // To somebody who is not logged in, a draft that is gone may be another's.
            false => {
                assert!(matches!(statuses, (403 | 404, 303)), "{statuses:?}");
                assert_eq!(received(&server), before);
            }
        }
    }
}

#[test]
fn a_signature_that_several_ask_for_at_once_counts_once() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    let mut bo = server.logged_in(BO);
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    bo.get(&url);
    let waiting = bo.post(&url, &[("device", "other")]).location;
    let order = server.bankid.scan_newest(server.now()).expect("an order");
    server.bankid.show(order, server.now());
    server.bankid.approve(order, BO, server.now()).expect("approved");
    server.pass(2);

    at_once(8, |_| collect_due(&server.app.store, &server.app.login).expect("collected"));
    let key = Key::of(&server, &bo);
    let ends = at_once(8, |_| key.post(&server, &format!("{waiting}/klar"), &[]));

    assert_eq!(told(&ends), BTreeSet::from([(303, format!("/mina-sidor/arende/{id}/kvitto"))]));
    let events = server.app.store.read(|tx| tx.events(&id)).expect("read");
    let kinds: Vec<&str> = events.iter().map(|it| it.kind.as_str()).collect();
    assert_eq!(kinds, ["sent", "signed", "signed", "received"]);
}

#[test]
fn a_login_that_is_finished_twice_never_ends_on_an_error() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    browser.get("/mina-sidor/logga-in");
    let waiting = browser.post("/mina-sidor/logga-in/bankid", &[("device", "other")]).location;
    server.approve(ALVA);
    let key = Key::of(&server, &browser);

    let ends = at_once(8, |_| key.post(&server, &format!("{waiting}/klar"), &[]));
    let later = key.get(&server, &waiting);

    let logged_in = ends.iter().filter(|it| it.header("set-cookie").is_some()).count();
    assert_eq!(logged_in, 1);
    assert!(ends.iter().all(|it| matches!(it.status, 303 | 403)), "{:?}", told(&ends));
    assert_eq!(later.header("location"), Some("/mina-sidor/logga-in?till=%2Fmina-sidor%2F"));
}

fn value(hidden: &[(String, String)], name: &str) -> String {
    let found = hidden.iter().find(|(it, _)| it == name);
    found.map(|(_, value)| value.clone()).expect("a hidden value")
}
