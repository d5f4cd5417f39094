//! What people are told by mail and SMS, and what they are never told.

use std::time::Duration;

use hyper::Method;
use submit_server::http::request::Request;
use submit_server::notify::worker::{send_due, start};
use submit_server::store::Sending;
use tests::stand_ins::elks;
use tests::stand_ins::mailbox::{Letter, Weather};
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO, PERSONS, Protection};
use tests::stand_ins::register;
use tests::support::server::{ServerTest, WEBHOOK_TOKEN};

use crate::contacts::{ask, with_mail, with_sms};
use crate::walk::{fill, parking, preschool, send};

const HOUR: i64 = 60 * 60;

/// Sends what is due; the number of tries.
pub(crate) fn tell(server: &ServerTest) -> usize {
    send_due(&server.app.notify).expect("what is due")
}

/// Alva with a verified address, and the application that she has sent and signed.
fn signed(server: &ServerTest) -> String {
    let mut browser = server.logged_in(ALVA);
    with_mail(server, &mut browser, "alva@example.se");
    let id = parking(&mut browser);
    send(&mut browser, &id);
    browser.sign(&id, ALVA);
    id
}

fn states(server: &ServerTest, case: &str) -> Vec<Sending> {
    let messages = server.app.store.read(|tx| tx.messages_about(case)).expect("messages");
    messages.iter().map(|it| it.state).collect()
}

fn report(server: &ServerTest, token: &str, pairs: &[(&str, &str)]) -> u16 {
    let path = format!("/mina-sidor/webhook/46elks/{token}");
    let request = Request::for_test(Method::POST, &path).with_form(pairs);
    server.app.answer(&request).status
}

#[test]
fn a_receipt_goes_by_mail_and_sms_once_the_case_has_come_in() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    with_mail(&server, &mut browser, "alva@example.se");
    with_sms(&server, &mut browser, "070-174 06 05");
    let id = parking(&mut browser);
    send(&mut browser, &id);
    let before = (tell(&server), server.mailbox.letters().len(), server.elks.taken().len());

    browser.sign(&id, ALVA);
    tell(&server);
    server.pass(24 * HOUR);
    tell(&server);

    assert_eq!(before, (0, 1, 1), "nothing but the codes before the signature");
    let (letters, sms) = (server.mailbox.letters(), server.elks.taken());
    assert_eq!((letters.len(), sms.len()), (2, 2));
    let letter = &letters[1];
    assert_eq!(letter.to, "alva@example.se");
    assert_eq!(letter.header("subject").as_deref(), Some("Kvittens: ärende 2026-000001"));
    assert!(letter.body().contains("Det kom in 23 november 2026 kl. 14.40"), "{}", letter.body());
    assert_eq!(sms[1].to, "+46701740605");
    assert!(sms[1].text.contains("ärende 2026-000001") && sms[1].forgotten);
}

#[test]
fn a_letter_has_the_headers_that_receivers_ask_for() {
    let server = ServerTest::telling();
    signed(&server);
    tell(&server);

    let letter = server.mailbox.letters().pop().expect("a letter");

    let header = |name: &str| letter.header(name).unwrap_or_default();
    assert_eq!(letter.from, "sjalvservice@example.se");
    assert_eq!(header("from"), "Ånge kommun <sjalvservice@example.se>");
    assert_eq!(header("to"), "alva@example.se");
    assert_eq!(header("auto-submitted"), "auto-generated");
    assert_eq!(header("content-language"), "sv");
    assert_eq!(header("content-type"), "text/plain; charset=utf-8");
    assert!(header("message-id").ends_with("@sjalvservice.example.se>"), "{}", letter.source);
    assert!(header("date").starts_with("Mon, 23 Nov 2026 13:40:"), "{}", header("date"));
}

#[test]
fn a_mail_server_that_is_down_never_stops_a_case_and_the_receipt_comes_later() {
    for weather in [Weather::Refusing, Weather::Answering(451), Weather::Plain] {
        let server = ServerTest::telling();
        let mut browser = server.logged_in(ALVA);
        with_mail(&server, &mut browser, "alva@example.se");
        server.mailbox.set_weather(weather);
        let id = parking(&mut browser);
        send(&mut browser, &id);

        let signed = browser.sign(&id, ALVA);
        tell(&server);
        server.pass(HOUR);
        tell(&server);
        server.mailbox.set_weather(Weather::Fine);
        server.pass(5 * HOUR);
        tell(&server);

        assert_eq!(signed.summary(), "303 -> /mina-sidor/arende/*/kvitto", "{weather:?}");
        assert_eq!(states(&server, &id), [Sending::Sent], "{weather:?}");
        assert_eq!(server.mailbox.letters().len(), 2, "{weather:?}");
    }
}

#[test]
fn what_cannot_be_sent_for_a_day_is_given_up_seen_and_sent_when_asked_for() {
    let server = ServerTest::telling();
    let id = signed(&server);
    server.mailbox.set_weather(Weather::Refusing);
    for _ in 0..12 {
        tell(&server);
        server.pass(5 * HOUR);
    }

    let given_up = states(&server, &id);
    let health = server.browser().get("/halsa");
    server.mailbox.set_weather(Weather::Fine);
    let retried = submit_server::command::outbox(&server.app.config, &["retry".to_owned()]);
    let listed = submit_server::command::outbox(&server.app.config, &["list".to_owned()]);
    server.pass(i64::from(i32::MAX));
    tell(&server);

    assert_eq!(given_up, [Sending::Failed]);
    assert!(health.body.contains("\"undelivered\":1"), "{}", health.body);
    assert_eq!(retried.expect("a retry"), "1 to be sent again\n");
    let listed = listed.expect("a list");
    assert!(listed.contains("received") && !listed.contains(ALVA) && !listed.contains('@'));
    assert_eq!(states(&server, &id), [Sending::Sent]);
}

#[test]
fn a_crash_between_sending_and_marking_sends_the_same_letter_again() {
    let server = ServerTest::telling();
    signed(&server);
    server.mailbox.set_weather(Weather::SilentAfterData);
    tell(&server);
    server.mailbox.set_weather(Weather::Fine);
    server.pass(HOUR);
    tell(&server);

    let letters: Vec<Letter> = server.mailbox.letters().split_off(1);

    assert_eq!(letters.len(), 2);
    assert!(letters[0].header("message-id").is_some());
    assert_eq!(letters[0].header("message-id"), letters[1].header("message-id"));
}

#[test]
fn nobody_who_is_protected_or_may_be_is_told_anything() {
    let server = ServerTest::telling();
    let id = signed(&server);
    server.register.set_protection(ALVA, Protection::Sekretessmarkering);
    let before = server.mailbox.letters().len();
    tell(&server);
    server.pass(24 * HOUR);
    tell(&server);
    let messages = server.app.store.read(|tx| tx.messages_about(&id)).expect("messages");

    assert_eq!(server.mailbox.letters().len(), before);
    assert_eq!(messages[0].last_error.as_deref(), Some("protected"));
    assert_eq!((messages[0].state, &messages[0].address), (Sending::Failed, &None));
}

#[test]
fn while_the_register_is_silent_messages_wait() {
    let server = ServerTest::telling();
    let id = signed(&server);
    server.register.set_weather(register::Weather::Unreachable);
    tell(&server);
    let waiting = states(&server, &id);
    server.register.set_weather(register::Weather::Fair);
    server.pass(HOUR);
    tell(&server);

    assert_eq!(waiting, [Sending::Waiting]);
    assert_eq!(states(&server, &id), [Sending::Sent]);
}

#[test]
fn the_other_guardian_is_asked_without_a_name_or_a_matter() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(BERIT);
    let id = preschool(&mut browser, BERTIL);
    let reach = [("telefon", "070-174 06 06"), ("andra-telefon", "070-174 06 07")];
    fill(&mut browser, &id, "ni-som-soker", &reach);
    send(&mut browser, &id);
    let before = tell(&server);

    browser.sign(&id, BERIT);
    tell(&server);
    server.pass(24 * HOUR);
    tell(&server);

    assert_eq!(before, 0, "nobody is asked before the applicant has signed");
    let taken = server.elks.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].to, "+46701740607");
    assert_eq!(
        taken[0].text,
        "Du har ombetts att skriva under ett ärende hos Ånge kommun. Logga in på Mina sidor på \
         sjalvservice.example.se."
    );
    let kept = server.app.store.read(|tx| tx.messages_about(&id)).expect("messages");
    assert!(kept.iter().all(|it| it.address.is_none()), "the number is forgotten");
}

#[test]
fn an_address_that_is_verified_goes_before_one_that_somebody_else_typed() {
    let server = ServerTest::telling();
    with_mail(&server, &mut server.logged_in(BO), "bo@example.se");
    let mut browser = server.logged_in(BERIT);
    let id = preschool(&mut browser, BERTIL);
    let reach = [("telefon", "070-174 06 06"), ("andra-telefon", "070-174 06 07")];
    fill(&mut browser, &id, "ni-som-soker", &reach);
    send(&mut browser, &id);
    browser.sign(&id, BERIT);
    tell(&server);

    assert_eq!(server.elks.taken().len(), 0);
    let letter = server.mailbox.letters().pop().expect("a letter");
    assert_eq!(letter.to, "bo@example.se");
    assert_eq!(letter.header("subject").as_deref(), Some("Du har ombetts att skriva under"));
}

#[test]
fn a_delivery_report_moves_a_message_forward_once_and_never_back() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    with_sms(&server, &mut browser, "070-174 06 05");
    let id = parking(&mut browser);
    send(&mut browser, &id);
    browser.sign(&id, ALVA);
    tell(&server);
    let sms = server.elks.taken().pop().expect("an SMS");
    let delivered = server.elks.report(&sms, "delivered");

    let strange = report(&server, "another-token-that-is-long-enough", &delivered);
    let unknown = report(&server, WEBHOOK_TOKEN, &[("id", "s0"), ("status", "delivered")]);
    let before = states(&server, &id);
    let first = report(&server, WEBHOOK_TOKEN, &delivered);
    let again = report(&server, WEBHOOK_TOKEN, &delivered);
    let back = report(&server, WEBHOOK_TOKEN, &server.elks.report(&sms, "failed"));

    assert_eq!((strange, unknown), (404, 404));
    assert_eq!(before, [Sending::Sent]);
    assert_eq!((first, again, back), (200, 200, 200));
    assert_eq!(states(&server, &id), [Sending::Delivered]);
    assert!(sms.report_url.ends_with(&format!("/mina-sidor/webhook/46elks/{WEBHOOK_TOKEN}")));
}

#[test]
fn an_sms_that_may_have_gone_is_sent_once_more_and_no_more() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    with_sms(&server, &mut browser, "070-174 06 05");
    server.elks.set_weather(elks::Weather::Silent);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    browser.sign(&id, ALVA);
    for _ in 0..4 {
        tell(&server);
        server.pass(HOUR / 2);
    }

    assert_eq!(server.elks.taken().len(), 3, "the code, and twice the receipt");
    assert_eq!(states(&server, &id), [Sending::Sent]);
}

#[test]
fn a_gateway_that_is_down_is_waited_for() {
    let weathers =
        [elks::Weather::Unreachable, elks::Weather::Answering(503), elks::Weather::Answering(429)];
    for weather in weathers {
        let server = ServerTest::telling();
        let mut browser = server.logged_in(ALVA);
        with_sms(&server, &mut browser, "070-174 06 05");
        server.elks.set_weather(weather);
        let id = parking(&mut browser);
        send(&mut browser, &id);
        browser.sign(&id, ALVA);
        tell(&server);
        server.elks.set_weather(elks::Weather::Fine);
        server.pass(HOUR);
        tell(&server);

        assert_eq!(states(&server, &id), [Sending::Sent], "{weather:?}");
        assert_eq!(server.elks.taken().len(), 2, "{weather:?}");
    }
}

#[test]
fn no_telephone_rings_at_night_except_for_a_code() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    with_sms(&server, &mut browser, "070-174 06 05");
    server.pass(7 * HOUR);
    browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    browser.sign(&id, ALVA);
    tell(&server);
    let at_night = server.elks.taken().len();
    ask(&mut browser, "sms", "070-174 06 06");
    tell(&server);
    let with_code = server.elks.taken().len();
    server.pass(11 * HOUR);
    tell(&server);

    assert_eq!((at_night, with_code), (1, 2));
    assert!(server.elks.taken()[2].text.contains("har tagit emot"));
}

#[test]
fn the_threads_send_what_is_queued() {
    let server = ServerTest::telling();
    signed(&server);
    let before = server.mailbox.letters().len();

    let senders = start(&server.app.notify).expect("threads");
    let letters = server.mailbox.wait_for(before + 1);
    drop(senders);

    assert_eq!(letters, before + 1);
}

#[test]
fn a_slow_mail_server_makes_nobody_wait() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    with_mail(&server, &mut browser, "alva@example.se");
    server.mailbox.set_weather(Weather::Slow(Duration::from_secs(30)));
    let id = parking(&mut browser);
    send(&mut browser, &id);

    let signed = browser.sign(&id, ALVA);

    assert_eq!(signed.summary(), "303 -> /mina-sidor/arende/*/kvitto");
    assert_eq!(states(&server, &id), [Sending::Waiting], "sending is somebody else's work");
}

#[test]
fn nothing_personal_is_in_any_message() {
    let server = ServerTest::telling();
    let mut other = server.logged_in(BO);
    with_mail(&server, &mut other, "bo@example.se");
    let mut browser = server.logged_in(BERIT);
    with_mail(&server, &mut browser, "berit@example.se");
    with_sms(&server, &mut browser, "070-174 06 06");
    let id = preschool(&mut browser, BERTIL);
    send(&mut browser, &id);
    browser.sign(&id, BERIT);
    tell(&server);
    other.sign(&id, BO);
    tell(&server);

    let letters = server.mailbox.letters().into_iter();
    let letters = letters.map(|it| format!("{:?}\n{}", it.header("subject"), it.body()));
    let texts: Vec<String> =
        letters.chain(server.elks.taken().into_iter().map(|it| it.text)).collect();
    assert!(texts.len() >= 7, "{texts:#?}");
    for text in &texts {
        for person in PERSONS {
            for secret in [person.number, &person.number[2..], person.given, person.surname] {
                assert!(!text.contains(secret), "`{secret}` in {text}");
            }
        }
        for matter in ["förskola", "Förskola", "Furubacken", "barn", "070-174", "http"] {
            assert!(!text.contains(matter), "`{matter}` in {text}");
        }
    }
}

#[test]
fn every_sms_fits_in_one_part() {
    let theme = theme::Theme::embedded().expect("the theme");
    let environment = theme.environment().expect("templates");
    let longest = minijinja::context! {
        municipality => "Upplands Väsby kommun", phone => "08-590 970 00", code => "123456",
        host => "sjalvservice.upplandsvasby.se", number => "2026-123456", last_day => (),
        when => "23 november 2026 kl. 14.40",
    };
    let mut seen = 0;
    for (name, template) in environment.templates().filter(|(it, _)| it.starts_with("sms/")) {
        let text = template.render(&longest).expect("a text");
        assert_eq!(elks::parts(text.trim()), 1, "{name}: {} signs: {text}", text.chars().count());
        seen += 1;
    }
    assert_eq!(seen, 10);
}
