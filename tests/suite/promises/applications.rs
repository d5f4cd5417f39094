//! What the page promises about an application: filled in, saved, sent, signed,
//! received, told.

use form_model::compiled::{CompiledForm, Login};
use submit_server::command;
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO, CECILIA, PERSONS};
use tests::support::browser::Browser;
use tests::support::page::Page;
use tests::support::server::ServerTest;
use tests::support::site::real;

use crate::contacts::{with_mail, with_sms};
use crate::oidc;
use crate::told::tell;
use crate::walk::{PARKING, fill, parking, preschool, send, street};

/// > När du loggar in med e-legitimation hämtas dina personuppgifter automatiskt från
/// > folkbokföringen vid Skatteverket.
#[test]
fn name_and_address_come_from_folkbokforingen() {
    let server = ServerTest::new();
    let alva = PERSONS.iter().find(|it| it.number == ALVA).expect("Alva");
    let mut browser = server.logged_in(ALVA);

    let id = browser.begin(PARKING);
    let step = browser.open(&format!("/mina-sidor/utkast/{id}"));

    for word in [alva.given, alva.surname, alva.home.street, alva.home.city, "Skatteverket"] {
        assert!(step.says(word), "{word}: {}", step.text());
    }
}

/// > Våra e-tjänster tillåter inloggning och signering med hjälp av BankID, Mobilt BankID och
/// > Telia e-legitimation.
#[test]
fn one_logs_in_and_signs_with_bankid_mobilt_bankid_and_telia() {
    for device in ["same", "other"] {
        let server = ServerTest::new();
        let mut browser = server.browser();
        browser.open("/mina-sidor/logga-in");
        let bankid = |browser: &mut Browser<'_>, url: &str| {
            let waiting = browser.post(url, &[("device", device)]).location;
            server.approve(ALVA);
            browser.get(&waiting);
            browser.post(&format!("{waiting}/klar"), &[])
        };

        bankid(&mut browser, "/mina-sidor/logga-in/bankid");
        let id = parking(&mut browser);
        send(&mut browser, &id);
        let url = format!("/mina-sidor/utkast/{id}/skriv-under");
        browser.get(&url);
        let signed = bankid(&mut browser, &url);

        assert_eq!(signed.summary(), "303 -> /mina-sidor/arende/*/kvitto", "{device}");
        assert_eq!(server.app.unmet(), ["Telia e-legitimation"], "said when the server starts");
    }
    let (server, telia) = oidc::world("ES256");
    let mut browser = server.browser();

    oidc::log_in(&mut browser, &telia, ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    let (signed, _) = oidc::sign(&mut browser, &telia, &id, ALVA);

    assert_eq!(signed.summary(), "303 -> /mina-sidor/arende/*/kvitto");
    assert!(server.app.unmet().is_empty(), "{:?}", server.app.unmet());
    let told = String::from_utf8_lossy(&real()["e-legitimation/index.html"]).into_owned();
    assert!(told.contains("BankID, Mobilt BankID och Telia e-legitimation"), "{told}");
}

/// > Mina sidor visas bara om du har loggat in i självserviceportalen.
#[test]
fn mina_sidor_is_for_who_has_logged_in() {
    let server = ServerTest::new();

    let stranger = server.browser().get("/mina-sidor/");
    let alva = server.logged_in(ALVA).get("/mina-sidor/");

    assert!(stranger.location.starts_with("/mina-sidor/logga-in"), "{}", stranger.summary());
    assert_eq!(alva.status, 200);
}

/// > Under fliken "Mina ärenden" visas ej inskickade ärenden, inskickade (pågående) och avslutade
/// > ärenden.
#[test]
fn under_the_tab_mina_arenden_are_three_groups() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let counts = |page: &Page, counts: [u8; 3]| {
        let groups =
            ["Ej inskickade ärenden", "Inskickade ärenden (pågående)", "Avslutade ärenden"];
        for (group, count) in groups.into_iter().zip(counts) {
            let counted = page.says(&format!("{group} {count}"));
            assert!(counted || (count == 0 && page.says(group)), "{group}: {}", page.text());
        }
    };

    let id = parking(&mut browser);
    counts(&browser.get("/mina-sidor/"), [1, 0, 0]);
    send(&mut browser, &id);
    browser.sign(&id, ALVA);
    counts(&browser.get("/mina-sidor/"), [0, 1, 0]);
    case(&server, &["status", "2026-000001", "closed"]);
    let overview = browser.get("/mina-sidor/");
    counts(&overview, [0, 0, 1]);

    let tab = |page: &Page, url: &str, label: &str| {
        let open = page.body.contains(&format!("href=\"{url}\" aria-current=\"page\">{label}</a>"));
        let closed = page.body.contains(&format!("class=\"tab\" href=\"{url}\">{label}</a>"));
        (open, closed)
    };
    let contacts = browser.get("/mina-sidor/kontakt");
    for (page, cases_open) in [(overview, true), (contacts, false)] {
        let cases = tab(&page, "/mina-sidor/", "Mina ärenden");
        let other = tab(&page, "/mina-sidor/kontakt", "Kontaktuppgifter");
        assert_eq!((cases, other), ((cases_open, !cases_open), (!cases_open, cases_open)));
    }
}

/// > I ärenden som kräver signering av flera personer, exempelvis två vårdnadshavare, kan du
/// > följa upp om ansökan skickats in eller om den fortfarande väntar på den andra
/// > vårdnadshavarens signering.
/// >
/// > I ärenden som kräver signering av flera personer (flerpartssignering) kommer ärendet in till
/// > kommunen när samtliga personer har signerat ärendet.
#[test]
fn a_case_of_two_waits_for_the_other_and_comes_in_when_both_have_signed() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);

    berit.sign(&id, BERIT);
    let waits = berit.get("/mina-sidor/");
    let before = case(&server, &["list"]);
    server.logged_in(BO).sign(&id, BO);

    assert!(waits.says("Väntar på att Bo Exempelberg skriver under"), "{}", waits.text());
    assert_eq!(before, "");
    assert!(berit.get("/mina-sidor/").says("Inskickade ärenden (pågående) 1"));
    assert!(case(&server, &["list"]).starts_with("2026-000001"));
}

/// > En sparad ansökan är inte inskickad
/// >
/// > I de flesta e-tjänster som kräver inloggning med e-legitimation kan du klicka på ”Spara” för
/// > att fortsätta med din ansökan, anmälan eller annat ärende vid ett senare tillfälle.
#[test]
fn what_is_saved_waits_for_another_day_and_is_not_sent() {
    let forms = real().iter().filter(|(path, _)| path.starts_with("_site/forms/"));
    let forms = forms.map(|(path, json)| CompiledForm::read(json).expect(path));
    let login = forms.filter(|it| it.service.login == Login::Required).count();
    assert!(login > 107 / 2, "{login} of the 107 that need login can be saved");

    let server = ServerTest::new();
    let mut browser = server.logged_in(CECILIA);
    let id = browser.begin(PARKING);
    let fields = [("for-vem", "mig"), ("telefon", "070-174 06 05")];
    let saved = fill(&mut browser, &id, "vem", &fields);

    server.pass(24 * 60 * 60);
    let mut later = server.logged_in(CECILIA);
    let overview = later.get("/mina-sidor/");
    let step = later.get(&format!("/mina-sidor/utkast/{id}/vem"));

    assert_eq!(saved.status, 303);
    assert!(overview.says("Ej inskickade ärenden 1"), "{}", overview.text());
    assert!(step.body.contains("070-174 06 05"), "{}", step.text());
    assert_eq!(case(&server, &["list"]), "");
}

/// > Först när du klickat på ”Skicka” och signerat med e-legitimation (för de tjänster som kräver
/// > signering) kommer din ansökan in till kommunen.
#[test]
fn an_application_comes_in_when_it_is_sent_and_signed() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    let filled = case(&server, &["list"]);
    send(&mut browser, &id);
    let sent = case(&server, &["list"]);
    browser.sign(&id, ALVA);
    let signed = case(&server, &["list"]);

    let mut anybody = server.browser();
    let report = street(&mut anybody);
    send(&mut anybody, &report);

    assert_eq!((filled.as_str(), sent.as_str()), ("", ""));
    assert!(signed.starts_with("2026-000001  received"), "{signed}");
    assert_eq!(case(&server, &["list"]).lines().count(), 2, "nobody signs a report");
}

/// > När du skickat in din ansökan, anmälan eller annat ärende, får du ett svarsmeddelande direkt
/// > i e-tjänsten att vi tagit emot ärendet. I meddelandet framgår också om du kan följa
/// > handläggningen av ditt ärende under Mina sidor.
#[test]
fn a_receipt_comes_at_once_and_says_whether_the_case_can_be_followed() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    let signed = browser.sign(&id, ALVA);
    let followed = browser.get(&signed.location);
    let mut anybody = server.browser();
    let report = street(&mut anybody);
    let sent = send(&mut anybody, &report);
    let anonymous = anybody.get(&sent.location);

    for receipt in [&followed, &anonymous] {
        assert_eq!(receipt.summary(), "200 Vi har tagit emot ditt ärende");
    }
    assert!(followed.says("Mina sidor"), "{}", followed.text());
    assert!(!followed.says("går inte att följa"), "{}", followed.text());
    assert!(anonymous.says("går inte att följa på Mina sidor"), "{}", anonymous.text());
}

/// > Om du varit inloggad med e-legitimation i e-tjänsten, skickas även bekräftelser med e-post
/// > och SMS beroende på vilka kontaktuppgifter du lämnat.
#[test]
fn confirmations_go_to_the_addresses_that_were_left() {
    for (mail, sms) in [(true, true), (true, false), (false, true), (false, false)] {
        let server = ServerTest::telling();
        let mut browser = server.logged_in(ALVA);
        if mail {
            with_mail(&server, &mut browser, "alva@example.se");
        }
        if sms {
            with_sms(&server, &mut browser, "070-174 06 05");
        }
        let id = parking(&mut browser);
        send(&mut browser, &id);
        browser.sign(&id, ALVA);
        tell(&server);

        let letters = server.mailbox.letters().into_iter().map(|it| it.body());
        let letters = letters.filter(|it| it.contains("2026-000001")).count();
        let taken = server.elks.taken();
        let texts = taken.iter().filter(|it| it.text.contains("2026-000001")).count();
        assert_eq!((letters, texts), (usize::from(mail), usize::from(sms)));
    }
}

/// What the municipality's command answers.
fn case(server: &ServerTest, words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
    command::case(&server.app.config, &words).expect("an answer")
}
