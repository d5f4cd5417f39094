//! What must not be left behind: hidden answers, files without a case, sessions
//! that an old clock would wake, and too many drafts.

use std::time::{Duration, SystemTime};

use submit_server::app::sweep_files;
use submit_server::store::WriteTx;
use tests::stand_ins::persons::ALVA;
use tests::support::server::ServerTest;

use crate::hardening::{COOKIE, Key};
use crate::walk::{PARKING, PICTURE, parking, send};

fn files(server: &ServerTest) -> usize {
    std::fs::read_dir(server.data().join("attachments")).expect("a folder").count()
}

/// Makes every attached file look this old.
fn age(server: &ServerTest, hours: u64) {
    for entry in std::fs::read_dir(server.data().join("attachments")).expect("a folder") {
        let file = std::fs::File::options().write(true).open(entry.expect("an entry").path());
        let then = SystemTime::now() - Duration::from_secs(hours * 3600);
        file.expect("a file").set_modified(then).expect("an old file");
    }
}

#[test]
fn an_answer_that_is_hidden_when_the_case_is_sent_is_gone_when_it_has_come_in() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    let url = format!("/mina-sidor/utkast/{id}/intyg-och-foto");
    browser.get(&url);
    let day =
        [("intygets-dag-dag", "15"), ("intygets-dag-manad", "10"), ("intygets-dag-ar", "2026")];
    let mut fields = vec![("intyg", "nu"), ("intygar", "ja")];
    fields.extend(day);
    let saved = browser.post_files(&url, &fields, &[("lakarintyg", "sjuk.png", PICTURE)]);
    assert_eq!(saved.status, 303);
    browser.get(&url);
    browser.post_files(&url, &[("intyg", "senare"), ("intygar", "ja")], &[]);
    assert_eq!(files(&server), 2);

    send(&mut browser, &id);
    browser.sign(&id, ALVA);
    age(&server, 48);
    sweep_files(&server.app.store);

    let (case, kept) =
        server.app.store.read(|tx| Ok((tx.case(&id)?, tx.attachments(&id)?))).expect("read");
    let case = case.expect("a case");
    assert_eq!(case.answers, "{}");
    assert!(!case.document.unwrap_or_default().contains("sjuk.png"));
    let names: Vec<&str> = kept.iter().map(|it| it.name.as_str()).collect();
    assert_eq!((names.as_slice(), files(&server)), (["jag.png"].as_slice(), 1));
}

#[test]
fn a_file_that_no_case_has_is_swept_away_when_it_is_old() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    parking(&mut browser);
    let folder = server.data().join("attachments");
    std::fs::write(folder.join("0123456789abcdef0123456789abcdef"), b"x").expect("a file");
    std::fs::write(folder.join("ffffffffffffffffffffffffffffffff.part"), b"x").expect("a file");

    sweep_files(&server.app.store);
    assert_eq!(files(&server), 3, "it may be about to be written down");
    age(&server, 48);
    sweep_files(&server.app.store);

    assert_eq!(files(&server), 1, "the file of the draft stays");
}

#[test]
fn the_folder_is_for_the_server_alone() {
    use std::os::unix::fs::PermissionsExt;
    let server = ServerTest::new();

    let mode = std::fs::metadata(server.data()).expect("a folder").permissions().mode();

    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

#[test]
fn a_dead_session_stays_dead_when_the_clock_is_set_back() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let cookie = browser.cookie(COOKIE).expect("a session").to_owned();
    server.pass(31 * 60);
    assert_eq!(browser.get("/mina-sidor/").status, 303);

    server.pass(-20 * 60);

    let mut later = server.browser();
    later.set_cookie(COOKIE, &cookie);
    assert_eq!(later.get("/mina-sidor/").status, 303);
}

#[test]
fn a_session_used_in_the_future_is_void_now() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    for _ in 0..4 {
        server.pass(20 * 60);
        assert_eq!(browser.get("/mina-sidor/").status, 200);
    }

    server.pass(-60 * 60);

    assert_eq!(browser.get("/mina-sidor/").status, 303);
}

#[test]
fn events_keep_their_order_when_the_clock_is_set_back() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    server.pass(-60);
    browser.sign(&id, ALVA);

    let events = server.app.store.read(|tx| tx.events(&id)).expect("read");

    let kinds: Vec<&str> = events.iter().map(|it| it.kind.as_str()).collect();
    assert_eq!(kinds, ["sent", "signed", "received"]);
}

#[test]
fn nobody_fills_the_disk_with_drafts() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    browser.begin("felanmalan-gata");
    let key = Key::of(&server, &browser);
    let begin = || {
        let begun = key.post(&server, "/mina-sidor/ny/felanmalan-gata", &[]);
        let url = begun.header("location").unwrap_or_default();
        if let Some(id) = url.strip_prefix("/mina-sidor/utkast/") {
            let save = |tx: &WriteTx<'_>| tx.save_draft(id, 0, "{}", i64::MAX);
            server.app.store.write(save).expect("something is filled in");
        }
        begun.status
    };

    let begun: Vec<u16> = (0..60).map(|_| begin()).collect();

    assert!(begun.starts_with(&[303; 50]) && begun.ends_with(&[429; 10]), "{begun:?}");
}

#[test]
fn beginning_twice_without_an_answer_leaves_one_draft() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);

    let first = browser.begin(PARKING);
    let second = browser.begin(PARKING);

    assert_eq!(first, second);
    assert!(browser.get("/mina-sidor/").says("Ej inskickade ärenden 1"));
}

#[test]
fn a_deleted_application_that_was_sent_leaves_only_its_events() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    let url = format!("/mina-sidor/utkast/{id}/ta-bort");
    browser.get(&url);

    let deleted = browser.post(&url, &[]);

    assert_eq!(deleted.status, 303);
    let (case, events, parties) = server
        .app
        .store
        .read(|tx| Ok((tx.case(&id)?, tx.events(&id)?, tx.parties(&id)?)))
        .expect("read");
    let kinds: Vec<&str> = events.iter().map(|it| it.kind.as_str()).collect();
    assert!(case.is_none() && parties.is_empty() && files(&server) == 0);
    assert_eq!(kinds, ["sent", "deleted"]);
    assert!(events.iter().all(|it| !it.detail.contains(ALVA)));
}

#[test]
fn a_draft_that_was_never_sent_leaves_nothing_at_all() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = browser.begin(PARKING);
    let url = format!("/mina-sidor/utkast/{id}/ta-bort");
    browser.get(&url);
    browser.post(&url, &[]);

    let events = server.app.store.read(|tx| tx.events(&id)).expect("read");

    assert!(events.is_empty());
}

#[test]
fn a_file_with_a_swedish_name_is_kept_under_it() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    let id = crate::walk::street(&mut browser);

    let page = browser.get(&format!("/mina-sidor/utkast/{id}/bild-och-kontakt"));

    assert!(page.says("hål.png"), "{}", page.text());
}
