//! Several sessions of one person, and tokens that are dead: each goes its own way,
//! and what has ended does nothing more.

use submit_server::http::response::Response;
use tests::stand_ins::persons::{ALVA, Protection};
use tests::support::server::ServerTest;

use crate::hardening::rows::kept;
use crate::hardening::{COOKIE, Key};
use crate::walk::{parking, send};

/// How a session ends.
type End = fn(&ServerTest, &Key);

/// What a token can still do: look at a list, save a step, send a case.
fn uses(server: &ServerTest, key: &Key, id: &str) -> Vec<u16> {
    let draft = format!("/mina-sidor/utkast/{id}");
    let status = |it: Response| it.status;
    vec![
        status(key.get(server, "/mina-sidor/")),
        status(key.get(server, &draft)),
        status(key.post(server, &format!("{draft}/vem"), &[("for-vem", "mig")])),
        status(key.post(server, &format!("{draft}/skicka"), &[])),
        status(key.post(server, "/mina-sidor/fortsatt", &[])),
        status(key.get(server, "/mina-sidor/kontakt")),
    ]
}

#[test]
fn to_log_out_in_one_browser_leaves_the_other_logged_in() {
    let server = ServerTest::new();
    let (mut phone, mut computer) = (server.logged_in(ALVA), server.logged_in(ALVA));
    let id = parking(&mut computer);
    let (one, other) = (Key::of(&server, &phone), Key::of(&server, &computer));
    assert_ne!(one.cookie, other.cookie);
    assert_ne!(one.session.csrf, other.session.csrf);
    assert_eq!(phone.get(&format!("/mina-sidor/utkast/{id}/granska")).status, 200, "it is hers");
    let crossed = Key { cookie: one.cookie.clone(), session: other.session.clone() };
    let crossed = crossed.post(&server, "/mina-sidor/logga-ut", &[]).status;

    assert_eq!(
        one.get(&server, "/mina-sidor/").status,
        200,
        "{crossed}: another's token ends nothing"
    );
    one.post(&server, "/mina-sidor/logga-ut", &[]);

    assert_eq!(one.get(&server, "/mina-sidor/").status, 303);
    assert_eq!(other.get(&server, "/mina-sidor/").status, 200);
    assert_eq!(send(&mut computer, &id).status, 303);
}

#[test]
fn a_dead_token_does_nothing_however_it_died() {
    let ends: [(&str, End); 3] = [
        ("logged out", |server, key| drop(key.post(server, "/mina-sidor/logga-ut", &[]))),
        ("idle", |server, _| server.pass(31 * 60)),
        ("old", |server, key| {
            for _ in 0..17 {
                server.pass(29 * 60);
                key.get(server, "/mina-sidor/");
            }
        }),
    ];
    for (name, end) in ends {
        let server = ServerTest::new();
        let mut browser = server.logged_in(ALVA);
        let id = parking(&mut browser);
        let key = Key::of(&server, &browser);
        end(&server, &key);
        let before = kept(&server, &["sessions.seen_at"]);

        let got = uses(&server, &key, &id);

        assert_eq!(got, [303, 303, 403, 403, 403, 303], "{name}");
        let after: Vec<String> = kept(&server, &["sessions.seen_at"]);
        assert!(after.iter().all(|it| before.contains(it)), "{name}: nothing came of it");
    }
}

#[test]
fn a_token_that_somebody_planted_is_never_logged_in() {
    let server = ServerTest::new();
    let mut thief = server.browser();
    thief.get("/mina-sidor/logga-in");
    thief.post("/mina-sidor/logga-in/bankid", &[("device", "other")]);
    let own = thief.cookie(COOKIE).expect("a session").to_owned();
    for planted in [own.as_str(), &"a".repeat(64)] {
        let mut alva = server.browser();
        alva.set_cookie(COOKIE, planted);
        alva.log_in(ALVA);
        let inside = alva.cookie(COOKIE).expect("a session").to_owned();

        assert_eq!(alva.get("/mina-sidor/").status, 200);
        assert_ne!(inside, planted);
        assert_eq!(thief.get("/mina-sidor/").status, 303);
        let mut other = server.browser();
        other.set_cookie(COOKIE, planted);
        assert_eq!(other.get("/mina-sidor/").status, 303, "it opens nothing afterwards");
    }
}

#[test]
fn every_session_from_before_a_protection_stops_at_what_would_be_told_and_is_over() {
    let server = ServerTest::new();
    let (mut one, mut other) = (server.logged_in(ALVA), server.logged_in(ALVA));
    let id = parking(&mut one);
    server.register.set_protection(ALVA, Protection::Sekretessmarkering);

    let sent = send(&mut one, &id);
    let too = send(&mut other, &id);

    for page in [&sent, &too] {
        assert_eq!(page.heading(), "Ring så hjälper vi dig", "{}", page.text());
    }
    assert_eq!((one.get("/mina-sidor/").status, other.get("/mina-sidor/").status), (303, 303));
    assert!(!kept(&server, &[]).iter().any(|it| it == &format!("sessions.person = {ALVA}")));
    assert_eq!(crate::hardening::received(&server), 0);
}
