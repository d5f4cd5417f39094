//! When a delivery does not come through, the citizen notices nothing, and it comes
//! through by itself when the fault is gone.

use std::fs;
use std::path::Path;

use submit_server::delivery::worker::{MOST_ATTEMPTS, attempt};
use submit_server::store::{Channel, Sending, State};
use tests::stand_ins::unit_system::Weather;
use tests::support::server::ServerTest;
use tests::support::units::STREETS;

use super::{HOUR, deliver, delivery, permit, report, state};

/// The names in a folder, hidden ones too.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |it: std::io::Result<fs::DirEntry>| it.expect("an entry").file_name();
    let mut names: Vec<String> =
        entries.map(|it| name(it).to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_folder_that_is_missing_gets_its_cases_when_it_is_back() {
    let server = ServerTest::delivering();
    let unit = server.units().folder(STREETS);
    fs::remove_dir(&unit).expect("removed");
    let id = permit(&server);

    deliver(&server);
    let before = (state(&server, &id), unit.exists());
    let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
    fs::create_dir(&unit).expect("a folder");
    server.pass(HOUR);
    deliver(&server);

    assert_eq!(before, (Sending::Waiting, false), "the unit's folder is never made here");
    assert_eq!(case.state, State::Received, "the citizen's case has come in");
    assert_eq!(state(&server, &id), Sending::Delivered);
    assert_eq!(names(&unit), ["2026-000001"]);
}

#[test]
fn what_a_stop_left_behind_is_thrown_away_and_one_whole_folder_comes() {
    let server = ServerTest::delivering();
    let unit = server.units().folder(STREETS);
    let part = unit.join(".2026-000001.part");
    fs::create_dir_all(part.join("bilagor")).expect("a folder");
    fs::write(part.join("bilagor/01-jag.png"), b"half").expect("a file");
    fs::write(part.join("left.json"), b"{").expect("a file");
    let id = permit(&server);

    deliver(&server);

    assert_eq!(state(&server, &id), Sending::Delivered);
    assert_eq!(names(&unit), ["2026-000001"]);
    assert!(!unit.join("2026-000001/left.json").exists());
}

#[test]
fn a_stop_between_writing_and_marking_makes_no_second_folder() {
    let server = ServerTest::delivering();
    let id = permit(&server);
    let leased = server.app.store.write(|tx| tx.lease_due(&[Channel::Folder], 1)).expect("leased");
    attempt(&server.app.delivery, &leased[0]).expect("delivered");
    let unit = server.units().folder(STREETS);
    fs::write(unit.join("2026-000001/unit.txt"), b"the unit's own").expect("a file");
    let server = server.restarted();
    let unmarked = (state(&server, &id), deliver(&server));

    server.pass(HOUR);
    deliver(&server);

    assert_eq!(unmarked, (Sending::Waiting, 0), "its lease has not run out");
    assert_eq!(state(&server, &id), Sending::Delivered);
    assert_eq!(names(&unit), ["2026-000001"]);
    assert!(unit.join("2026-000001/unit.txt").exists(), "what was there is not touched");
}

#[test]
fn another_case_with_the_same_number_is_never_written_over() {
    let server = ServerTest::delivering();
    let there = server.units().folder(STREETS).join("2026-000001");
    fs::create_dir(&there).expect("a folder");
    fs::write(there.join("case.json"), br#"{"document_sha256":"other"}"#).expect("a file");
    let id = permit(&server);

    deliver(&server);

    assert_eq!(state(&server, &id), Sending::Failed);
    assert_eq!(names(&there), ["case.json"]);
}

#[test]
fn an_attachment_that_has_rotted_is_not_delivered_as_if_it_were_whole() {
    let server = ServerTest::delivering();
    let id = permit(&server);
    let folder = server.data().join("attachments");
    let file = names(&folder).pop().expect("an attachment");
    let whole = fs::read(folder.join(&file)).expect("its bytes");
    fs::write(folder.join(&file), b"rot").expect("written");

    deliver(&server);
    let before = (state(&server, &id), names(&server.units().folder(STREETS)));
    fs::write(folder.join(&file), whole).expect("put back");
    server.pass(HOUR);
    deliver(&server);

    assert_eq!(before, (Sending::Waiting, Vec::new()));
    assert_eq!(state(&server, &id), Sending::Delivered);
}

#[test]
fn a_system_that_is_down_for_days_gets_the_case_when_it_is_back() {
    let server = ServerTest::delivering();
    let id = report(&server);
    server.units().system.set_weather(Weather::Answering(503));
    for _ in 0..20 {
        server.pass(5 * HOUR);
        deliver(&server);
    }
    let after_four_days = state(&server, &id);

    server.units().system.set_weather(Weather::Fine);
    server.pass(5 * HOUR);
    deliver(&server);

    assert_eq!((after_four_days, state(&server, &id)), (Sending::Waiting, Sending::Delivered));
    assert_eq!(server.units().system.taken().len(), 1);
}

#[test]
fn what_nobody_has_mended_for_a_week_is_given_up_and_sent_when_asked_for() {
    let server = ServerTest::delivering();
    let id = report(&server);
    server.units().system.set_weather(Weather::Answering(503));
    for _ in 0..MOST_ATTEMPTS {
        deliver(&server);
        server.pass(5 * HOUR);
    }
    let given_up = state(&server, &id);

    server.units().system.set_weather(Weather::Fine);
    let row = delivery(&server, &id).id;
    let retry = ["retry".to_owned(), row.clone()];
    let said = submit_server::command::outbox(&server.app.config, &retry).expect("a retry");
    server.pass(i64::from(i32::MAX));
    deliver(&server);

    assert_eq!(given_up, Sending::Failed);
    assert_eq!(said, format!("{row}  waiting\n"));
    assert_eq!(state(&server, &id), Sending::Delivered);
}

#[test]
fn one_unit_that_is_down_holds_no_other_up() {
    let server = ServerTest::delivering();
    server.units().system.set_weather(Weather::Answering(503));
    let (down, up) = (report(&server), permit(&server));

    deliver(&server);

    assert_eq!(state(&server, &down), Sending::Waiting);
    assert_eq!(state(&server, &up), Sending::Delivered);
}
