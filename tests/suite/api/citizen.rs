//! What becomes of a unit's words on the citizen's pages, and outside them.

use submit_server::store::Sending;
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO, Protection};
use tests::support::server::ServerTest;

use crate::api::{PRESCHOOLS, Program, STREETS, permit, verified};
use crate::contacts::with_mail;
use crate::told::tell;
use crate::walk::{parking, preschool, send};

const STATUS: &str = "/cases/2026-000001/status";
const CLOSE: &str = "/cases/2026-000001/close";
const MESSAGES: &str = "/cases/2026-000001/messages";

#[test]
fn the_citizen_reads_what_the_unit_says_in_order_and_as_text() {
    let server = ServerTest::new();
    let (mut browser, id) = permit(&server);
    let program = Program::new(&server, STREETS, "write");
    server.pass(600);
    program.post(STATUS, r#"{"state":"in_progress","message":"Först: <script>alert(1)</script>"}"#);
    server.pass(600);
    program.post(MESSAGES, r#"{"message":"Sedan.\r\nNästa rad & en till."}"#);
    program.post(CLOSE, r#"{"outcome":"Beviljad","message":"Sist."}"#);
    program.post(MESSAGES, r#"{"message":"Efteråt."}"#);

    let page = browser.get(&format!("/mina-sidor/arende/{id}"));
    let overview = browser.get("/mina-sidor/");

    let body = &page.body;
    let places = [
        "Mottaget av",
        "Först: &lt;script&gt;alert(1)&lt;",
        "Meddelande från",
        "Sedan.\nNästa rad &amp; en till.",
        "Ärendet är klart",
        "23 november 2026 kl. 15.00",
        "<p>Beviljad</p>",
        "Sist.",
        "Efteråt.",
    ];
    let mut rest = body.as_str();
    for words in places {
        let at = rest.find(words).unwrap_or_else(|| panic!("`{words}` is not next in {body}"));
        rest = &rest[at..];
    }
    assert!(!body.contains("<script>alert"));
    assert!(overview.says("Meddelande från kommunen i dag kl. 15.00: ”Efteråt.”"));
    assert!(overview.says("Klart: Beviljad"));
}

#[test]
fn each_change_is_told_once_without_its_words() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    with_mail(&server, &mut browser, "alva@example.se");
    let id = parking(&mut browser);
    send(&mut browser, &id);
    browser.sign(&id, ALVA);
    tell(&server);
    let before = server.mailbox.letters().len();
    let program = Program::new(&server, STREETS, "write");

    program.post_as(STATUS, r#"{"state":"in_progress","message":"Hemligt ett."}"#, "a");
    program.post_as(STATUS, r#"{"state":"in_progress","message":"Hemligt ett."}"#, "a");
    program.post(MESSAGES, r#"{"message":"Hemligt två."}"#);
    program.post(CLOSE, r#"{"outcome":"Hemligt tre"}"#);
    tell(&server);
    server.pass(24 * 3600);
    tell(&server);

    let letters = server.mailbox.letters().split_off(before);
    assert_eq!(letters.len(), 3);
    for letter in &letters {
        assert_eq!(
            letter.header("subject").as_deref(),
            Some("Något har hänt i ärende 2026-000001")
        );
        assert!(!letter.source.contains("emligt") && !letter.body().contains("emligt"));
    }
    let queued = server.app.store.read(|tx| tx.messages_about(&id)).expect("messages");
    assert!(queued.iter().all(|it| !it.detail.contains("emligt")));
    assert!(verified(&server).contains("chain is whole"));
}

#[test]
fn nobody_who_has_become_protected_is_told_by_mail() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    with_mail(&server, &mut browser, "alva@example.se");
    let id = parking(&mut browser);
    send(&mut browser, &id);
    browser.sign(&id, ALVA);
    tell(&server);
    let before = server.mailbox.letters().len();
    server.register.set_protection(ALVA, Protection::Sekretessmarkering);

    let made = Program::new(&server, STREETS, "write").post(CLOSE, r#"{"outcome":"Beviljad"}"#);
    tell(&server);
    server.pass(24 * 3600);
    tell(&server);

    assert_eq!(made.status, 200);
    assert_eq!(server.mailbox.letters().len(), before);
    let queued = server.app.store.read(|tx| tx.messages_about(&id)).expect("messages");
    let last = queued.iter().find(|it| it.event == "status").expect("a message");
    assert_eq!((last.state, last.last_error.as_deref()), (Sending::Failed, Some("protected")));
}

#[test]
fn the_other_guardian_reads_it_where_the_case_may_be_read() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    let mut bo = server.logged_in(BO);
    bo.sign(&id, BO);
    let program = Program::new(&server, PRESCHOOLS, "write");
    program.post(MESSAGES, r#"{"message":"Ni har fått en plats."}"#);

    let page = bo.get(&format!("/mina-sidor/arende/{id}"));
    let overview = bo.get("/mina-sidor/");
    server.register.set_protection(BERIT, Protection::Sekretessmarkering);
    let later = bo.get(&format!("/mina-sidor/arende/{id}"));

    assert!(page.says("Ni har fått en plats."), "{}", page.text());
    assert!(overview.says("Nytt meddelande från kommunen i dag kl. 14.40"));
    assert!(!overview.says("Ni har fått en plats."), "read where the register is asked");
    assert_eq!(later.status, 404);
}
