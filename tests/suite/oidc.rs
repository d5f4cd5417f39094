//! Another e-ID than BankID, against a certified provider: login and signature,
//! and what happens when they do not succeed.

use std::time::{SystemTime, UNIX_EPOCH};

use tests::stand_ins::persons::{ALVA, BERIT, ELSA, GEORG};
use tests::stand_ins::telia::Telia;
use tests::support::browser::Browser;
use tests::support::page::Page;
use tests::support::server::ServerTest;

use crate::walk::{fill, parking, send};

const PORTAL: &str = "https://sjalvservice.example.se";

/// A server and the provider, which goes by the wall's clock: so must the server.
pub(crate) fn world(algorithm: &str) -> (ServerTest, Telia) {
    let telia = Telia::start(PORTAL, algorithm).expect("the provider");
    let server = ServerTest::with_eids(vec![telia.config()]);
    let wall = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_secs();
    server.pass(i64::try_from(wall).expect("a time") - server.now() / 1000);
    (server, telia)
}

/// Presses the button for logging in, and comes back as this person.
pub(crate) fn log_in(browser: &mut Browser<'_>, telia: &Telia, person: &str) -> Page {
    browser.open("/mina-sidor/logga-in");
    let onward = browser.post("/mina-sidor/logga-in/oidc/telia", &[]).location;
    let onward = browser.get(&onward).body;
    let visit = telia.visit(&onward, person).expect("a visit");
    browser.get(visit.back.trim_start_matches(PORTAL))
}

/// Presses the button for signing, and comes back as this person.
pub(crate) fn sign(
    browser: &mut Browser<'_>,
    telia: &Telia,
    case: &str,
    person: &str,
) -> (Page, String) {
    let url = format!("/mina-sidor/utkast/{case}/skriv-under");
    browser.get(&url);
    let onward = browser.post(&url, &[("device", "oidc:telia")]).location;
    let onward = browser.get(&onward).body;
    let visit = telia.visit(&onward, person).expect("a visit");
    (browser.get(visit.back.trim_start_matches(PORTAL)), visit.page)
}

#[test]
fn one_can_log_in_with_another_eid_whichever_algorithm_it_signs_with() {
    for algorithm in ["ES256", "RS256"] {
        let (server, telia) = world(algorithm);
        let mut browser = server.browser();
        browser.open("/mina-sidor/logga-in?till=/mina-sidor/");
        assert!(browser.page.says("Logga in med Telia e-legitimation"), "{}", browser.page.text());
        let before = browser.cookie("__Host-lucka").map(str::to_owned);

        let back = log_in(&mut browser, &telia, ALVA);

        assert_eq!(back.summary(), "303 -> /mina-sidor/", "{algorithm}");
        assert!(browser.get("/mina-sidor/").body.contains("Alva Provsson"));
        assert_ne!(browser.cookie("__Host-lucka").map(str::to_owned), before, "a new session");
    }
}

#[test]
fn an_application_can_be_signed_with_another_eid() {
    let (server, telia) = world("ES256");
    let mut browser = server.browser();
    log_in(&mut browser, &telia, ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);

    let (back, shown) = sign(&mut browser, &telia, &id, ALVA);

    assert_eq!(back.summary(), "303 -> /mina-sidor/arende/*/kvitto");
    assert!(shown.contains("2026-000001") && shown.contains("100 meter"), "{shown}");
    assert!(browser.get(&back.location).says("Alva Provsson (du)"));
    let received = server.app.store.read(|tx| tx.received_cases(None)).expect("cases");
    assert_eq!(received.len(), 1);
}

#[test]
fn nobody_signs_for_somebody_else_and_a_signature_may_be_cancelled() {
    let (server, telia) = world("ES256");
    let mut browser = server.browser();
    log_in(&mut browser, &telia, ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);

    for person in [BERIT, ""] {
        let (back, _) = sign(&mut browser, &telia, &id, person);
        let page = browser.get(&back.location);
        assert!(page.says("Du avbröt, eller så gick det inte"), "{}", page.text());
        assert!(page.says("Skriv under med Telia e-legitimation"));
    }

    let received = server.app.store.read(|tx| tx.received_cases(None)).expect("cases");
    assert!(received.is_empty());
    let (back, _) = sign(&mut browser, &telia, &id, ALVA);
    assert_eq!(back.summary(), "303 -> /mina-sidor/arende/*/kvitto");
}

#[test]
fn answers_changed_after_the_request_make_the_signature_void() {
    let (server, telia) = world("ES256");
    let mut browser = server.browser();
    log_in(&mut browser, &telia, ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    browser.get(&url);
    let onward = browser.post(&url, &[("device", "oidc:telia")]).location;
    let onward = browser.get(&onward).body;
    fill(&mut browser, &id, "bilen", &[("roll", "forare"), ("korkort", "nej")]);

    let visit = telia.visit(&onward, ALVA).expect("a visit");
    let back = browser.get(visit.back.trim_start_matches(PORTAL));

    assert_eq!(back.summary(), "303 -> /mina-sidor/utkast/*/skriv-under?besked=fel");
    let received = server.app.store.read(|tx| tx.received_cases(None)).expect("cases");
    assert!(received.is_empty());
}

#[test]
fn a_cancelled_login_may_be_tried_again_and_an_old_answer_may_not() {
    let (server, telia) = world("ES256");
    let mut browser = server.browser();

    let back = log_in(&mut browser, &telia, "");
    let page = browser.get(&back.location);
    assert!(page.says("Du avbröt, eller så gick det inte"), "{}", page.text());

    browser.open("/mina-sidor/logga-in");
    let onward = browser.post("/mina-sidor/logga-in/oidc/telia", &[]).location;
    let onward = browser.get(&onward).body;
    let visit = telia.visit(&onward, ALVA).expect("a visit");
    let answer = visit.back.trim_start_matches(PORTAL);
    let mut stranger = server.browser();
    stranger.open("/mina-sidor/logga-in");
    let elsewhere = stranger.get(answer);
    let page = stranger.get(&elsewhere.location);
    assert!(page.says("fortsatte du i en annan webbläsare"), "{}", page.text());
    assert_eq!(browser.get(answer).summary(), "303 -> /mina-sidor/");
    assert_eq!(browser.get(answer).summary(), "303 -> /mina-sidor/", "loaded twice is harmless");
}

#[test]
fn the_portal_steps_aside_as_after_bankid() {
    let (server, telia) = world("ES256");
    let mut georg = server.browser();
    let back = log_in(&mut georg, &telia, GEORG);
    let page = georg.get(&back.location);
    assert!(page.says("Du har ett samordningsnummer."), "{}", page.text());

    let mut elsa = server.browser();
    log_in(&mut elsa, &telia, ELSA);
    let page = elsa.get("/mina-sidor/");
    assert!(!page.body.contains("Hemligprov") && !page.body.contains(ELSA), "{}", page.text());
}

#[test]
fn the_page_that_leads_on_sends_its_form_to_the_provider_and_nowhere_else() {
    let (server, telia) = world("ES256");
    let issuer = telia.config().issuer;
    let mut browser = server.browser();
    log_in(&mut browser, &telia, ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    browser.get(&url);
    let onward = browser.post(&url, &[("device", "oidc:telia")]).location;

    let page = browser.get(&onward);

    let policy = page.headers.iter().find(|(name, _)| name == "content-security-policy");
    let policy = policy.map(|(_, value)| value.as_str()).unwrap_or_default();
    assert!(policy.contains(&format!("form-action 'self' {issuer};")), "{policy}");
    assert!(!page.body.contains(ALVA), "the number is inside the signed request only");
    let mut stranger = server.logged_in(BERIT);
    assert_eq!(stranger.get(&onward).status, 404);
    telia.visit(&page.body, ALVA).expect("a visit");
}
