//! Logging in, staying logged in, and leaving.

use hyper::Method;
use submit_server::http::request::Request;
use tests::stand_ins::persons::{ALVA, ELSA, ERIK, GEORG, HULDA, IVAR, JONAS};
use tests::support::server::ServerTest;

use crate::hardening::rows::kept;

use crate::walk::parking;

/// The cookie that holds the session.
const SESSION: &str = "__Host-lucka";

#[test]
fn mina_sidor_is_seen_only_after_login() {
    let server = ServerTest::new();
    let mut browser = server.browser();

    let turned_away = browser.get("/mina-sidor/");
    browser.log_in(ALVA);
    let overview = browser.get("/mina-sidor/");

    assert_eq!(turned_away.summary(), "303 -> /mina-sidor/logga-in?till=%2Fmina-sidor%2F");
    assert_eq!(overview.summary(), "200 Mina sidor");
    assert!(overview.says("Alva Provsson"));
}

#[test]
fn the_session_changes_at_login_and_dies_at_logout() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    browser.get("/mina-sidor/logga-in");
    assert!(browser.cookie(SESSION).is_none(), "no cookie before anything is done");
    browser.post("/mina-sidor/logga-in/bankid", &[("device", "other")]);
    let before = browser.cookie(SESSION).expect("a cookie").to_owned();
    browser.log_in(ALVA);
    let inside = browser.cookie(SESSION).expect("a cookie").to_owned();

    browser.get("/mina-sidor/");
    let csrf = browser.page.body.split("name=\"csrf\" value=\"").nth(1).expect("a token");
    let csrf = csrf.split('"').next().unwrap_or_default().to_owned();
    let left = browser.post("/mina-sidor/logga-ut", &[("csrf", &csrf)]);

    assert_ne!(before, inside);
    assert_eq!(left.summary(), "303 -> /mina-sidor/utloggad");
    for token in [before, inside] {
        let mut thief = server.browser();
        thief.set_cookie(SESSION, &token);
        assert_eq!(thief.get("/mina-sidor/").status, 303);
    }
}

#[test]
fn a_session_ends_when_idle_and_when_old() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    server.pass(29 * 60);
    assert_eq!(browser.get("/mina-sidor/").status, 200);
    server.pass(29 * 60);
    assert_eq!(browser.get("/mina-sidor/").status, 200, "each use extends it");
    server.pass(31 * 60);
    assert_eq!(browser.get("/mina-sidor/").status, 303, "half an hour without use ends it");

    let mut browser = server.logged_in(ALVA);
    for _ in 0..16 {
        server.pass(29 * 60);
        browser.get("/mina-sidor/");
    }
    server.pass(29 * 60);
    assert_eq!(browser.get("/mina-sidor/").status, 303, "eight hours end it");
}

#[test]
fn every_post_needs_the_token_of_its_session() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);

    for path in [
        "/mina-sidor/logga-ut".to_owned(),
        "/mina-sidor/fortsatt".to_owned(),
        "/mina-sidor/ny/felanmalan-gata".to_owned(),
        format!("/mina-sidor/utkast/{id}/vem"),
        format!("/mina-sidor/utkast/{id}/skicka"),
        format!("/mina-sidor/utkast/{id}/ta-bort"),
    ] {
        let none = browser.post_bare(&path, &[]);
        let wrong = browser.post_bare(&path, &[("csrf", "gissat")]);
        assert_eq!((none.status, wrong.status), (403, 403), "{path}");
    }
    assert_eq!(browser.get(&format!("/mina-sidor/utkast/{id}/granska")).status, 200);
}

#[test]
fn a_first_form_from_elsewhere_begins_nothing() {
    let server = ServerTest::new();
    for (header, value) in [
        ("origin", "https://elsewhere.example.se"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("accept", "*/*"),
    ] {
        for path in ["/mina-sidor/logga-in/bankid", "/mina-sidor/ny/felanmalan-gata"] {
            let form = Request::for_test(Method::POST, path).with_form(&[("device", "other")]);
            let answer = server.app.answer(&form.with_header(header, value));
            assert_eq!(answer.status, 403, "{header}: {value} at {path}");
            assert!(answer.header("set-cookie").is_none());
        }
    }
}

#[test]
fn an_order_belongs_to_the_browser_that_started_it() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    browser.get("/mina-sidor/logga-in");
    let waiting = browser.post("/mina-sidor/logga-in/bankid", &[("device", "other")]).location;
    server.approve(ALVA);

    let mut thief = server.browser();
    thief.get("/mina-sidor/logga-in");
    thief.post("/mina-sidor/logga-in/bankid", &[("device", "other")]);
    let seen = thief.get(&waiting);
    let code = thief.get(&format!("{waiting}/qr.svg"));
    thief.get("/mina-sidor/logga-in");
    let finished = thief.post(&format!("{waiting}/klar"), &[]);

    assert_eq!((seen.status, code.status, finished.status), (404, 404, 404));
    assert_eq!(thief.get("/mina-sidor/").status, 303);
}

#[test]
fn a_protected_person_is_shown_the_phone_and_nothing_is_kept() {
    let server = ServerTest::new();
    for number in [ELSA, ERIK] {
        let mut browser = server.browser();
        browser.log_in(number);

        let page = browser.open("/mina-sidor/");

        assert_eq!(page.heading(), "Ring så hjälper vi dig", "{}", page.text());
        assert!(page.says("0690-25 01 00"));
        assert!(!page.body.contains("mailto:") && !page.body.contains("/e-tjanster/"));
        assert!(!page.body.contains("Hemligprov") && !page.body.contains("Skyddsprov"));
    }
}

#[test]
fn those_who_cannot_use_the_portal_are_told_kindly() {
    let server = ServerTest::new();
    for number in [GEORG, HULDA] {
        let mut browser = server.browser();
        browser.get("/mina-sidor/logga-in");
        let waiting = browser.post("/mina-sidor/logga-in/bankid", &[("device", "other")]).location;
        server.approve(number);

        let page = browser.get(&waiting);

        assert!(page.says("0690-25 01 00") || page.says("ring"), "{}", page.text());
        assert!(!page.body.to_lowercase().contains("ogiltig"));
        assert_eq!(browser.get("/mina-sidor/").status, 303);
    }
}

#[test]
fn whom_the_register_says_nothing_of_comes_no_further_and_nothing_is_kept() {
    let server = ServerTest::new();
    let cases =
        [(IVAR, "inget svar från folkbokföringen"), (JONAS, "hittar dig inte i folkbokföringen")];
    for (number, why) in cases {
        let mut browser = server.browser();
        browser.get("/mina-sidor/logga-in");
        let waiting = browser.post("/mina-sidor/logga-in/bankid", &[("device", "other")]).location;
        server.approve(number);

        let page = browser.get(&waiting);

        assert!(page.says(why) && page.says("0690-25 01 00"), "{}", page.text());
        assert_eq!(browser.get("/mina-sidor/").status, 303);
        assert!(!kept(&server, &[]).concat().contains(number), "{number} is kept");
    }
}
