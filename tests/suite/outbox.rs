//! The outbox as the operator meets it: what is being sent, and what breaks.

use submit_server::command;
use submit_server::store::{Channel, Sending};
use tests::stand_ins::elks::Weather;
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO};
use tests::support::server::ServerTest;

use crate::contacts::{with_mail, with_sms};
use crate::told::tell;
use crate::walk::{parking, preschool, send};

const CONTACT: &str = "/mina-sidor/kontakt";

/// A receipt that is to go to Alva by both channels: the id of the case.
fn queued(server: &ServerTest) -> String {
    let mut browser = server.logged_in(ALVA);
    with_mail(server, &mut browser, "alva@example.se");
    with_sms(server, &mut browser, "070-174 06 05");
    let id = parking(&mut browser);
    send(&mut browser, &id);
    browser.sign(&id, ALVA);
    id
}

/// What the operator's command answers, or refuses.
fn outbox(server: &ServerTest, words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
    command::outbox(&server.app.config, &words).unwrap_or_else(|error| error.to_string())
}

#[test]
fn what_is_being_sent_just_now_is_not_sent_again_by_hand() {
    let server = ServerTest::telling();
    queued(&server);
    let leased = server.app.store.write(|tx| tx.lease_due(&[Channel::Mail], 1)).expect("a lease");
    let id = &leased[0].id;
    // The command looks at the machine's clock, so the lease is moved to meet it.
    let now = i64::try_from(
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .expect("now")
            .as_millis(),
    )
    .expect("milliseconds");
    server.pass((now - server.now()) / 1000 + 60);
    server.app.store.write(|tx| tx.put_off(id, 0)).expect("due");
    let before = outbox(&server, &["retry", id]);
    server.app.store.write(|tx| tx.lease_due(&[Channel::Mail], 1)).expect("a lease");

    let meanwhile = outbox(&server, &["retry", id]);
    let due = server.app.store.read(|tx| tx.any_due(Channel::Mail)).expect("a look");

    assert_eq!(before, format!("{id}  waiting\n"));
    assert!(meanwhile.contains("is being sent just now; look at it again after"), "{meanwhile}");
    assert!(!due, "nobody else is handed it");
}

#[test]
fn a_request_that_is_over_is_neither_listed_nor_sent_again() {
    let server = ServerTest::telling();
    with_mail(&server, &mut server.logged_in(BO), "bo@example.se");
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    assert!(outbox(&server, &["list"]).contains("sign_asked"));

    let url = format!("/mina-sidor/arende/{id}");
    berit.get(&url);
    berit.post(&format!("{url}/aterkalla"), &[]);

    let listed = outbox(&server, &["list"]);
    assert!(!listed.contains("sign_asked"), "{listed}");
    assert_eq!(outbox(&server, &["retry"]), "0 to be sent again\n");
}

#[test]
fn a_message_that_breaks_the_sender_holds_no_other_up_and_is_given_up_and_seen() {
    let server = ServerTest::telling();
    let id = queued(&server);
    let letters = server.mailbox.letters().len();
    server.elks.set_weather(Weather::Breaking);

    let mut states = Vec::new();
    for _ in 0..4 {
        tell(&server);
        let messages = server.app.store.read(|tx| tx.messages_about(&id)).expect("messages");
        let sms = messages.iter().find(|it| it.channel == Channel::Sms).expect("an SMS");
        states.push(sms.state);
        server.pass(60 * 60);
    }

    use Sending::{Failed, Waiting};
    assert_eq!(states, [Waiting, Waiting, Failed, Failed]);
    assert_eq!(server.mailbox.letters().len(), letters + 1);
    assert!(server.browser().get("/halsa").body.contains("\"undelivered\":1"));
}

#[test]
fn an_address_that_is_taken_away_is_told_so_once_and_no_telephone_rings_at_night() {
    let server = ServerTest::telling();
    let mut browser = server.logged_in(ALVA);
    with_mail(&server, &mut browser, "alva@example.se");
    with_sms(&server, &mut browser, "070-174 06 05");
    let codes = (server.mailbox.letters().len(), server.elks.taken().len());
    server.pass(8 * 60 * 60);
    browser = server.logged_in(ALVA);

    for channel in ["epost", "sms", "epost", "sms"] {
        browser.get(CONTACT);
        browser.post(CONTACT, &[("kanal", channel), ("gor", "ta-bort")]);
    }
    tell(&server);
    let at_night = server.elks.taken().len();
    server.pass(10 * 60 * 60);
    tell(&server);

    let letters = server.mailbox.letters().split_off(codes.0);
    let texts = server.elks.taken().split_off(codes.1);
    assert_eq!((letters.len(), at_night, texts.len()), (1, codes.1, 1));
    assert_eq!(letters[0].to, "alva@example.se");
    assert_eq!(letters[0].header("subject").as_deref(), Some("Din adress har ändrats"));
    assert!(texts[0].to == "+46701740605" && texts[0].text.contains("har ändrats"));
}
