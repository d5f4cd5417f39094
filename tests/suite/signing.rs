//! Signing with BankID: the case comes in with the last signature, and only then.

use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO, DISA, DORIS, FREDRIK};
use tests::support::browser::Browser;
use tests::support::server::ServerTest;

use crate::walk::{parking, preschool, send};

#[test]
fn a_signed_application_has_come_in_and_is_found_on_mina_sidor() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);

    let sent = send(&mut browser, &id);
    let before = browser.get("/mina-sidor/");
    let signed = browser.sign(&id, ALVA);
    let receipt = browser.get(&signed.location);
    let overview = browser.get("/mina-sidor/");
    let case = browser.get(&format!("/mina-sidor/arende/{id}"));

    assert_eq!(sent.summary(), "303 -> /mina-sidor/utkast/*/skriv-under");
    assert!(before.says("Inskickade ärenden (pågående) 0") || !before.says("Ärende 2026-000001 ,"));
    assert_eq!(signed.summary(), "303 -> /mina-sidor/arende/*/kvitto");
    assert!(
        receipt.says("2026-000001") && receipt.says("Alva Provsson (du)"),
        "{}",
        receipt.text()
    );
    assert!(overview.says("Inskickade ärenden (pågående) 1"), "{}", overview.text());
    assert!(case.says("jag.png") && case.says("100 meter"), "{}", case.text());
}

#[test]
fn what_is_signed_is_readable_and_tied_to_the_document() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    browser.get(&url);
    browser.post(&url, &[("device", "other")]);

    let order = server.bankid.scan_newest(server.now()).expect("an order");
    let shown = server.bankid.show(order, server.now()).expect("shown");

    let text = shown.text.unwrap_or_default();
    assert!(shown.sign && shown.person.as_deref() == Some(ALVA));
    assert!(text.contains("2026\\-000001") && text.contains("100 meter"), "{text}");
    assert!(server.bankid.approve(order, DISA, server.now()).is_err(), "only the person may sign");
}

/// Starts to sign; the page that waits for it.
fn started(browser: &mut Browser<'_>, id: &str) -> String {
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    browser.get(&url);
    browser.post(&url, &[("device", "other")]).location
}

#[test]
fn answers_changed_after_the_order_end_it_in_the_app_too() {
    // The app is told so; if BankID does not answer then, the signature counts for nothing.
    for told in [true, false] {
        let server = ServerTest::new();
        let mut browser = server.logged_in(ALVA);
        let id = parking(&mut browser);
        send(&mut browser, &id);
        let waiting = started(&mut browser, &id);
        let order = server.bankid.scan_newest(server.now()).expect("an order");
        let change = format!("/mina-sidor/utkast/{id}/bilen");
        browser.get(&change);
        if !told {
            server.bankid.fail_next(503, "internalError");
        }
        browser.post(&change, &[("roll", "forare"), ("korkort", "nej")]);

        let approved = server.bankid.approve(order, ALVA, server.now());
        server.collect();

        let page = browser.get(&waiting);
        assert_eq!(approved.is_err(), told);
        assert!(page.says("Åtgärden avbröts. Försök igen."), "{}", page.text());
        let cases = server.app.store.read(|tx| tx.received_cases(None)).expect("cases");
        assert!(cases.is_empty());
    }
}

#[test]
fn deleting_taking_back_and_declining_end_what_is_signed_in_the_app() {
    let server = ServerTest::new();
    let mut alva = server.logged_in(ALVA);
    let id = parking(&mut alva);
    send(&mut alva, &id);
    started(&mut alva, &id);
    let order = server.bankid.scan_newest(server.now()).expect("an order");
    let url = format!("/mina-sidor/utkast/{id}/ta-bort");
    alva.get(&url);
    alva.post(&url, &[]);
    assert!(server.bankid.approve(order, ALVA, server.now()).is_err(), "deleted");

    for by_applicant in [true, false] {
        let server = ServerTest::new();
        let mut berit = server.logged_in(BERIT);
        let id = preschool(&mut berit, BERTIL);
        send(&mut berit, &id);
        berit.sign(&id, BERIT);
        let mut bo = server.logged_in(BO);
        started(&mut bo, &id);
        let order = server.bankid.scan_newest(server.now()).expect("an order");
        if by_applicant {
            berit.get(&format!("/mina-sidor/arende/{id}"));
            berit.post(&format!("/mina-sidor/arende/{id}/aterkalla"), &[]);
        } else {
            let url = format!("/mina-sidor/utkast/{id}/avboj");
            bo.get(&url);
            bo.post(&url, &[]);
        }
        assert!(server.bankid.approve(order, BO, server.now()).is_err(), "{by_applicant}");
    }
}

#[test]
fn two_guardians_sign_before_the_case_comes_in() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    let review = berit.get(&format!("/mina-sidor/utkast/{id}/granska"));
    assert!(review.says("Bo Exempelberg"), "{}", review.text());

    send(&mut berit, &id);
    let waiting = berit.sign(&id, BERIT).location;
    let waiting = berit.open(&waiting);
    let received = server.app.store.read(|tx| tx.received_cases(None)).expect("cases").len();

    assert_eq!(waiting.summary(), "200 Du har skrivit under. Nu väntar vi på Bo Exempelberg.");
    assert!(waiting.says("Ärendet är inte inskickat ännu. Det väntar på Bo Exempelberg."));
    assert_eq!(received, 0);
    let overview = berit.get("/mina-sidor/");
    assert!(overview.says("Väntar på att Bo Exempelberg skriver under"), "{}", overview.text());

    server.pass(60);
    let mut bo = server.logged_in(BO);
    let overview = bo.get("/mina-sidor/");
    assert!(overview.says("Du behöver göra något 1"), "{}", overview.text());
    let reading = bo.get(&format!("/mina-sidor/utkast/{id}/skriv-under"));
    assert!(!reading.body.contains("19800102-2386"), "the other's number is not shown");
    bo.sign(&id, BO);

    let cases = server.app.store.read(|tx| tx.received_cases(None)).expect("cases");
    assert_eq!(cases.len(), 1);
    assert!(berit.get("/mina-sidor/").says("Inskickade ärenden (pågående) 1"));
    assert!(bo.get(&format!("/mina-sidor/arende/{id}/kvitto")).says("2026-000001"));
}

#[test]
fn nobody_changes_what_somebody_has_signed() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    let page = berit.get(&format!("/mina-sidor/arende/{id}"));
    assert_eq!(page.status, 200);
    let csrf = page.body.split("name=\"csrf\" value=\"").nth(1).and_then(|it| it.get(..64));
    let csrf = csrf.unwrap_or_default().to_owned();

    let step = berit.get(&format!("/mina-sidor/utkast/{id}/ovrigt"));
    let url = format!("/mina-sidor/utkast/{id}/ovrigt");
    let saved = berit.post(&url, &[("csrf", &csrf), ("intygar", "ja")]);
    let deleted = berit.post(&format!("/mina-sidor/utkast/{id}/ta-bort"), &[("csrf", &csrf)]);

    assert_eq!(step.summary(), "303 -> /mina-sidor/arende/*");
    assert_eq!((saved.status, deleted.status), (409, 409));
}

#[test]
fn the_other_guardian_sees_nothing_before_the_applicant_has_signed() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);

    let mut bo = server.logged_in(BO);

    assert!(!bo.get("/mina-sidor/").says("Du behöver göra något"));
    assert_eq!(bo.get(&format!("/mina-sidor/arende/{id}")).status, 404);
    assert_eq!(bo.get(&format!("/mina-sidor/utkast/{id}/skriv-under")).status, 404);
}

#[test]
fn a_sole_guardian_signs_alone() {
    let server = ServerTest::new();
    let mut disa = server.logged_in(DISA);
    let id = preschool(&mut disa, DORIS);

    send(&mut disa, &id);
    let signed = disa.sign(&id, DISA);

    assert_eq!(signed.summary(), "303 -> /mina-sidor/arende/*/kvitto");
    assert_eq!(disa.get(&signed.location).status, 200);
}

#[test]
fn a_child_of_a_protected_guardian_is_not_shown() {
    let server = ServerTest::new();
    let mut fredrik = server.logged_in(FREDRIK);
    let id = fredrik.begin(crate::walk::PRESCHOOL);

    let step = fredrik.open(&format!("/mina-sidor/utkast/{id}"));

    assert!(step.says("Alla barn visas inte här."), "{}", step.text());
    assert!(!step.body.contains("Fanny"));
}

#[test]
fn a_signature_survives_a_stop_between_bankid_and_us() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    browser.get(&url);
    browser.post(&url, &[("device", "other")]);
    let order = server.bankid.scan_newest(server.now()).expect("an order");
    server.bankid.show(order, server.now());
    server.bankid.approve(order, ALVA, server.now()).expect("approved");

    let server = server.restarted();
    server.collect();

    let cases = server.app.store.read(|tx| tx.received_cases(None)).expect("cases");
    assert_eq!(cases.len(), 1);
}
