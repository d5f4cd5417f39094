//! Protection that comes late: to the other guardian, to the child, to somebody
//! whom the applicant named, and between BankID's answer and what follows.
//!
//! The applicant keeps her own document as she signed it. Nothing new about who is
//! protected is shown to her, not even that something has changed.

use tests::stand_ins::persons::{BERIT, BERTIL, BO, DISA, ELSA, Protection};
use tests::support::browser::Browser;
use tests::support::page::Page;
use tests::support::server::ServerTest;

use crate::contacts::with_mail;
use crate::hardening::rows::kept;
use crate::named::{for_three, with_one_more};
use crate::told::tell;
use crate::walk::{preschool, send};

const DAY: i64 = 24 * 60 * 60;

/// All that a browser is shown of a case.
fn pages(browser: &mut Browser<'_>, id: &str) -> Vec<Page> {
    let paths = [
        "/mina-sidor/".to_owned(),
        format!("/mina-sidor/arende/{id}"),
        format!("/mina-sidor/arende/{id}/kvitto"),
        format!("/mina-sidor/utkast/{id}/skriv-under"),
    ];
    paths.iter().map(|it| browser.get(it)).collect()
}

/// The same, without what each session has of its own.
fn texts(browser: &mut Browser<'_>, id: &str) -> Vec<String> {
    pages(browser, id).iter().map(|it| format!("{} {}", it.summary(), it.text())).collect()
}

/// An application that Berit has signed, and her browser.
fn waiting_for_bo(server: &ServerTest) -> (Browser<'_>, String) {
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    (berit, id)
}

#[test]
fn the_applicant_sees_nothing_new_when_the_other_guardian_or_the_child_becomes_protected() {
    for (protected, received) in [(BO, false), (BERTIL, false), (BO, true), (BERTIL, true)] {
        let server = ServerTest::telling();
        with_mail(&server, &mut server.logged_in(BO), "bo@example.se");
        let (mut berit, id) = waiting_for_bo(&server);
        if received {
            server.logged_in(BO).sign(&id, BO);
            tell(&server);
        }
        let before = texts(&mut berit, &id);

        server.register.set_protection(protected, Protection::Sekretessmarkering);
        tell(&server);
        let after = texts(&mut berit, &id);
        let again = texts(&mut server.logged_in(BERIT), &id);

        assert_eq!(after, before, "{protected} {received}");
        assert_eq!(again, before, "{protected} {received}");
    }
}

#[test]
fn a_child_that_becomes_protected_is_not_shown_to_the_other_guardian() {
    for received in [false, true] {
        let server = ServerTest::telling();
        with_mail(&server, &mut server.logged_in(BO), "bo@example.se");
        let (_, id) = waiting_for_bo(&server);
        let mut bo = server.logged_in(BO);
        if received {
            bo.sign(&id, BO);
        }
        let letters = server.mailbox.letters().len();
        server.register.set_protection(BERTIL, Protection::Sekretessmarkering);
        tell(&server);
        server.pass(4 * DAY);
        tell(&server);

        let mut bo = server.logged_in(BO);
        for page in pages(&mut bo, &id) {
            assert!(!page.body.contains(&id), "{received}: {}", page.text());
            assert!(!page.body.contains("Bertil") && !page.body.contains(BERTIL), "{received}");
        }
        assert_eq!(server.mailbox.letters().len(), letters, "{received}: nor told of the case");
    }
}

#[test]
fn whom_the_applicant_named_may_be_protected_and_nobody_learns_it() {
    let server = ServerTest::new().publishing(&with_one_more());
    let mut berit = server.logged_in(BERIT);
    let id = for_three(&mut berit);
    berit.sign(&id, BERIT);
    let before = texts(&mut berit, &id);
    let mut bo = server.logged_in(BO);
    let seen_by_bo = texts(&mut bo, &id);
    let mut disa = server.logged_in(DISA);
    assert!(disa.get("/mina-sidor/").body.contains(&id));

    server.register.set_protection(DISA, Protection::SkyddadFolkbokforing);

    assert_eq!(texts(&mut berit, &id), before);
    assert_eq!(texts(&mut bo, &id), seen_by_bo, "it was the applicant who wrote her name");
    let mut disa = server.browser();
    disa.log_in(DISA);
    assert_eq!(disa.open("/mina-sidor/").heading(), "Ring så hjälper vi dig");
}

#[test]
fn protection_that_comes_after_bankids_answer_is_seen_before_anything_is_told_to_others() {
    let server = ServerTest::new();
    let (_, id) = waiting_for_bo(&server);
    let mut bo = server.browser();
    bo.get("/mina-sidor/logga-in");
    let waiting = bo.post("/mina-sidor/logga-in/bankid", &[("device", "other")]).location;
    server.approve(BO);
    server.register.set_protection(BO, Protection::Sekretessmarkering);
    bo.get(&waiting);
    bo.post(&format!("{waiting}/klar"), &[]);
    let orders = server.bankid.waiting(server.now()).len();
    let before = texts(&mut server.logged_in(BERIT), &id);

    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    bo.get(&url);
    let signing = bo.post(&url, &[("device", "other")]);
    let over = bo.get("/mina-sidor/");

    assert_eq!(signing.heading(), "Ring så hjälper vi dig", "{}", signing.text());
    assert_eq!(over.status, 303, "the session is over");
    assert_eq!(server.bankid.waiting(server.now()).len(), orders, "nothing to sign in the app");
    assert_eq!(texts(&mut server.logged_in(BERIT), &id), before);
    assert!(!kept(&server, &[]).iter().any(|it| it == &format!("sessions.person = {BO}")));
}

#[test]
fn another_sites_form_asks_the_register_nothing() {
    let server = ServerTest::new();
    let (_, id) = waiting_for_bo(&server);
    let mut bo = server.logged_in(BO);
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    bo.get(&url);
    let asked = |it: &ServerTest| it.register.asked().iter().filter(|it| *it == BO).count();
    let before = asked(&server);

    let forged = bo.post_bare(&url, &[("csrf", "gissat"), ("device", "other")]);

    assert_eq!((forged.status, asked(&server)), (403, before));
}

#[test]
fn an_order_that_a_protected_person_never_finishes_holds_nothing_of_her() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    browser.get("/mina-sidor/logga-in");
    browser.post("/mina-sidor/logga-in/bankid", &[("device", "other")]);
    server.approve(ELSA);

    let kept = kept(&server, &[]);

    assert!(!kept.iter().any(|it| it.contains(ELSA) || it.contains("Hemligprov")), "{kept:#?}");
}

#[test]
fn a_flag_that_the_portal_does_not_know_is_protection() {
    let server = ServerTest::new();
    let (_, id) = waiting_for_bo(&server);
    let mut bo = server.logged_in(BO);
    server.register.set_protection(BERIT, Protection::NagotNytt);

    assert!(pages(&mut bo, &id).iter().all(|it| !it.body.contains("Berit")));
    let mut berit = server.browser();
    berit.log_in(BERIT);
    assert_eq!(berit.open("/mina-sidor/").heading(), "Ring så hjälper vi dig");
}
