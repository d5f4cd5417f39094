//! BankID when it does not go as planned: late, cancelled, never started, busy.

use tests::stand_ins::persons::ALVA;
use tests::support::browser::Browser;
use tests::support::server::ServerTest;

use crate::hardening::received;
use crate::walk::{parking, send};

/// Starts a login and returns its waiting page.
fn started(browser: &mut Browser<'_>) -> String {
    browser.get("/mina-sidor/logga-in");
    browser.post("/mina-sidor/logga-in/bankid", &[("device", "other")]).location
}

#[test]
fn somebody_who_takes_almost_three_minutes_is_let_in() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    let waiting = started(&mut browser);
    let order = server.bankid.scan_newest(server.now()).expect("an order");
    for _ in 0..85 {
        server.collect();
    }
    server.bankid.show(order, server.now());
    server.collect();
    let reading = browser.get(&waiting);

    server.bankid.approve(order, ALVA, server.now()).expect("approved");
    server.collect();
    browser.get(&waiting);
    let on = browser.post(&format!("{waiting}/klar"), &[]);

    assert!(reading.says("Skriv in din säkerhetskod i BankID-appen"), "{}", reading.text());
    assert_eq!(on.summary(), "303 -> /mina-sidor/");
}

#[test]
fn after_three_minutes_the_page_says_what_to_check_and_offers_another_try() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    let waiting = started(&mut browser);
    let order = server.bankid.scan_newest(server.now()).expect("an order");
    server.collect();
    server.pass(180);

    let late = server.bankid.approve(order, ALVA, server.now());
    server.collect();
    let page = browser.get(&waiting);

    assert!(late.is_err());
    assert!(page.says("BankID-appen svarar inte. Kontrollera att den är startad"));
    assert!(page.says("Försök igen") && page.body.contains("/mina-sidor/logga-in?till="));
    assert_eq!(started(&mut browser).len(), waiting.len(), "another try begins");
}

#[test]
fn a_cancel_in_the_app_is_told_and_nothing_has_happened() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    browser.get(&url);
    let waiting = browser.post(&url, &[("device", "other")]).location;
    let order = server.bankid.scan_newest(server.now()).expect("an order");
    server.bankid.cancel(order, server.now()).expect("cancelled");
    server.collect();

    let page = browser.get(&waiting);
    let again = browser.sign(&id, ALVA);

    assert!(page.says("Åtgärden avbröts."), "{}", page.text());
    assert!(page.body.contains(&format!("href=\"{url}\"")), "and how to try again");
    assert_eq!(again.summary(), "303 -> /mina-sidor/arende/*/kvitto");
    assert_eq!(received(&server), 1);
}

#[test]
fn a_code_that_nobody_reads_is_renewed_and_at_last_explained() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    let waiting = started(&mut browser);

    server.pass(31);
    server.collect();
    let renewed = browser.get(&waiting);
    for _ in 0..5 {
        server.pass(31);
        server.collect();
    }
    let ended = browser.get(&waiting);

    assert!(renewed.body.contains("qr.svg") && renewed.says("Starta BankID-appen"));
    assert!(ended.says("Misslyckades att läsa av QR-koden"), "{}", ended.text());
    assert!(!ended.body.contains("qr.svg") && ended.says("Försök igen"));
}

#[test]
fn a_person_who_is_busy_elsewhere_is_told_so_without_alarm() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    browser.get(&url);
    server.bankid.fail_next(400, "alreadyInProgress");

    let waiting = browser.post(&url, &[("device", "other")]).location;
    let page = browser.get(&waiting);

    assert!(page.says("En identifiering eller underskrift pågår redan för ditt personnummer."));
    assert!(page.says("Försök igen") && !page.body.contains("alreadyInProgress"));
}

#[test]
fn a_signature_on_its_way_survives_the_end_of_the_session() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    for _ in 0..17 {
        server.pass(28 * 60);
        browser.get("/mina-sidor/");
    }
    let id = parking(&mut browser);
    send(&mut browser, &id);
    server.pass(3 * 60 + 30);
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    browser.get(&url);
    browser.post(&url, &[("device", "other")]);
    let order = server.bankid.scan_newest(server.now()).expect("an order");
    server.pass(60);

    submit_server::app::sweep(&server.app.store, server.app.login.lifetimes);
    assert_eq!(browser.get("/mina-sidor/").status, 303, "eight hours have passed");
    server.bankid.show(order, server.now());
    server.bankid.approve(order, ALVA, server.now()).expect("approved");
    server.collect();

    assert_eq!(received(&server), 1);
}

#[test]
fn a_signature_that_was_given_as_one_logged_out_is_not_lost() {
    for approved_first in [true, false] {
        let server = ServerTest::new();
        let mut browser = server.logged_in(ALVA);
        let id = parking(&mut browser);
        send(&mut browser, &id);
        let url = format!("/mina-sidor/utkast/{id}/skriv-under");
        browser.get(&url);
        let waiting = browser.post(&url, &[("device", "other")]).location;
        browser.get(&url);
        let order = server.bankid.scan_newest(server.now()).expect("an order");
        server.bankid.show(order, server.now());
        let approve = || server.bankid.approve(order, ALVA, server.now()).expect("approved");

        if approved_first {
            approve();
        }
        let left = browser.post("/mina-sidor/logga-ut", &[]);
        if !approved_first {
            approve();
        }
        server.collect();

        assert_eq!(left.summary(), "303 -> /mina-sidor/utloggad");
        assert_eq!(received(&server), 1, "approved first: {approved_first}");
        let stranger = browser.get(&waiting);
        assert!(stranger.location.starts_with("/mina-sidor/logga-in"), "{}", stranger.summary());
        let mut again = server.logged_in(ALVA);
        assert!(again.get("/mina-sidor/").says("Inskickade ärenden (pågående) 1"));
    }
}
