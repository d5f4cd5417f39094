//! Files of others, pages that are sent elsewhere, and texts that want to be more than text.

use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO, DISA, Protection};
use tests::support::server::ServerTest;

use crate::hardening::{Key, received};
use crate::walk::{PICTURE, fill, parking, preschool, send, street};

/// A text that would be a script if it were written out as it is.
const SCRIPT: &str = "\"'><script>alert(1)</script>";

#[test]
fn a_file_is_had_by_its_owner_through_its_own_case_only() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let (id, other) = (parking(&mut browser), parking(&mut browser));
    let files = server.app.store.read(|tx| tx.attachments(&id)).expect("read");
    let file = files.first().map(|it| it.id.clone()).expect("a file");
    let alva = Key::of(&server, &browser);
    let disa = Key::of(&server, &server.logged_in(DISA));
    let url = |kind: &str, id: &str| format!("/mina-sidor/{kind}/{id}/fil/{file}");

    #[rustfmt::skip]
    let table = [
        ("her own",           &alva, url("utkast", &id),    200),
        ("as a case",         &alva, url("arende", &id),    200),
        ("through another",   &alva, url("utkast", &other), 404),
        ("another's",         &disa, url("utkast", &id),    404),
        ("another's case",    &disa, url("arende", &id),    404),
    ];
    for (name, key, url, expected) in table {
        assert_eq!(key.get(&server, &url).status, expected, "{name}");
    }
    assert_eq!(server.browser().get(&url("utkast", &id)).status, 303);
}

#[test]
fn nobody_is_sent_to_another_site_after_login() {
    let server = ServerTest::new();
    for till in
        ["//elsewhere.example.se", "https://elsewhere.example.se", "/\\elsewhere.example.se"]
    {
        let query: String = till.bytes().map(|it| format!("%{it:02X}")).collect();
        let mut browser = server.browser();
        let page = browser.get(&format!("/mina-sidor/logga-in?till={query}"));
        let fields = [("device", "other"), ("till", till)];
        let waiting = browser.post("/mina-sidor/logga-in/bankid", &fields).location;
        server.approve(ALVA);
        browser.get(&waiting);
        let on = browser.post(&format!("{waiting}/klar"), &[]);
        let again = browser.get(&format!("/mina-sidor/logga-in?till={query}"));

        assert!(!page.body.contains("elsewhere.example.se"), "{till}");
        assert_eq!(
            (on.location.as_str(), again.location.as_str()),
            ("/mina-sidor/", "/mina-sidor/")
        );
    }
}

#[test]
fn what_somebody_writes_is_text_on_every_page() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    let id = street(&mut browser);
    let url = format!("/mina-sidor/utkast/{id}/felet");
    let stale = browser.get(&url);
    let fields = [("akut", "nej"), ("fel", "vag"), ("beskrivning", SCRIPT)];
    fill(&mut browser, &id, "felet", &fields);
    browser.page = stale;
    let other = format!("{SCRIPT} igen");
    let fields = [("akut", "nej"), ("fel", "vag"), ("beskrivning", other.as_str())];
    let conflict = browser.post(&url, &fields);
    let step = browser.get(&url);
    let files = format!("/mina-sidor/utkast/{id}/bild-och-kontakt");
    browser.get(&files);
    browser.post_files(
        &files,
        &[("epost", SCRIPT)],
        &[("bilder", "<script>alert(1).png", PICTURE)],
    );
    let refused = browser.page.clone();
    browser.post(&files, &[("epost", "")]);
    let review = browser.get(&format!("/mina-sidor/utkast/{id}/granska"));
    let sent = send(&mut browser, &id);
    let receipt = browser.get(&sent.location);

    assert_eq!((conflict.status, refused.status, receipt.status), (409, 422, 200));
    for page in [&conflict, &step, &refused, &review, &receipt] {
        assert!(page.body.contains("&lt;script&gt;alert(1)"), "{}", page.summary());
        assert!(!page.body.contains("<script>alert"), "{}", page.summary());
    }
}

#[test]
fn what_the_unit_writes_is_text_too() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    browser.sign(&id, ALVA);
    let words = ["status", "2026-000001", "closed", "--outcome", SCRIPT].map(str::to_owned);
    submit_server::command::case(&server.app.config, &words).expect("closed");

    for path in ["/mina-sidor/".to_owned(), format!("/mina-sidor/arende/{id}")] {
        let page = browser.get(&path);
        assert!(page.body.contains("&lt;script&gt;alert(1)"), "{path}");
        assert!(!page.body.contains("<script>alert"), "{path}");
    }
}

#[test]
fn a_family_that_becomes_protected_stops_the_sending() {
    for protected in [BERTIL, BO] {
        let server = ServerTest::new();
        let mut berit = server.logged_in(BERIT);
        let id = preschool(&mut berit, BERTIL);
        berit.get(&format!("/mina-sidor/utkast/{id}/granska"));
        server.register.set_protection(protected, Protection::SkyddadFolkbokforing);

        let sent = berit.post(&format!("/mina-sidor/utkast/{id}/skicka"), &[]);
        let page = berit.open(&sent.location);

        assert_eq!(sent.summary(), "303 -> /mina-sidor/utkast/*/granska");
        assert!(page.says("Alla barn visas inte här."), "{}", page.text());
        assert!(!page.body.contains("Bertil") && !page.body.contains("Bo Exempelberg"));
        assert_eq!(received(&server), 0);
        let parties = server.app.store.read(|tx| tx.parties(&id)).expect("read");
        assert!(parties.is_empty());
    }
}

#[test]
fn what_comes_a_second_before_midnight_has_come_that_day() {
    let server = ServerTest::new();
    server.pass(9 * 3600 + 19 * 60 + 59);
    let mut browser = server.browser();
    let id = street(&mut browser);

    let sent = send(&mut browser, &id);
    let receipt = browser.get(&sent.location);

    assert!(receipt.says("23 november 2026 kl. 23.59"), "{}", receipt.text());
}
