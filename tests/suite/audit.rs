//! What has happened to a case cannot be rewritten unseen.

use rusqlite::Connection;
use sha2::{Digest, Sha256};
use submit_server::command;
use submit_server::config::Config;
use submit_server::store::{Clock, Store};
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO};
use tests::support::server::ServerTest;
use tests::support::site::files_in;

use crate::walk::{parking, preschool, send, street};

/// The command's answer, or its error.
fn verify(server: &ServerTest) -> String {
    match command::audit(&server.app.config, &["verify".to_owned()]) {
        Ok(text) => text,
        Err(error) => format!("error: {error:#}"),
    }
}

/// Does what somebody with the file could do.
fn tamper(server: &ServerTest, sql: &str) {
    let database = Connection::open(server.data().join("lucka.db")).expect("the database");
    database
        .execute_batch(
            "PRAGMA foreign_keys = OFF; DROP TRIGGER events_are_never_changed;
             DROP TRIGGER events_are_never_deleted;",
        )
        .expect("the triggers are there, and gone");
    database.execute_batch(sql).expect("the tampering");
}

/// Alva's case: sent, signed, received, in progress, closed.
fn closed() -> ServerTest {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    browser.sign(&id, ALVA);
    for state in ["in_progress", "closed"] {
        let words = ["status", "2026-000001", state].map(str::to_owned);
        command::case(&server.app.config, &words).expect("moved on");
    }
    server
}

/// Tampers with Alva's case; the line of the fault, without the case's number.
fn fault(sql: &str) -> String {
    let server = closed();
    tamper(&server, sql);
    let said = verify(&server);
    assert!(said.starts_with("error: "), "{sql}: {said}");
    let lines: Vec<&str> = said.lines().skip(1).collect();
    assert_eq!(lines.len(), 1, "{sql}: {said}");
    lines[0].strip_prefix("2026-000001, ").expect("the case number").to_owned()
}

#[test]
fn a_chain_that_nobody_touched_is_whole() {
    let server = closed();
    let mut browser = server.logged_in(ALVA);
    let sent = parking(&mut browser);
    send(&mut browser, &sent);
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    server.logged_in(BO).sign(&id, BO);

    let before = verify(&server);
    let url = format!("/mina-sidor/utkast/{sent}/ta-bort");
    browser = server.logged_in(ALVA);
    browser.get(&url);
    assert_eq!(browser.post(&url, &[]).status, 303);

    assert_eq!(before, "10 events in 3 cases, the chain is whole\n");
    assert_eq!(verify(&server), "11 events in 3 cases, the chain is whole\n");
}

#[test]
fn a_server_without_cases_is_whole() {
    let server = ServerTest::new();
    server.logged_in(ALVA).begin(crate::walk::PARKING);

    assert_eq!(verify(&server), "0 events in 0 cases, the chain is whole\n");
}

#[test]
fn a_row_that_was_changed_is_named() {
    for change in [
        "happened_at = happened_at - 86400000",
        "kind = 'sent'",
        "actor = 'unit'",
        "detail = '{}'",
        "hash = previous_hash",
    ] {
        let said = fault(&format!("UPDATE events SET {change} WHERE sequence = 2"));

        assert_eq!(said, "event 2: changed", "{change}");
    }
    let said = fault("UPDATE events SET previous_hash = 'x' WHERE sequence = 2");
    assert_eq!(said, "event 2: changed");
}

#[test]
fn a_row_that_was_removed_is_named() {
    for sequence in 1..=4 {
        let said = fault(&format!("DELETE FROM events WHERE sequence = {sequence}"));

        assert_eq!(said, format!("event {sequence}: removed"));
    }
}

#[test]
fn rows_that_changed_places_are_named() {
    let said = fault(
        "UPDATE events SET sequence = 99 WHERE sequence = 2;
         UPDATE events SET sequence = 2 WHERE sequence = 3;
         UPDATE events SET sequence = 3 WHERE sequence = 99;",
    );
    assert_eq!(said, "event 2: moved, it was event 3");

    let said = fault(
        "DELETE FROM events WHERE sequence = 2;
         UPDATE events SET sequence = sequence - 1 WHERE sequence > 2;",
    );
    assert_eq!(said, "event 2: moved, it was event 3");
}

#[test]
fn rows_cut_off_at_the_end_are_noticed_by_what_the_case_says() {
    let cut = |after: i64| fault(&format!("DELETE FROM events WHERE sequence > {after}"));

    assert_eq!(cut(4), "event 5: removed, the case is in another state");
    assert_eq!(cut(3), "event 4: removed, the case is in another state");
    assert_eq!(cut(2), "event 3: `received` is removed, and the case has come in");
    assert_eq!(cut(1), "event 2: `signed` is removed, and the signature is there");
    assert_eq!(cut(0), "event 1: `sent` is removed, and the case has a number");
}

#[test]
fn another_document_than_the_one_that_was_sent_is_noticed() {
    let said = fault("UPDATE cases SET document = REPLACE(document, 'Alva', 'Olga')");
    assert_eq!(said, "event 1: the document is not the one that was sent");

    let said = fault("UPDATE cases SET document = '{}', document_hash = 'another'");
    assert_eq!(said, "event 6: `sent` is removed, or the document is another");
}

#[test]
fn a_case_that_is_gone_is_noticed() {
    let server = closed();
    tamper(&server, "DELETE FROM signatures; DELETE FROM parties; DELETE FROM cases;");
    let said = verify(&server);
    assert!(said.ends_with(", event 6: removed, the case is gone and no event says so"), "{said}");

    let server = closed();
    tamper(
        &server,
        "DELETE FROM events; DELETE FROM signatures; DELETE FROM parties; DELETE FROM cases;",
    );
    let said = verify(&server);
    assert!(said.ends_with("1 case numbers were given: 1 cases are removed with all events"));
}

#[test]
fn a_backup_taken_while_people_send_is_whole_when_it_is_restored() {
    let server = closed();
    let (copy, folder) = (tempfile::tempdir().expect("a folder"), server.data().to_owned());
    std::thread::scope(|scope| {
        let people = scope.spawn(|| {
            for _ in 0..20 {
                let mut anybody = server.browser();
                let id = street(&mut anybody);
                send(&mut anybody, &id);
            }
        });
        let database = Connection::open(folder.join("lucka.db")).expect("the database");
        let to = copy.path().join("lucka.db").display().to_string();
        database.execute("VACUUM INTO ?1", [to]).expect("a copy");
        people.join().expect("everybody has sent");
    });
    std::fs::create_dir(copy.path().join("attachments")).expect("a folder");
    for (name, bytes) in files_in(&folder.join("attachments")) {
        std::fs::write(copy.path().join("attachments").join(name), bytes).expect("a file");
    }

    let restored = Config { data: copy.path().to_owned(), ..server.app.config.clone() };
    let verified = command::audit(&restored, &["verify".to_owned()]).expect("whole");
    let store = Store::open(copy.path(), Clock::system()).expect("a database");
    let cases = store.read(|tx| tx.received_cases(None)).expect("cases");
    let files = cases.iter().flat_map(|it| store.read(|tx| tx.attachments(&it.id)).expect("rows"));

    assert!(verified.ends_with("the chain is whole\n") && !cases.is_empty(), "{verified}");
    for file in files {
        let bytes = std::fs::read(copy.path().join("attachments").join(&file.id)).expect("a file");
        assert_eq!(hex::encode(Sha256::digest(bytes)), file.sha256, "{}", file.name);
    }
}

#[test]
fn what_is_not_the_command_is_refused() {
    let server = ServerTest::new();
    for words in [vec![], vec!["verify", "now"], vec!["repair"]] {
        let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
        let refused = command::audit(&server.app.config, &words).expect_err("no such command");

        assert!(refused.to_string().contains("submit-server audit verify"), "{refused}");
    }
}
