//! Whom a case that waits has reached: seen by its parties, told by every way
//! that there is, and forgotten afterwards.

use submit_server::app::sweep;
use tests::stand_ins::mailbox::Weather;
use tests::stand_ins::persons::{BERIT, BERTIL, BO, Protection};
use tests::support::browser::Browser;
use tests::support::server::ServerTest;

use crate::contacts::with_mail;
use crate::told::tell;
use crate::walk::{fill, preschool, send};

const DAY: i64 = 24 * 60 * 60;

const LOST: &str = "Meddelandet kom inte fram";

/// An application that Berit has signed and that waits for Bo.
fn waiting(berit: &mut Browser<'_>) -> String {
    let id = preschool(berit, BERTIL);
    send(berit, &id);
    berit.sign(&id, BERIT);
    id
}

#[test]
fn both_mina_sidor_show_how_far_each_party_has_come_and_that_it_is_not_sent() {
    let server = ServerTest::telling();
    with_mail(&server, &mut server.logged_in(BO), "bo@example.se");
    let mut berit = server.logged_in(BERIT);
    let id = waiting(&mut berit);
    tell(&server);
    let case = format!("/mina-sidor/arende/{id}");

    let hers = [berit.get("/mina-sidor/"), berit.get(&case)];
    let mut bo = server.logged_in(BO);
    let his = [bo.get("/mina-sidor/"), bo.get(&case)];

    for page in &hers {
        let plain = "Ärendet är inte inskickat ännu. Det väntar på Bo Exempelberg.";
        assert!(page.says(plain), "{}", page.text());
        let signed = "Berit Exempelberg (du) 23 november 2026 kl. 14.40 Har skrivit under";
        assert!(page.says(signed), "{}", page.text());
        assert!(page.says("Bo Exempelberg Väntar") && !page.says(LOST), "{}", page.text());
    }
    for page in &his {
        assert!(page.says("Ärendet är inte inskickat ännu. Det väntar på dig."), "{}", page.text());
        assert!(page.says("Bo Exempelberg (du) Väntar"), "{}", page.text());
    }
}

#[test]
fn whoever_was_reached_in_no_way_is_to_be_told_by_the_applicant() {
    for nowhere in [true, false] {
        let server = ServerTest::telling();
        if !nowhere {
            with_mail(&server, &mut server.logged_in(BO), "bo@example.se");
        }
        server.mailbox.set_weather(Weather::Answering(550));
        let mut berit = server.logged_in(BERIT);
        let id = waiting(&mut berit);
        let before = berit.get("/mina-sidor/");
        tell(&server);

        let hers = [berit.get("/mina-sidor/"), berit.get(&format!("/mina-sidor/arende/{id}"))];
        let his = server.logged_in(BO).get("/mina-sidor/");

        assert_eq!(before.says(LOST), nowhere, "a message on its way is not lost");
        for page in hers {
            let words =
                "Vi har inte kunnat nå Bo Exempelberg med e-post eller sms. Säg till själv.";
            assert!(page.says(LOST) && page.says(words), "{}", page.text());
        }
        assert!(!his.says(LOST), "he is here: {}", his.text());
    }
}

/// An application that Berit has signed, with a number that she typed for Bo.
fn with_typed_number(berit: &mut Browser<'_>) -> String {
    let id = preschool(berit, BERTIL);
    let reach = [("telefon", "070-174 06 06"), ("andra-telefon", "070-174 06 07")];
    fill(berit, &id, "ni-som-soker", &reach);
    send(berit, &id);
    berit.sign(&id, BERIT);
    id
}

/// Lets days pass, looks for what has waited too long, and sends what is due.
fn pass(server: &ServerTest, days: i64) {
    server.pass(days * DAY);
    sweep(&server.app.store, server.app.login.lifetimes);
    tell(server);
}

fn texts(server: &ServerTest) -> Vec<String> {
    let taken = server.elks.taken();
    assert!(taken.iter().all(|it| it.to == "+46701740607"), "all to Bo");
    taken.into_iter().map(|it| it.text.chars().take(11).collect()).collect()
}

#[test]
fn a_typed_number_is_reminded_and_told_that_the_time_is_out_and_then_forgotten() {
    let server = ServerTest::telling();
    let id = with_typed_number(&mut server.logged_in(BERIT));

    (0..33).for_each(|day| pass(&server, i64::from(day > 0)));

    let asked = "Du har ombe";
    let reminded = "Påminnelse:";
    assert_eq!(texts(&server), [asked, reminded, reminded, reminded, "Ett ärende "]);
    let kept = server.app.store.read(|tx| tx.messages_about(&id)).expect("messages");
    assert!(kept.iter().all(|it| it.address.is_none()), "the number is forgotten");
    let case = server.app.store.read(|tx| tx.case(&id)).expect("it").expect("a case");
    assert!(case.document.is_none());
}

#[test]
fn a_typed_number_is_told_when_it_is_taken_back_and_nothing_when_it_has_come_in() {
    for signed in [false, true] {
        let server = ServerTest::telling();
        let mut berit = server.logged_in(BERIT);
        let id = with_typed_number(&mut berit);
        tell(&server);
        if signed {
            server.logged_in(BO).sign(&id, BO);
        } else {
            let url = format!("/mina-sidor/arende/{id}");
            berit.get(&url);
            berit.post(&format!("{url}/aterkalla"), &[]);
        }
        pass(&server, 4);

        let told = texts(&server);
        let expected: &[&str] =
            if signed { &["Du har ombe"] } else { &["Du har ombe", "Ett ärende "] };
        assert_eq!(told, expected, "signed: {signed}");
    }
}

#[test]
fn a_typed_number_is_told_nothing_of_somebody_who_has_become_protected() {
    for protected in [BERIT, BO] {
        let server = ServerTest::telling();
        with_typed_number(&mut server.logged_in(BERIT));
        tell(&server);
        server.register.set_protection(protected, Protection::Sekretessmarkering);

        (0..33).for_each(|_| pass(&server, 1));

        assert_eq!(texts(&server).len(), 1, "asked before, and told nothing since");
    }
}

#[test]
fn what_asks_for_a_signature_at_night_is_not_sent_when_it_came_meanwhile() {
    let server = ServerTest::telling();
    server.pass(7 * 60 * 60);
    let id = with_typed_number(&mut server.logged_in(BERIT));
    tell(&server);
    server.logged_in(BO).sign(&id, BO);

    pass(&server, 1);

    assert_eq!(texts(&server), Vec::<String>::new());
}

/// Whose numbers are in the outbox, and what a month has left of it.
fn receivers(server: &ServerTest, id: &str) -> Vec<String> {
    let kept = server.app.store.read(|tx| tx.messages_about(id)).expect("messages");
    kept.iter().map(|it| format!("{:?}", it.receiver)).collect()
}

#[test]
fn a_month_after_a_message_is_done_nobody_can_see_whom_it_went_to() {
    for weather in [Weather::Fine, Weather::Answering(550)] {
        let server = ServerTest::telling();
        with_mail(&server, &mut server.logged_in(BERIT), "berit@example.se");
        let id = preschool(&mut server.logged_in(BERIT), BERTIL);
        let mut berit = server.logged_in(BERIT);
        send(&mut berit, &id);
        berit.sign(&id, BERIT);
        server.logged_in(BO).sign(&id, BO);
        server.mailbox.set_weather(weather);
        tell(&server);

        pass(&server, 29);
        let kept = receivers(&server, &id);
        pass(&server, 2);
        let forgotten = receivers(&server, &id);
        let retried = submit_server::command::outbox(&server.app.config, &["retry".to_owned()]);
        tell(&server);

        assert_eq!(kept, [format!("Person({BERIT:?})")], "{weather:?}");
        assert_eq!(forgotten.len(), 1, "the row is still counted");
        assert!(!forgotten[0].contains(BERIT), "{forgotten:?}");
        assert_eq!(retried.expect("an answer"), "0 to be sent again\n", "nobody knows where to");
        assert!(server.browser().get("/halsa").body.contains("\"undelivered\":0"));
    }
}

#[test]
fn a_case_that_waits_a_month_still_knows_whom_it_has_reached() {
    let server = ServerTest::telling();
    with_mail(&server, &mut server.logged_in(BO), "bo@example.se");
    let id = waiting(&mut server.logged_in(BERIT));
    tell(&server);

    // Longer than any form waits, with nobody there to end it.
    server.pass(40 * DAY);
    let swept = server.app.store.write(submit_server::notify::contacts::sweep);
    let page = server.logged_in(BERIT).get(&format!("/mina-sidor/arende/{id}"));

    assert!(swept.is_ok() && !page.says(LOST), "{}", page.text());
}

#[test]
fn what_people_were_told_of_a_draft_goes_with_it_and_what_waits_is_sent_first() {
    let server = ServerTest::telling();
    with_mail(&server, &mut server.logged_in(BO), "bo@example.se");
    let mut berit = server.logged_in(BERIT);
    let id = waiting(&mut berit);
    tell(&server);
    let url = format!("/mina-sidor/arende/{id}");
    berit.get(&url);
    berit.post(&format!("{url}/aterkalla"), &[]);
    let draft = format!("/mina-sidor/utkast/{id}/ta-bort");
    berit.get(&draft);
    berit.post(&draft, &[]);

    let left = receivers(&server, &id).len();
    let before = server.mailbox.letters().len();
    pass(&server, 0);
    let told = server.mailbox.letters().split_off(before);
    pass(&server, 0);

    assert_eq!((left, told.len()), (1, 1), "Bo is told that it was taken back");
    assert_eq!(told[0].to, "bo@example.se");
    assert!(receivers(&server, &id).is_empty());
}
