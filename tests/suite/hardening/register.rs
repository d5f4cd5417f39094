//! A login that cannot be read any more, and where a login leads back to.

use tests::stand_ins::persons::ALVA;
use tests::stand_ins::register::Weather;
use tests::support::server::ServerTest;

use crate::hardening::Key;
use crate::walk::parking;

#[test]
fn a_login_that_an_upgrade_cannot_read_is_a_new_login_and_no_circle() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let key = Key::of(&server, &browser);
    let hash = &key.session.token_hash;
    server.app.store.write(|tx| tx.remember_person(hash, "{\"old\":1}")).expect("written");

    let turned_away = browser.get("/mina-sidor/");
    let login = browser.get(&turned_away.location);
    browser.post("/mina-sidor/logga-in/bankid", &[("device", "other")]);

    assert_eq!(login.status, 200, "{}", login.location);
    assert!(browser.page.location.starts_with("/mina-sidor/bankid/"), "{:?}", browser.page);
}

#[test]
fn whoever_sends_after_the_end_of_the_session_comes_back_to_the_review() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    browser.get(&format!("/mina-sidor/utkast/{id}/granska"));
    server.pass(31 * 60);

    let refused = browser.post(&format!("/mina-sidor/utkast/{id}/skicka"), &[]);

    assert_eq!(refused.status, 403);
    assert!(refused.body.contains(&format!("%2Fmina-sidor%2Futkast%2F{id}%2Fgranska")));
    assert!(!refused.body.contains("skicka\""));
}

#[test]
fn what_the_register_said_holds_for_an_hour_of_its_silence_and_no_longer() {
    for (minutes, status) in [(55, 303), (65, 503)] {
        let server = ServerTest::new();
        let mut browser = server.logged_in(ALVA);
        let id = parking(&mut browser);
        for _ in 0..minutes / 5 {
            server.pass(5 * 60);
            browser.get("/mina-sidor/");
        }
        server.register.set_weather(Weather::Unreachable);
        browser.get(&format!("/mina-sidor/utkast/{id}/granska"));

        let sent = browser.post(&format!("/mina-sidor/utkast/{id}/skicka"), &[]);
        server.register.set_weather(Weather::Fair);
        browser.get(&format!("/mina-sidor/utkast/{id}/granska"));
        let again = browser.post(&format!("/mina-sidor/utkast/{id}/skicka"), &[]);

        assert_eq!(sent.status, status, "after {minutes} minutes: {}", sent.text());
        if status == 503 {
            assert!(sent.says("Folkbokföringen svarar inte just nu"), "{}", sent.text());
        }
        assert_eq!(again.location, format!("/mina-sidor/utkast/{id}/skriv-under"));
    }
}
