//! The receipt as a PDF: for those whose case it is, and nobody else.

use std::io::Write;
use std::process::{Command, Stdio};

use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO, DISA};
use tests::support::browser::Browser;
use tests::support::page::Page;
use tests::support::server::ServerTest;

use crate::walk::{parking, preschool, send, street};

/// Opens an address of a PDF, as far as its text.
fn read(browser: &mut Browser<'_>, url: &str) -> (Page, String) {
    let page = browser.get(url);
    let text = pdftotext(&page.bytes);
    (page, text)
}

fn pdftotext(bytes: &[u8]) -> String {
    let started = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut running = started.expect("`pdftotext` is missing: apt-get install poppler-utils");
    running.stdin.take().expect("an input").write_all(bytes).expect("written");
    let ran = running.wait_with_output().expect("ended");
    assert!(ran.status.success(), "no PDF: {}", String::from_utf8_lossy(bytes));
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_receipt_is_saved_as_a_pdf_with_everything_that_was_sent() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    let receipt = browser.sign(&id, ALVA).location;
    let url = format!("/mina-sidor/arende/{id}/kvitto.pdf");
    let link = format!("href=\"{url}\"");
    assert!(browser.get(&receipt).body.contains(&link), "the receipt leads to it");
    assert!(
        browser.get(&format!("/mina-sidor/arende/{id}")).body.contains(&link),
        "so does the case"
    );

    let (page, text) = read(&mut browser, &url);

    assert_eq!((page.status, page.header("content-type")), (200, Some("application/pdf")));
    assert_eq!(
        page.header("content-disposition").map(|it| it.contains("kvitto-2026-000001.pdf")),
        Some(true)
    );
    let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
    let hash = case.document_hash.unwrap_or_default();
    for words in [
        "Ånge kommun",
        "Kvittens på ärende 2026-000001",
        "23 november 2026 kl. 14.40",
        "Alva Provsson",
        "19900101-2385",
        "100 meter",
        "jag.png",
        "BankID",
        "Sida 1 av",
        hash.as_str(),
        case.form_hash.as_str(),
    ] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    assert!(page.bytes.len() < 60_000, "{} bytes", page.bytes.len());
}

#[test]
fn an_anonymous_report_has_its_receipt_as_a_pdf_too() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    let id = street(&mut browser);
    send(&mut browser, &id);

    let (page, text) = read(&mut browser, &format!("/mina-sidor/arende/{id}/kvitto.pdf"));

    assert_eq!(page.status, 200);
    assert!(text.contains("Ett hål, en halv meter brett.") && text.contains("hål.png"), "{text}");
    assert!(!text.contains("Underskrifter"), "nobody signed");
}

#[test]
fn another_party_has_it_without_the_applicants_number_and_address() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    server.pass(60);
    let mut bo = server.logged_in(BO);
    bo.sign(&id, BO);
    let url = format!("/mina-sidor/arende/{id}/kvitto.pdf");

    let (_, hers) = read(&mut berit, &url);
    let (_, his) = read(&mut bo, &url);

    let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
    let document: serde_json::Value =
        serde_json::from_str(&case.document.unwrap_or_default()).expect("a document");
    let address = document["applicant"]["address"][0].as_str().unwrap_or_default();
    assert!(!address.is_empty() && hers.contains(address) && hers.contains("19800102-2386"));
    assert!(!his.contains(address) && !his.contains("-2386"), "{his}");
    for text in [&hers, &his] {
        for name in ["Berit Exempelberg", "Bo Exempelberg"] {
            assert!(text.contains(name), "{name} is not in\n{text}");
        }
        assert!(!text.contains("-2393"), "nobody needs the number of Bo: {text}");
    }
}

#[test]
fn nobody_else_has_it_and_nobody_before_the_case_is_in() {
    let server = ServerTest::new();
    let mut alva = server.logged_in(ALVA);
    let id = parking(&mut alva);
    let url = format!("/mina-sidor/arende/{id}/kvitto.pdf");
    let draft = alva.get(&url);
    send(&mut alva, &id);
    let unsigned = alva.get(&url);
    alva.sign(&id, ALVA);

    let mut disa = server.logged_in(DISA);
    let other = disa.get(&url);
    let none = disa.get("/mina-sidor/arende/finns-inte/kvitto.pdf");
    let stranger = server.browser().get(&url);

    assert_eq!((draft.status, unsigned.status), (404, 404));
    assert_eq!((other.status, &other.body), (404, &none.body), "as if it were not there");
    assert_eq!(stranger.status, 303, "a stranger must log in");
}
