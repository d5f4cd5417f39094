//! What one guardian may read about the other, and what protection stops.

use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO, DISA, Protection, find};
use tests::stand_ins::register::Weather;
use tests::support::browser::Browser;
use tests::support::server::ServerTest;

use crate::hardening::{Key, received};
use crate::walk::{fill, parking, preschool, send};

/// What the applicant has said or the register knows, and the other guardian may not read.
const HERS: [&str; 6] = [
    "19800102-2386",
    "198001022386",
    "Provgatan 2",
    "070-174 06 05",
    "hemlig.adress@example.se",
    "841 31",
];

/// Berit has sent and signed an application that Bo must sign too.
fn signed_by_berit(server: &ServerTest) -> String {
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    let fields = [("telefon", "070-174 06 05"), ("epost", "hemlig.adress@example.se")];
    fill(&mut berit, &id, "ni-som-soker", &fields);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    server.pass(60);
    id
}

fn shown_in_the_app(server: &ServerTest, bo: &mut Browser<'_>, id: &str) -> String {
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    bo.get(&url);
    bo.post(&url, &[("device", "other")]);
    let order = server.bankid.scan_newest(server.now()).expect("an order");
    let text = server.bankid.show(order, server.now()).and_then(|it| it.text);
    server.bankid.approve(order, BO, server.now()).expect("approved");
    server.collect();
    text.expect("a text")
}

#[test]
fn the_other_guardian_reads_the_application_but_not_where_the_applicant_is() {
    let server = ServerTest::new();
    let id = signed_by_berit(&server);
    let mut bo = server.logged_in(BO);

    let to_sign = bo.get(&format!("/mina-sidor/utkast/{id}/skriv-under"));
    let waiting = bo.get(&format!("/mina-sidor/arende/{id}"));
    let app = shown_in_the_app(&server, &mut bo, &id);
    let receipt = bo.get(&format!("/mina-sidor/arende/{id}/kvitto"));
    let case = bo.get(&format!("/mina-sidor/arende/{id}"));

    let plain = app.replace('\\', "");
    let pages = [&to_sign.body, &waiting.body, &plain, &receipt.body, &case.body];
    for (place, text) in ["sign", "waiting", "app", "receipt", "case"].iter().zip(pages) {
        for secret in HERS {
            assert!(!text.contains(secret), "{place} tells {secret}");
        }
        assert!(text.contains("Furubackens") && text.contains("Berit Exempelberg"), "{place}");
    }
}

#[test]
fn the_applicant_reads_all_of_her_own() {
    let server = ServerTest::new();
    let id = signed_by_berit(&server);
    let mut berit = server.logged_in(BERIT);

    let case = berit.get(&format!("/mina-sidor/arende/{id}"));

    for own in ["19800102-2386", "Provgatan 2", "070-174 06 05", "hemlig.adress@example.se"] {
        assert!(case.says(own), "{own}: {}", case.text());
    }
}

#[test]
fn an_applicant_who_becomes_protected_is_no_longer_shown_to_the_other_guardian() {
    let server = ServerTest::new();
    let id = signed_by_berit(&server);
    let mut bo = server.logged_in(BO);
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    assert_eq!(bo.get(&url).status, 200);
    assert!(bo.get("/mina-sidor/").body.contains(&id));
    let key = Key::of(&server, &bo);

    server.register.set_protection(BERIT, Protection::Sekretessmarkering);

    for path in
        [&url, &format!("/mina-sidor/arende/{id}"), &format!("/mina-sidor/arende/{id}/kvitto")]
    {
        assert_eq!(key.get(&server, path).status, 404, "{path}");
    }
    assert_eq!(key.post(&server, &url, &[("device", "other")]).status, 404);
    assert!(!bo.get("/mina-sidor/").body.contains(&id), "nor is it in a list");
    let mut berit = server.browser();
    berit.log_in(BERIT);
    assert_eq!(berit.open("/mina-sidor/").heading(), "Ring så hjälper vi dig");
}

#[test]
fn while_the_register_is_silent_nothing_is_shown_to_the_other_guardian() {
    let server = ServerTest::new();
    let id = signed_by_berit(&server);
    let mut bo = server.logged_in(BO);
    server.register.set_weather(Weather::Unreachable);

    let page = bo.get(&format!("/mina-sidor/utkast/{id}/skriv-under"));

    assert_eq!(page.summary(), "503 Folkbokföringen svarar inte just nu");
    server.register.set_weather(Weather::Fair);
    assert_eq!(bo.get(&format!("/mina-sidor/utkast/{id}/skriv-under")).status, 200);
}

#[test]
fn protection_that_came_after_login_is_seen_before_sending() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    server.register.set_protection(ALVA, Protection::SkyddadFolkbokforing);

    let sent = send(&mut browser, &id);

    assert_eq!(sent.heading(), "Ring så hjälper vi dig", "{}", sent.text());
    assert_eq!(received(&server), 0);
}

#[test]
fn what_the_register_says_since_the_review_is_shown_before_it_is_sent() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    let review = browser.get(&format!("/mina-sidor/utkast/{id}/granska"));
    assert!(review.says("Exempelvägen 1"), "{}", review.text());
    let home = find(DISA).expect("a person").home;
    server.register.move_to(ALVA, home);

    let first = browser.post(&format!("/mina-sidor/utkast/{id}/skicka"), &[]);
    let review = browser.get(&first.location);
    let second = browser.post(&format!("/mina-sidor/utkast/{id}/skicka"), &[]);

    assert_eq!(first.summary(), "303 -> /mina-sidor/utkast/*/granska");
    assert!(review.says(home.street), "{}", review.text());
    assert_eq!(second.summary(), "303 -> /mina-sidor/utkast/*/skriv-under");
    let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
    let asked = format!("\"register_asked_at\":{}", server.now());
    assert!(case.document.unwrap_or_default().contains(&asked), "when the register was asked");
}

#[test]
fn a_protected_person_is_not_named_above_an_anonymous_form() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    browser.log_in(tests::stand_ins::persons::ELSA);

    let page = browser.get("/mina-sidor/ny/felanmalan-gata");

    assert!(!page.body.contains("Hemligprov"), "{}", page.text());
}
