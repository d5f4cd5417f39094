//! One byte of a signature with another e-ID, from the provider to the case: what
//! was changed on its way, or signs something else, is no signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tests::stand_ins::persons::ALVA;
use tests::stand_ins::telia::{Change, Telia};
use tests::support::browser::Browser;
use tests::support::page::Page;
use tests::support::server::ServerTest;

use crate::hardening::received;
use crate::hardening::rows::kept;
use crate::hardening::traces::heard;
use crate::oidc::{log_in, world};
use crate::walk::{parking, send};

/// Where the hidden data begins in the stand-in's signatures.
const DATA: i32 = "<Signature><usrNonVisibleData>".len() as i32;

/// A case of Alva's that waits for her signature.
fn sent(browser: &mut Browser<'_>, telia: &Telia) -> String {
    log_in(browser, telia, ALVA);
    let id = parking(browser);
    send(browser, &id);
    id
}

/// Signs at the provider, and comes back with what was changed.
fn sign(browser: &mut Browser<'_>, telia: &Telia, id: &str, change: Option<Change>) -> Page {
    let url = format!("/mina-sidor/utkast/{id}/skriv-under");
    browser.get(&url);
    let onward = browser.post(&url, &[("device", "oidc:telia")]).location;
    let onward = browser.get(&onward).body;
    let visit = telia.visit_changing(&onward, ALVA, change).expect("a visit");
    browser.get(visit.back.trim_start_matches("https://sjalvservice.example.se"))
}

/// Everything that is kept but the flows themselves.
fn rows(server: &ServerTest) -> Vec<String> {
    let mut rows = kept(server, &["sessions.seen_at"]);
    rows.retain(|it| !it.starts_with("oidc_flows."));
    rows
}

fn evidence(server: &ServerTest) -> Value {
    let rows = kept(server, &[]);
    let row = rows.iter().find_map(|it| it.strip_prefix("signatures.signature = "));
    serde_json::from_str(row.expect("a signature")).expect("JSON")
}

#[test]
fn a_signature_with_another_eid_of_which_one_byte_is_another_is_refused() {
    let (server, telia) = world("ES256");
    let mut browser = server.browser();
    let id = sent(&mut browser, &telia);
    let before = rows(&server);
    let on_its_way = [0, 7, DATA, DATA + 40, -60, -1].map(Change::AfterSeal);
    let signed_else = [DATA, DATA + 1, DATA + 17, DATA + 40, DATA + 80].map(Change::BeforeSeal);

    for (changes, cause) in [
        (&on_its_way[..], "another signature"),
        (&signed_else[..], "a signature of something else"),
    ] {
        for change in changes {
            let mut back = Page::default();
            let log = heard(|| back = sign(&mut browser, &telia, &id, Some(*change)));
            let to = "303 -> /mina-sidor/utkast/*/skriv-under?besked=fel";
            assert_eq!(back.summary(), to, "{change:?}");
            assert!(log.contains(cause), "{change:?}: {log}");
            assert_eq!((rows(&server) == before, received(&server)), (true, 0), "{change:?}");
        }
    }

    let whole = sign(&mut browser, &telia, &id, None);
    assert_eq!(whole.summary(), "303 -> /mina-sidor/arende/*/kvitto");
    let proof = evidence(&server);
    let kept = STANDARD.decode(proof["user_signature"].as_str().expect("text")).expect("base64");
    let kept = String::from_utf8(kept).expect("XML");
    let hidden = kept.split(['<', '>']).find(|it| it.len() > 40 && STANDARD.decode(it).is_ok());
    let hidden = STANDARD.decode(hidden.expect("hidden data")).expect("base64");
    let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
    let hash = case.document_hash.expect("a hash");
    assert!(String::from_utf8(hidden).expect("text").contains(&hash), "it is of this document");
}

#[test]
fn a_signature_in_bankids_form_is_that_also_when_a_byte_is_no_letter() {
    let (server, telia) = world("ES256");
    let mut browser = server.browser();
    let id = sent(&mut browser, &telia);

    // The first byte of the hidden data, with its highest bit set: no UTF-8 any more.
    let back = sign(&mut browser, &telia, &id, Some(Change::Unreadable(DATA)));

    assert_eq!(back.summary(), "303 -> /mina-sidor/utkast/*/skriv-under?besked=fel");
    assert_eq!(received(&server), 0);
}
