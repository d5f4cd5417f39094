//! A letter to the unit's mailbox.

use submit_server::delivery::worker::start;
use submit_server::store::Sending;
use tests::stand_ins::mailbox::Weather;
use tests::stand_ins::persons::ALVA;
use tests::support::server::ServerTest;
use tests::support::units::MAILBOX;

use super::{HOUR, deliver, delivery, state};
use crate::walk::{fill, send};

/// An application for a grant that Alva has sent and signed: told by mail.
fn grant(server: &ServerTest) -> String {
    let mut browser = server.logged_in(ALVA);
    let id = browser.begin("foreningsbidrag-aktivitet");
    let club = [("namn", "Testbo IF"), ("orgnummer", "802000-0000")];
    let who = [("roll", "kassor"), ("register", "ja")];
    fill(&mut browser, &id, "foreningen", &[who, club].concat());
    let activity = [("halvar", "host-2026"), ("verksamhet", "idrott")];
    let numbers = [("sammankomster", "20"), ("deltagartillfallen", "300"), ("over-25", "")];
    fill(&mut browser, &id, "aktiviteterna", &[&activity[..], &numbers[..]].concat());
    let url = format!("/mina-sidor/utkast/{id}/bilagor");
    browser.get(&url);
    let files: [(&str, &str, &[u8]); 2] =
        [("narvarolista", "lista.pdf", b"%PDF-1.7\n"), ("arsmote", "protokoll.pdf", b"%PDF-1.7\n")];
    browser.post_files(&url, &[("rf", "nej")], &files);
    let reached = [("telefon", "070-174 06 05"), ("epost", "alva@example.se")];
    let account = [("bankgiro", "123-4567"), ("intygar", "ja")];
    fill(&mut browser, &id, "utbetalning", &[account, reached].concat());
    send(&mut browser, &id);
    browser.sign(&id, ALVA);
    id
}

#[test]
fn the_unit_is_told_which_case_and_where_it_is() {
    let server = ServerTest::delivering();
    let id = grant(&server);

    deliver(&server);

    let letter = server.mailbox.letters().pop().expect("a letter");
    assert_eq!(state(&server, &id), Sending::Delivered);
    assert_eq!(letter.to, MAILBOX);
    let subject = letter.header("subject").unwrap_or_default();
    assert!(subject.starts_with("Nytt ärende 2026-000001: "), "{subject}");
    let body = letter.body();
    assert!(body.contains("23 november 2026 kl. 14.40"), "{body}");
    assert!(body.contains("https://sjalvservice.example.se/api/"), "{body}");
    let row = delivery(&server, &id).id;
    let name = letter.header("message-id").unwrap_or_default();
    assert_eq!(name, format!("<{row}@sjalvservice.example.se>"));
    for private in ["Alva", "Provsson", "19900101", "Testbo", "802000", "070-174", "lista.pdf"] {
        assert!(!letter.source.contains(private) && !body.contains(private), "{private}");
    }
}

#[test]
fn a_letter_that_may_have_come_has_the_same_name_when_it_comes_again() {
    let server = ServerTest::delivering();
    let id = grant(&server);
    server.mailbox.set_weather(Weather::SilentAfterData);
    deliver(&server);
    server.mailbox.set_weather(Weather::Fine);

    server.pass(HOUR);
    deliver(&server);

    let letters = server.mailbox.letters();
    let names: Vec<_> = letters.iter().map(|it| it.header("message-id")).collect();
    assert_eq!((names.len(), state(&server, &id)), (2, Sending::Delivered));
    assert_eq!(names[0], names[1]);
}

#[test]
fn the_threads_deliver_what_is_queued() {
    let server = ServerTest::delivering();
    let id = grant(&server);
    let before = server.mailbox.letters().len();

    let senders = start(&server.app.delivery).expect("threads");
    let letters = server.mailbox.wait_for(before + 1);
    drop(senders);

    assert_eq!((letters, state(&server, &id)), (before + 1, Sending::Delivered));
}
