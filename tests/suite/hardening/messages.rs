//! Messages that would go astray, twice, or on behalf of somebody who has to hide.

use std::io::Read;
use std::net::TcpListener;
use std::thread;

use submit_server::app::sweep;
use submit_server::notify::address;
use submit_server::outbound::TransportError;
use submit_server::outbound_web::{Call, Web, WebClient};
use submit_server::store::{Receiver, Sending};
use tests::stand_ins::elks::Weather;
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO, Protection};
use tests::stand_ins::register;
use tests::support::server::ServerTest;

use crate::contacts::{ask, with_mail};
use crate::named::{for_three, with_one_more};
use crate::told::tell;
use crate::walk::{fill, preschool, send};

const DAY: i64 = 24 * 60 * 60;

/// Berit's application, sent but not signed, with a number for the other guardian.
fn applied(server: &ServerTest) -> String {
    let mut browser = server.logged_in(BERIT);
    let id = preschool(&mut browser, BERTIL);
    let reach = [("telefon", "070-174 06 06"), ("andra-telefon", "070-174 06 07")];
    fill(&mut browser, &id, "ni-som-soker", &reach);
    send(&mut browser, &id);
    id
}

/// What a call to somebody who hears it out and hangs up comes to.
fn hung_up_on(answer: &'static [u8]) -> TransportError {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/a1/sms", listener.local_addr().expect("an address"));
    let other = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a call");
        let mut heard = [0; 4096];
        let mut text = String::new();
        while !text.ends_with("message=hej") {
            let count = stream.read(&mut heard).expect("words");
            text.push_str(&String::from_utf8_lossy(&heard[..count]));
        }
        std::io::Write::write_all(&mut stream, answer).expect("an answer");
    });
    let web = WebClient::new(None, true).expect("a client");
    let answered = web.call(&Call { url: &url, headers: &[], form: Some("message=hej") });
    other.join().expect("the other side");
    answered.expect_err("no whole answer")
}

#[test]
fn a_call_that_broke_off_may_have_been_heard_and_one_that_was_refused_was_not() {
    let half: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{\"id\"";
    let free = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let web = WebClient::new(None, true).expect("a client");
    let url = format!("http://{free}/");
    let refused = web.call(&Call { url: &url, headers: &[], form: Some("message=hej") });

    for answer in [b"" as &[u8], half] {
        let cause = hung_up_on(answer);
        assert!(matches!(cause, TransportError::BrokenOff), "{cause}");
    }
    assert!(matches!(refused, Err(TransportError::Unreachable(_))));
}

#[test]
fn a_party_hears_nothing_of_the_case_of_somebody_who_has_become_protected() {
    let server = ServerTest::telling();
    with_mail(&server, &mut server.logged_in(BO), "bo@example.se");
    let id = applied(&server);
    server.logged_in(BERIT).sign(&id, BERIT);
    server.register.set_protection(BERIT, Protection::Sekretessmarkering);
    let before = server.mailbox.letters().len();
    tell(&server);
    server.pass(DAY);
    tell(&server);

    let kept = server.app.store.read(|tx| tx.messages_about(&id)).expect("messages");
    assert_eq!((server.mailbox.letters().len(), server.elks.taken().len()), (before, 0));
    assert_eq!(kept[0].last_error.as_deref(), Some("protected"));
}

#[test]
fn a_party_hears_nothing_while_the_register_is_silent_about_the_others() {
    let server = ServerTest::telling();
    with_mail(&server, &mut server.logged_in(BO), "bo@example.se");
    let id = applied(&server);
    server.logged_in(BERIT).sign(&id, BERIT);
    server.register.set_weather(register::Weather::Unreachable);
    tell(&server);
    server.register.set_weather(register::Weather::Fair);
    let before = server.mailbox.letters().len();
    server.pass(60 * 60);
    tell(&server);

    assert_eq!(server.mailbox.letters().len(), before + 1);
}

#[test]
fn a_number_that_was_typed_for_one_goes_to_nobody_when_there_are_two() {
    let server = ServerTest::telling();
    let id = applied(&server);
    let third = server.app.store.write(|tx| tx.add_party(&id, ALVA, "Alva Provsson", "guardian"));
    third.expect("a third party");
    server.logged_in(BERIT).sign(&id, BERIT);
    server.logged_in(BO).sign(&id, BO);
    tell(&server);

    assert!(server.elks.taken().is_empty(), "it may be Bo's number or Alva's");
}

#[test]
fn a_number_that_was_typed_for_the_other_guardian_goes_to_nobody_else() {
    let server = ServerTest::telling().publishing(&with_one_more());
    let mut berit = server.logged_in(BERIT);
    let id = for_three(&mut berit);
    let reach = [("telefon", "070-174 06 06"), ("andra-telefon", "070-174 06 07")];
    fill(&mut berit, &id, "ni-som-soker", &reach);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    tell(&server);
    let to_bo = server.elks.taken().len();
    server.logged_in(BO).sign(&id, BO);
    tell(&server);

    assert_eq!((to_bo, server.elks.taken().len()), (1, 1));
    let kept = server.app.store.read(|tx| tx.messages_about(&id)).expect("messages");
    assert!(kept.iter().all(|it| it.receiver == Receiver::Person(BO.to_owned())), "{kept:#?}");
}

#[test]
fn a_number_that_somebody_else_typed_is_forgotten_though_it_never_worked() {
    let server = ServerTest::telling();
    let id = applied(&server);
    server.elks.set_weather(Weather::Answering(403));
    server.logged_in(BERIT).sign(&id, BERIT);
    tell(&server);
    let address = || {
        let mut kept = server.app.store.read(|tx| tx.messages_about(&id)).expect("messages");
        kept.retain(|it| it.event == "sign_asked");
        assert_eq!((kept.len(), kept[0].state), (1, Sending::Failed));
        kept[0].address.clone()
    };
    let at_first = address();
    server.pass(8 * DAY);
    sweep(&server.app.store, server.app.login.lifetimes);

    assert_eq!(at_first.as_deref(), Some("+46701740607"), "somebody may want to send it again");
    assert_eq!(address(), None);
}

#[test]
fn no_letter_goes_to_a_machine_by_its_number() {
    for typed in ["alva@[127.0.0.1]", "alva@[IPv6:::ffff:10.0.0.1]", "alva@127.0.0.1"] {
        assert_eq!(address::mail(typed), None, "{typed}");
    }
}

#[test]
fn somebody_with_all_day_to_spare_sends_a_stranger_ten_codes() {
    let server = ServerTest::telling();
    for _ in 0..8 {
        let mut browser = server.logged_in(ALVA);
        for _ in 0..5 {
            ask(&mut browser, "sms", "070-174 06 07");
            tell(&server);
        }
        server.pass(2 * 60 * 60);
        sweep(&server.app.store, server.app.login.lifetimes);
    }
    let in_a_day = server.elks.taken().len();
    server.pass(DAY);
    let next_day = ask(&mut server.logged_in(ALVA), "sms", "070-174 06 05").status;

    assert_eq!((in_a_day, next_day), (10, 303));
}
