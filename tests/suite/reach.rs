//! Whom a case that waits has reached: seen by its parties, told by every way
//! that there is, and forgotten afterwards.

use tests::stand_ins::mailbox::Weather;
use tests::stand_ins::persons::{BERIT, BERTIL, BO};
use tests::support::browser::Browser;
use tests::support::server::ServerTest;

use crate::contacts::with_mail;
use crate::told::tell;
use crate::walk::{preschool, send};

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
