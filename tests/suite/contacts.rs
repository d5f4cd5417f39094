//! How a person is reached: only by addresses that a code has verified.

use submit_server::store::Channel;
use tests::stand_ins::mailbox::Weather;
use tests::stand_ins::persons::ALVA;
use tests::support::browser::Browser;
use tests::support::page::Page;
use tests::support::server::ServerTest;

use crate::told::tell;
use crate::walk::{parking, send};

const CONTACT: &str = "/mina-sidor/kontakt";
const HOUR: i64 = 60 * 60;

/// Asks for a code.
pub(crate) fn ask(browser: &mut Browser<'_>, channel: &str, address: &str) -> Page {
    browser.get(CONTACT);
    browser.post(CONTACT, &[("kanal", channel), ("gor", "kod"), ("adress", address)])
}

fn answer(browser: &mut Browser<'_>, channel: &str, code: &str) -> Page {
    browser.get(CONTACT);
    browser.post(CONTACT, &[("kanal", channel), ("gor", "bekrafta"), ("kod", code)])
}

/// The six digits of a message.
fn code(text: &str) -> String {
    let digits = text.split(|it: char| !it.is_ascii_digit()).find(|it| it.len() == 6);
    digits.expect("six digits").to_owned()
}

fn mail_code(server: &ServerTest) -> String {
    code(&server.mailbox.letters().last().expect("a letter").body())
}

/// Verifies a mail address.
pub(crate) fn with_mail(server: &ServerTest, browser: &mut Browser<'_>, address: &str) {
    ask(browser, "epost", address);
    tell(server);
    let verified = answer(browser, "epost", &mail_code(server));
    assert_eq!(verified.location, format!("{CONTACT}?klart=ny"), "{}", verified.text());
}

/// Verifies a mobile number.
pub(crate) fn with_sms(server: &ServerTest, browser: &mut Browser<'_>, number: &str) {
    ask(browser, "sms", number);
    tell(server);
    let code = code(&server.elks.taken().last().expect("an SMS").text);
    let verified = answer(browser, "sms", &code);
    assert_eq!(verified.location, format!("{CONTACT}?klart=ny"), "{}", verified.text());
}

#[test]
fn a_code_is_taken_at_most_five_times_ten_minutes_and_for_one_address() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    ask(&mut browser, "epost", "alva@example.se");
    tell(&server);
    let right = mail_code(&server);
    let wrong = if right == "000000" { "000001" } else { "000000" };

    let tries: Vec<u16> = (0..6).map(|_| answer(&mut browser, "epost", wrong).status).collect();
    let spent = answer(&mut browser, "epost", &right);
    ask(&mut browser, "epost", "alva@example.se");
    tell(&server);
    let late = mail_code(&server);
    server.pass(10 * 60);
    let too_late = answer(&mut browser, "epost", &late);
    let old = answer(&mut browser, "sms", &late);

    assert_eq!(tries, [422; 6]);
    assert!(spent.status == 422 && spent.says("Koden gäller inte längre"), "{}", spent.text());
    assert!(too_late.says("Koden gäller inte längre"), "{}", too_late.text());
    assert_eq!(old.location, CONTACT);
    let contacts = server.app.store.read(|tx| tx.contacts(ALVA)).expect("contacts");
    assert!(contacts.iter().all(|it| it.address.is_none()));
}

#[test]
fn nobody_can_make_a_telephone_ring_all_day() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    let mut asked = Vec::new();
    for _ in 0..7 {
        asked.push(ask(&mut browser, "sms", "070-174 06 05").status);
        server.pass(1);
    }
    tell(&server);
    server.pass(HOUR);
    browser = server.logged_in(ALVA);
    asked.push(ask(&mut browser, "sms", "070-174 06 05").status);

    assert_eq!(asked, [303, 303, 303, 303, 303, 422, 422, 303]);
    assert_eq!(server.elks.taken().len(), 5);
}

#[test]
fn an_address_may_be_changed_and_taken_away() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    with_mail(&server, &mut browser, "alva@example.se");
    ask(&mut browser, "epost", "ny@example.se");
    tell(&server);
    let meanwhile = browser.get(CONTACT);
    answer(&mut browser, "epost", &mail_code(&server));
    tell(&server);
    let to_old = server.mailbox.letters().pop().expect("a letter");
    let changed = browser.get(CONTACT);

    browser.post(CONTACT, &[("kanal", "epost"), ("gor", "ta-bort")]);
    let removed = browser.get(CONTACT);

    assert!(meanwhile.says("Vi skickar till alva@example.se."), "{}", meanwhile.text());
    assert_eq!(to_old.to, "alva@example.se");
    assert_eq!(to_old.header("subject").as_deref(), Some("Din adress har ändrats"));
    assert!(changed.says("Vi skickar till ny@example.se."), "{}", changed.text());
    assert!(!removed.says("Vi skickar till"), "{}", removed.text());
}

#[test]
fn what_is_no_address_is_refused_with_a_way_out() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    for (channel, typed) in [
        ("epost", "alva@example.se\r\nBcc: alla@example.se"),
        ("epost", "Alva <alva@example.se>"),
        ("epost", ""),
        ("sms", "0690-25 01 00"),
        ("sms", "070-174 06 05\r\nto: +46701740606"),
    ] {
        let refused = ask(&mut browser, channel, typed);
        assert_eq!(refused.status, 422, "{typed:?}");
        assert!(refused.body.contains("aria-invalid=\"true\""), "{typed:?}");
    }
    assert_eq!(tell(&server), 0);
}

#[test]
fn after_three_failures_a_channel_is_given_up_and_mina_sidor_says_so() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    with_mail(&server, &mut browser, "alva@example.se");
    server.mailbox.set_weather(Weather::Answering(550));
    for _ in 0..4 {
        let id = parking(&mut browser);
        send(&mut browser, &id);
        browser.sign(&id, ALVA);
        tell(&server);
    }
    server.mailbox.set_weather(Weather::Fine);
    let overview = browser.get("/mina-sidor/");
    let contact = server.app.store.read(|tx| tx.contact(ALVA, Channel::Mail)).expect("it");
    let failed = server.app.store.read(|tx| tx.failed_messages()).expect("a count");

    with_mail(&server, &mut browser, "alva@example.se");
    let mended = browser.get("/mina-sidor/");

    assert!(contact.expect("a contact").given_up());
    assert_eq!(failed, 3, "the fourth was not even queued");
    assert!(overview.says("Vi når dig inte med e-post."), "{}", overview.text());
    assert!(!mended.says("Vi når dig inte med e-post."), "{}", mended.text());
}

#[test]
fn a_server_that_lets_nobody_send_is_no_fault_of_any_address() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    with_mail(&server, &mut browser, "alva@example.se");
    server.mailbox.set_weather(Weather::Forbidding);
    for _ in 0..3 {
        let id = parking(&mut browser);
        send(&mut browser, &id);
        browser.sign(&id, ALVA);
        tell(&server);
    }
    let contact = server.app.store.read(|tx| tx.contact(ALVA, Channel::Mail)).expect("it");

    assert_eq!(contact.expect("a contact").failures, 0);
    assert_eq!(server.app.store.read(|tx| tx.failed_messages()).expect("a count"), 3);
}

#[test]
fn the_pages_say_where_confirmations_go() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    let review = format!("/mina-sidor/utkast/{id}/granska");
    let nowhere = browser.get(&review);
    with_mail(&server, &mut browser, "alva@example.se");
    let somewhere = browser.get(&review);
    send(&mut browser, &id);
    let signed = browser.sign(&id, ALVA).location;
    let receipt = browser.get(&signed);
    let off = ServerTest::new();
    let mut other = off.logged_in(ALVA);
    let off_page = other.get(CONTACT);

    assert!(nowhere.says("Du får ingen bekräftelse med e-post eller sms"), "{}", nowhere.text());
    assert!(nowhere.body.contains(CONTACT));
    assert!(somewhere.says("Du får en bekräftelse till alva@example.se."), "{}", somewhere.text());
    assert!(receipt.says("Du får en bekräftelse till alva@example.se."), "{}", receipt.text());
    assert!(off_page.says("Portalen skickar inga meddelanden just nu"), "{}", off_page.text());
}
