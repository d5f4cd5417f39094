//! Somebody with protected identity, in each role: every page, PDF, letter, SMS,
//! line of the log and row of the database is looked through.
//!
//! What was written before somebody became protected stays in a case that the
//! municipality has, or that the applicant has signed: it is evidence. It is
//! shown to nobody but the applicant herself, who wrote it, and the unit.

use tests::stand_ins::persons::{
    self, BERIT, BERTIL, BO, ELSA, ERIK, FANNY, FILIP, FREDRIK, Protection,
};
use tests::stand_ins::register::Weather;
use tests::support::browser::Browser;
use tests::support::page::Page;
use tests::support::server::ServerTest;

use crate::contacts::{with_mail, with_sms};
use crate::hardening::rows::kept;
use crate::hardening::traces::heard;
use crate::told::tell;
use crate::walk::{PRESCHOOL, fill, preschool, send};

const DAY: i64 = 24 * 60 * 60;

/// What must not be told of a person.
fn secrets(number: &str) -> Vec<String> {
    let it = persons::find(number).expect("a person");
    let short = format!("{}-{}", &number[2..8], &number[8..]);
    let long = format!("{}-{}", &number[..8], &number[8..]);
    let phone = format!("+46{}", it.phone.replace(['-', ' '], "").trim_start_matches('0'));
    let address = it.home.street.to_owned();
    vec![
        it.name(),
        it.surname.to_owned(),
        number.to_owned(),
        short,
        long,
        address,
        it.phone.to_owned(),
        phone,
        it.home.key.to_owned(),
    ]
}

fn tells_nothing(place: &str, text: &str, secrets: &[String]) {
    for secret in secrets {
        assert!(!text.contains(secret.as_str()), "{place} tells `{secret}`:\n{text}");
    }
}

/// Every page that somebody can open, with a case or without one.
fn every_page(browser: &mut Browser<'_>, id: &str) -> Vec<Page> {
    let mut paths: Vec<String> =
        ["", "kontakt", "logga-in", "utloggad", "ny/forskola-plats", "ny/felanmalan-gata"]
            .map(|it| format!("/mina-sidor/{it}"))
            .into();
    for end in ["", "/granska", "/skriv-under", "/avboj", "/ta-bort", "/barnet", "/ni-som-soker"] {
        paths.push(format!("/mina-sidor/utkast/{id}{end}"));
    }
    for end in ["", "/kvitto", "/kvitto.pdf"] {
        paths.push(format!("/mina-sidor/arende/{id}{end}"));
    }
    paths.iter().map(|it| browser.get(it)).collect()
}

fn letters_and_texts(server: &ServerTest) -> String {
    let letters = server.mailbox.letters();
    let letters = letters.iter().map(|it| format!("{}\n{}", it.source, it.body()));
    let texts = server.elks.taken().into_iter().map(|it| format!("{} {}", it.to, it.text));
    letters.chain(texts).collect::<Vec<_>>().join("\n")
}

#[test]
fn of_somebody_protected_who_logs_in_nothing_is_shown_kept_sent_or_logged() {
    for number in [ELSA, ERIK, FANNY] {
        let server = ServerTest::telling();
        let of_hers = secrets(number);

        let log = heard(|| {
            let mut browser = server.browser();
            browser.get("/mina-sidor/logga-in");
            let waiting =
                browser.post("/mina-sidor/logga-in/bankid", &[("device", "other")]).location;
            server.approve(number);
            tells_nothing("a row before she is let on", &kept(&server, &[]).join("\n"), &of_hers);
            let page = browser.get(&waiting);
            tells_nothing("the waiting page", &page.body, &of_hers);
            browser.post(&format!("{waiting}/klar"), &[]);
            tells_nothing("a row of the login", &kept(&server, &[]).join("\n"), &of_hers);
            let first = browser.get("/mina-sidor/");
            assert_eq!(first.heading(), "Ring så hjälper vi dig");
            for page in [vec![first], every_page(&mut browser, "0")].concat() {
                tells_nothing("a page", &page.body, &of_hers);
            }
            tell(&server);
        });

        tells_nothing("a row", &kept(&server, &[]).join("\n"), &of_hers);
        tells_nothing("the log", &log, &of_hers);
        assert_eq!(letters_and_texts(&server), "");
    }
}

#[test]
fn a_protected_guardian_and_her_child_are_not_shown_to_the_other_guardian() {
    let server = ServerTest::telling();
    let fanny = persons::find(FANNY).expect("Fanny");
    let filip = persons::find(FILIP).expect("Filip");
    // The surname and the street are Fredrik's too.
    let theirs =
        [fanny.number, fanny.given, fanny.home.street, fanny.phone, filip.number, filip.given];
    let theirs = theirs.map(str::to_owned);

    let log = heard(|| {
        let mut fredrik = server.logged_in(FREDRIK);
        let id = fredrik.begin(PRESCHOOL);
        fredrik.open(&format!("/mina-sidor/utkast/{id}"));
        fill(&mut fredrik, &id, "barnet", &[("barn", "1"), ("bor", "hos-bada")]);
        for page in every_page(&mut fredrik, &id) {
            tells_nothing("a page", &page.body, &theirs);
        }
    });

    // The register says which relations he has; names and addresses are not asked to stay.
    let kept: Vec<String> = kept(&server, &[]);
    for secret in [fanny.given, fanny.home.street, fanny.phone, filip.given] {
        assert!(!kept.iter().any(|it| it.contains(secret)), "a row tells `{secret}`");
    }
    tells_nothing("the log", &log, &theirs);
}

/// When the applicant becomes protected.
#[derive(Clone, Copy, Debug, PartialEq)]
enum When {
    Draft,
    Waiting,
    Received,
}

#[test]
fn an_applicant_who_becomes_protected_between_steps_is_told_of_nowhere() {
    for when in [When::Draft, When::Waiting, When::Received] {
        let server = ServerTest::telling();
        let mut bo = server.logged_in(BO);
        with_mail(&server, &mut bo, "bo@example.se");
        let mut berit = server.logged_in(BERIT);
        with_mail(&server, &mut berit, "hemlig@example.se");
        with_sms(&server, &mut berit, "070-174 06 06");
        let id = preschool(&mut berit, BERTIL);
        if when != When::Draft {
            send(&mut berit, &id);
            berit.sign(&id, BERIT);
        }
        if when == When::Received {
            bo.sign(&id, BO);
        }
        tell(&server);
        let before = letters_and_texts(&server);
        server.register.set_protection(BERIT, Protection::Sekretessmarkering);
        let mut hers = secrets(BERIT);
        // He has the surname and the street himself.
        hers.retain(|it| {
            !["Exempelberg", "Provgatan 2"].contains(&it.as_str()) && !it.starts_with("1000")
        });
        hers.extend(["Berit".to_owned(), "hemlig@example.se".to_owned()]);

        let log = heard(|| {
            let mut pages = every_page(&mut bo, &id);
            pages.extend(every_page(&mut server.logged_in(BO), &id));
            for page in pages {
                assert!(
                    !page.header("content-type").is_some_and(|it| it.contains("pdf")),
                    "{when:?}"
                );
                tells_nothing(&format!("{when:?}: a page"), &page.body, &hers);
            }
            server.pass(4 * DAY);
            submit_server::app::sweep(&server.app.store, server.app.login.lifetimes);
            tell(&server);
            server.pass(DAY);
            tell(&server);
        });

        tells_nothing(&format!("{when:?}: the log"), &log, &hers);
        assert_eq!(letters_and_texts(&server), before, "{when:?}: nobody is told anything more");
        let mut browser = server.browser();
        browser.log_in(BERIT);
        assert_eq!(browser.open("/mina-sidor/").heading(), "Ring så hjälper vi dig", "{when:?}");
        let sessions = kept(&server, &[]).into_iter().filter(|it| it.starts_with("sessions."));
        tells_nothing("a session", &sessions.collect::<Vec<_>>().join("\n"), &[BERIT.to_owned()]);
    }
}

#[test]
fn while_the_register_is_silent_the_other_guardian_reads_nothing_of_the_applicant() {
    let server = ServerTest::telling();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    let mut bo = server.logged_in(BO);
    server.register.set_weather(Weather::Unreachable);

    for page in every_page(&mut bo, &id) {
        tells_nothing("a page", &page.body, &["Berit".to_owned(), BERIT.to_owned()]);
    }
}
