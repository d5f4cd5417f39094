//! The same form fifty times at once, and once more when the answer was lost: one
//! effect, and the same end page for all.

use std::collections::BTreeSet;
use std::sync::Barrier;

use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO};
use tests::support::browser::Browser;
use tests::support::server::ServerTest;

use crate::hardening::Key;
use crate::walk::{parking, preschool, send};

const PRESSES: usize = 50;

/// What fifty presses at once, and one an hour later, lead to.
fn pressed(
    server: &ServerTest,
    browser: &mut Browser<'_>,
    (page, form): (&str, &str),
) -> BTreeSet<(u16, String)> {
    let hidden = browser.get(page).hidden();
    let fields: Vec<(&str, &str)> =
        hidden.iter().filter(|it| it.0 != "csrf").map(|it| (&*it.0, &*it.1)).collect();
    let key = Key::of(server, browser);
    let start = Barrier::new(PRESSES);
    let press = || {
        let answer = key.post(server, form, &fields);
        (answer.status, answer.header("location").unwrap_or_default().to_owned())
    };
    let mut ends: BTreeSet<_> = std::thread::scope(|scope| {
        let run = |_| {
            scope.spawn(|| {
                start.wait();
                press()
            })
        };
        let started: Vec<_> = (0..PRESSES).map(run).collect();
        started.into_iter().map(|it| it.join().expect("an answer")).collect()
    });
    // The answer was lost on the way; the browser sends the form again.
    server.pass(20 * 60);
    ends.insert(press());
    ends
}

fn to(location: &str) -> BTreeSet<(u16, String)> {
    BTreeSet::from([(303, location.to_owned())])
}

fn kinds(server: &ServerTest, id: &str) -> Vec<String> {
    let events = server.app.store.read(|tx| tx.events(id)).expect("read");
    events.into_iter().map(|it| it.kind).collect()
}

/// An application that Berit has signed and that waits for Bo.
fn waiting(server: &ServerTest) -> String {
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    id
}

#[test]
fn declining_again_and_again_is_declining_once() {
    let server = ServerTest::new();
    let id = waiting(&server);
    let mut bo = server.logged_in(BO);
    let url = format!("/mina-sidor/utkast/{id}/avboj");

    let ends = pressed(&server, &mut bo, (&url, &url));
    let back = bo.get(&url);

    assert_eq!(ends, to("/mina-sidor/?avbojt=1"));
    assert_eq!(kinds(&server, &id), ["sent", "signed", "declined"]);
    assert_eq!(back.location, "/mina-sidor/?avbojt=1", "and the back button leads there too");
}

#[test]
fn taking_back_again_and_again_is_taking_back_once() {
    let server = ServerTest::new();
    let id = waiting(&server);
    let url = format!("/mina-sidor/arende/{id}");
    let mut berit = server.logged_in(BERIT);

    let ends = pressed(&server, &mut berit, (&url, &format!("{url}/aterkalla")));

    assert_eq!(ends, to("/mina-sidor/?aterkallat=1"));
    assert_eq!(kinds(&server, &id), ["sent", "signed", "cancelled"]);
}

#[test]
fn sending_again_and_again_is_sending_once() {
    let server = ServerTest::new();
    let mut alva = server.logged_in(ALVA);
    let id = parking(&mut alva);
    let url = format!("/mina-sidor/utkast/{id}");

    let ends = pressed(&server, &mut alva, (&format!("{url}/granska"), &format!("{url}/skicka")));

    assert_eq!(ends, to(&format!("{url}/skriv-under")));
    assert_eq!(kinds(&server, &id), ["sent"]);
}

#[test]
fn deleting_again_and_again_is_deleting_once_and_nothing_of_anybody_elses() {
    let server = ServerTest::new();
    let mut alva = server.logged_in(ALVA);
    let id = parking(&mut alva);
    let url = format!("/mina-sidor/utkast/{id}/ta-bort");

    let ends = pressed(&server, &mut alva, (&url, &url));
    let key = Key::of(&server, &alva);
    let without = key.post(&server, &url, &[]).status;
    let others = Key::of(&server, &server.logged_in(BO)).post(&server, &url, &[]).status;

    assert_eq!(ends, to("/mina-sidor/?borttaget=1"));
    assert_eq!((without, others), (404, 404), "what is gone looks like another's");
}
