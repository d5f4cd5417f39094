//! "Skicka": one case, however often it is pressed, and its receipt.

use tests::stand_ins::persons::ALVA;
use tests::support::server::ServerTest;

use crate::walk::{fill, parking, send, street};

#[test]
fn an_anonymous_report_ends_in_a_receipt_with_a_number() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    let id = street(&mut browser);

    let sent = send(&mut browser, &id);
    let receipt = browser.get(&sent.location);

    assert_eq!(sent.summary(), "303 -> /mina-sidor/arende/*/kvitto");
    assert_eq!(receipt.summary(), "200 Vi har tagit emot ditt ärende");
    assert!(receipt.says("2026-000001"), "{}", receipt.text());
    assert!(receipt.says("23 november 2026 kl. 14.40"));
    assert!(receipt.says("går inte att följa på Mina sidor"));
    assert!(receipt.says("Vi läser din anmälan nästa arbetsdag"));
    assert_eq!(server.browser().get(&sent.location).status, 303, "a stranger must log in");
}

#[test]
fn an_anonymous_report_stays_anonymous_though_somebody_is_logged_in() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = street(&mut browser);

    let sent = send(&mut browser, &id);

    let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
    assert!(!case.document.unwrap_or_default().contains(ALVA));
    assert_eq!(browser.get(&sent.location).status, 200);
    assert!(!browser.get("/mina-sidor/").says("2026-000001"));
}

#[test]
fn an_anonymous_draft_follows_its_browser_through_a_login() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    let id = street(&mut browser);

    browser.log_in(ALVA);

    assert_eq!(browser.get(&format!("/mina-sidor/utkast/{id}/granska")).status, 200);
}

#[test]
fn sending_twice_gives_one_case() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    let id = street(&mut browser);
    browser.get(&format!("/mina-sidor/utkast/{id}/granska"));
    let review = browser.page.clone();
    let url = format!("/mina-sidor/utkast/{id}/skicka");

    let first = browser.post(&url, &[]);
    browser.page = review;
    let second = browser.post(&url, &[]);

    assert_eq!(first.location, second.location);
    let cases = server.app.store.read(|tx| tx.received_cases(None)).expect("cases");
    assert_eq!(cases.len(), 1);
}

#[test]
fn nobody_sends_answers_that_the_review_did_not_show() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    let id = street(&mut browser);
    let review = browser.get(&format!("/mina-sidor/utkast/{id}/granska"));
    let place = [("vagen", "kommunen"), ("plats", "Vid skolan"), ("ort", "ange")];
    fill(&mut browser, &id, "platsen", &place);

    browser.page = review;
    let sent = browser.post(&format!("/mina-sidor/utkast/{id}/skicka"), &[]);

    assert_eq!(sent.summary(), "303 -> /mina-sidor/utkast/*/granska");
    assert!(browser.get(&sent.location).says("Vid skolan"));
}

#[test]
fn a_changed_answer_leads_back_to_the_review() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    let url = format!("/mina-sidor/utkast/{id}/bilen?andra=1");
    let step = browser.get(&url);
    assert!(step.body.contains("/bilen?andra=1\""), "the form keeps where one came from");

    let saved = browser.post(&url, &[("roll", "forare"), ("korkort", "nej")]);

    assert_eq!(saved.summary(), "303 -> /mina-sidor/utkast/*/granska");
}

#[test]
fn an_early_end_says_why_and_cannot_be_sent() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    let id = browser.begin(crate::walk::STREET);

    let saved = fill(&mut browser, &id, "felet", &[("akut", "ja")]);
    let exit = browser.get(&saved.location);
    let sent = browser.post(&format!("/mina-sidor/utkast/{id}/skicka"), &[]);

    assert_eq!(exit.summary(), "200 Ring i stället");
    assert!(exit.says("Ring 112"));
    assert_ne!(sent.location, format!("/mina-sidor/arende/{id}/kvitto"));
    let cases = server.app.store.read(|tx| tx.received_cases(None)).expect("cases");
    assert!(cases.is_empty());
}

#[test]
fn the_municipality_sees_and_closes_the_case_on_the_command_line() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    browser.sign(&id, ALVA);
    let case = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
        submit_server::command::case(&server.app.config, &words)
    };

    let list = case(&["list"]).expect("a list");
    let shown = case(&["show", "2026-000001"]).expect("a case");
    case(&["status", "2026-000001", "closed", "--outcome", "Beviljat"]).expect("closed");
    let unknown = case(&["status", "2026-999999", "closed"]);

    assert!(list.starts_with("2026-000001  received     23 november 2026"), "{list}");
    assert!(shown.contains("Alva Provsson"));
    assert!(unknown.is_err_and(|it| it.to_string().contains("no received case")));
    let overview = browser.get("/mina-sidor/");
    assert!(overview.says("Avslutade ärenden 1"), "{}", overview.text());
    assert!(overview.says("Klart: Beviljat"));
}
