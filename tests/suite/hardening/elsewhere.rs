//! Another e-ID than BankID, where somebody mixes what comes back: the code of one
//! browser with the state of another, one case's signature with the next, the same
//! answer twice, a request that was changed on the way. And what a submission asks
//! of those who are down: nothing.

use tests::stand_ins::elks;
use tests::stand_ins::mailbox;
use tests::stand_ins::persons::{ALVA, BERIT};
use tests::stand_ins::telia::Telia;
use tests::support::browser::Browser;
use tests::support::server::ServerTest;

use crate::contacts::{with_mail, with_sms};
use crate::hardening::received;
use crate::hardening::rows::kept;
use crate::oidc::{log_in, sign, world};
use crate::told::tell;
use crate::walk::{parking, send};

const PORTAL: &str = "https://sjalvservice.example.se";

/// The page that leads on to the provider, for logging in.
fn login_page(browser: &mut Browser<'_>) -> String {
    browser.open("/mina-sidor/logga-in");
    let onward = browser.post("/mina-sidor/logga-in/oidc/telia", &[]).location;
    browser.get(&onward).body
}

/// The page that leads on to the provider, for signing a case.
fn signing_page(browser: &mut Browser<'_>, id: &str) -> String {
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    browser.get(&url);
    let onward = browser.post(&url, &[("device", "oidc:telia")]).location;
    browser.get(&onward).body
}

/// The way back after the person has said yes.
fn back(telia: &Telia, onward: &str, person: &str) -> String {
    let visit = telia.visit(onward, person).expect("a visit");
    visit.back.trim_start_matches(PORTAL).to_owned()
}

/// The first answer with the second one's code.
fn with_code_of(one: &str, other: &str) -> String {
    let code = |it: &str| {
        let query = it.split_once('?').expect("a query").1;
        let mut pairs = query.split('&').map(str::to_owned);
        pairs.find(|it| it.starts_with("code=")).expect("a code")
    };
    one.replace(&code(one), &code(other))
}

#[test]
fn what_comes_back_to_one_browser_logs_nobody_in_in_another() {
    let (server, telia) = world("ES256");
    let (mut one, mut other) = (server.browser(), server.browser());
    let page = login_page(&mut one);
    let of_one = back(&telia, &page, ALVA);
    let page = login_page(&mut other);
    let of_other = back(&telia, &page, BERIT);

    // The code of Berit with the state of the browser that Alva uses, and whole answers changed.
    let mixed = one.get(&with_code_of(&of_one, &of_other));
    let foreign = other.get(&of_one);
    let used = one.get(&of_one);
    let inside = [one.get("/mina-sidor/").status, other.get("/mina-sidor/").status];

    for page in [&mixed, &foreign, &used] {
        assert!(page.location.contains("besked="), "{}", page.summary());
    }
    assert_eq!(inside, [303, 303], "nobody is logged in");
    assert!(!kept(&server, &[]).iter().any(|it| it.starts_with("sessions.person = ")));
    assert_eq!(log_in(&mut one, &telia, ALVA).summary(), "303 -> /mina-sidor/");
}

#[test]
fn a_signature_of_one_case_or_browser_is_none_of_another() {
    let (server, telia) = world("ES256");
    let mut alva = server.browser();
    log_in(&mut alva, &telia, ALVA);
    let (first, second) = (parking(&mut alva), parking(&mut alva));
    send(&mut alva, &first);
    send(&mut alva, &second);
    let page = signing_page(&mut alva, &first);
    let of_first = back(&telia, &page, ALVA);
    let page = signing_page(&mut alva, &second);
    let of_second = back(&telia, &page, ALVA);

    let mixed = alva.get(&with_code_of(&of_first, &of_second));
    let mut stranger = server.browser();
    log_in(&mut stranger, &telia, BERIT);
    let foreign = stranger.get(&of_second);
    let nothing = received(&server);
    let used = alva.get(&of_first);

    assert!(!mixed.location.ends_with("/kvitto"), "{}", mixed.summary());
    assert!(!foreign.location.ends_with("/kvitto"), "{}", foreign.summary());
    assert!(!used.location.ends_with("/kvitto"), "{}", used.summary());
    assert_eq!((nothing, received(&server)), (0, 0));
    let (signed, _) = sign(&mut alva, &telia, &first, ALVA);
    assert_eq!(signed.summary(), "303 -> /mina-sidor/arende/*/kvitto");
    assert_eq!(received(&server), 1, "the one that was signed, and once");
}

#[test]
fn the_same_answer_twice_signs_once() {
    let (server, telia) = world("ES256");
    let mut alva = server.browser();
    log_in(&mut alva, &telia, ALVA);
    let id = parking(&mut alva);
    send(&mut alva, &id);
    let page = signing_page(&mut alva, &id);
    let answer = back(&telia, &page, ALVA);

    alva.get(&answer);
    alva.get(&answer);

    let rows = kept(&server, &[]);
    assert_eq!(rows.iter().filter(|it| it.starts_with("signatures.person = ")).count(), 1);
    assert_eq!(received(&server), 1);
}

#[test]
fn a_signed_request_that_was_changed_on_the_way_is_refused_by_the_provider() {
    let (server, telia) = world("ES256");
    let mut alva = server.browser();
    log_in(&mut alva, &telia, ALVA);
    let id = parking(&mut alva);
    send(&mut alva, &id);
    let page = signing_page(&mut alva, &id);
    let start = page.find("name=\"request\" value=\"").expect("a signed request") + 22;
    let end = start + page[start..].find('"').expect("its end");
    let middle = start + page[start..end].find('.').expect("its claims") + 40;
    let other = if &page[middle..=middle] == "A" { "B" } else { "A" };
    let changed = format!("{}{other}{}", &page[..middle], &page[middle + 1..]);

    let refused = telia.visit(&changed, ALVA);

    let came_back = refused.map(|it| it.back).unwrap_or_default();
    assert!(!came_back.contains("code="), "{came_back}");
    assert_eq!(received(&server), 0);
}

#[test]
fn a_submission_asks_nothing_of_mail_and_sms_and_no_more_of_others_while_they_are_down() {
    let asked = |down: bool| {
        let server = ServerTest::telling();
        let mut alva = server.logged_in(ALVA);
        with_mail(&server, &mut alva, "alva@example.se");
        with_sms(&server, &mut alva, "070-174 06 05");
        let (letters, texts) = (server.mailbox.letters().len(), server.elks.taken().len());
        if down {
            // A call to the gateway ends the program that makes it.
            server.elks.set_weather(elks::Weather::Breaking);
            server.mailbox.set_weather(mailbox::Weather::Refusing);
        }
        let before = server.register.asked().len();
        let id = parking(&mut alva);
        send(&mut alva, &id);
        alva.sign(&id, ALVA);
        assert_eq!(received(&server), 1);
        assert_eq!(server.mailbox.letters().len(), letters, "told afterwards");
        assert_eq!(server.elks.taken().len(), texts, "told afterwards");
        let asked = server.register.asked().len() - before;
        server.elks.set_weather(elks::Weather::Fine);
        server.mailbox.set_weather(mailbox::Weather::Fine);
        tell(&server);
        let told = (server.mailbox.letters().len(), server.elks.taken().len());
        assert_eq!(told, (letters + 1, texts + 1));
        asked
    };

    assert_eq!(asked(true), asked(false), "questions to the register");
}
