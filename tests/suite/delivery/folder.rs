//! The whole case in the unit's folder.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use submit_server::store::{Channel, Message, Receiver, Sending};
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO, Protection};
use tests::support::server::ServerTest;
use tests::support::units::{PRESCHOOLS, STREETS};

use super::{deliver, permit, state};
use crate::walk::{PICTURE, parking_with, preschool, send};

/// All paths below a folder, those of files only, in order.
fn files(folder: &Path) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    let mut left = vec![PathBuf::new()];
    while let Some(below) = left.pop() {
        for entry in fs::read_dir(folder.join(&below)).expect("a folder") {
            let path = below.join(entry.expect("an entry").file_name());
            match folder.join(&path).is_dir() {
                true => left.push(path),
                false => paths.push(path.to_string_lossy().into_owned()),
            }
        }
    }
    paths.sort();
    paths
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON")
}

/// Whether every file is as the list says; by the tool that a unit would use.
fn checked(folder: &Path) -> bool {
    let mut run = Command::new("sha256sum");
    run.args(["--check", "--strict", "SHA256SUMS"]).current_dir(folder);
    run.output().expect("`sha256sum` is missing: apt-get install coreutils").status.success()
}

/// The answer to a question.
fn answer(case: &Value, field: &str) -> Value {
    let steps = case["steps"].as_array().expect("steps").iter();
    let mut answers = steps.flat_map(|it| it["answers"].as_array().expect("answers"));
    answers.find(|it| it["field"] == field).expect("the field").clone()
}

#[test]
fn the_unit_gets_the_whole_case_with_its_sums() {
    let server = ServerTest::delivering();
    let id = permit(&server);

    let tries = deliver(&server);

    assert_eq!((tries, state(&server, &id)), (1, Sending::Delivered));
    let folder = server.units().folder(STREETS).join("2026-000001");
    let all = files(&folder);
    assert_eq!(
        all,
        [
            "SHA256SUMS",
            "bilagor/01-jag.png",
            "case.json",
            "kvitto.pdf",
            "signaturer/01.json",
            "signaturer/dokument.json"
        ]
    );
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).expect("the sums");
    assert!(all[1..].iter().all(|it| sums.contains(&format!("  {it}\n"))), "{sums}");
    assert!(checked(&folder));
    assert_eq!(fs::read(folder.join("bilagor/01-jag.png")).expect("a file"), PICTURE);
    let pdf = Command::new("pdftotext").arg(folder.join("kvitto.pdf")).arg("-").output();
    let pdf = pdf.expect("`pdftotext` is missing: apt-get install poppler-utils");
    let text = String::from_utf8_lossy(&pdf.stdout).into_owned();
    assert!(text.contains("2026-000001") && text.contains("19900101-2385"), "{text}");
}

#[test]
fn a_changed_byte_does_not_pass_the_sums() {
    let server = ServerTest::delivering();
    permit(&server);
    deliver(&server);
    let folder = server.units().folder(STREETS).join("2026-000001");

    fs::write(folder.join("bilagor/01-jag.png"), b"another").expect("written");

    assert!(!checked(&folder));
}

#[test]
fn the_case_is_for_machines_and_as_it_was_asked() {
    let server = ServerTest::delivering();
    let id = permit(&server);
    deliver(&server);
    let kept = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");

    let case = read(&server.units().folder(STREETS).join("2026-000001/case.json"));

    assert_eq!(case["format"], 1);
    assert_eq!(case["number"], "2026-000001");
    assert_eq!(case["unit"], STREETS);
    assert_eq!(case["service"]["slug"], "parkeringstillstand-rorelsehindrad");
    assert_eq!(case["state"], "received");
    assert_eq!(case["received_at"].as_str().map(|it| &it[..17]), Some("2026-11-23T14:40:"));
    assert_eq!(case["form"]["hash"], kept.form_hash);
    assert_eq!(case["document_sha256"].as_str(), kept.document_hash.as_deref());
    assert_eq!(case["applicant"]["person"], "199001012385");
    assert_eq!(case["parties"][0]["role"], "applicant");
    assert_eq!(case["signatures"][0]["method"], "bankid");
    assert_eq!(case["signatures"][0]["person"], "199001012385");
    assert!(case.get("closed_at").is_none() && case.get("outcome").is_none());
    let distance = answer(&case, "gangstracka");
    assert_eq!((&distance["kind"], &distance["value"]), (&json!("integer"), &json!("100")));
    assert_eq!(distance["shown"], json!(["100 meter"]));
    let photo = answer(&case, "foto");
    let file = &photo["files"][0];
    assert_eq!((&photo["value"], &file["name"]), (&Value::Null, &json!("jag.png")));
    assert_eq!((&file["index"], &file["file"]), (&json!(1), &json!("01-jag.png")));
    assert_eq!(file["sha256"], hex::encode(Sha256::digest(PICTURE)));
}

#[test]
fn what_was_signed_can_be_checked_by_the_evidence() {
    let server = ServerTest::delivering();
    permit(&server);
    deliver(&server);
    let folder = server.units().folder(STREETS).join("2026-000001/signaturer");

    let document = fs::read(folder.join("dokument.json")).expect("the document");
    let evidence = read(&folder.join("01.json"));

    let hash = hex::encode(Sha256::digest(&document));
    assert_eq!(evidence["document_sha256"], hash);
    let hidden = evidence["hidden"].as_str().expect("a text");
    let hidden = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, hidden);
    let hidden = String::from_utf8(hidden.expect("base64")).expect("a text");
    assert!(hidden.contains(&hash), "{hidden}");
    assert!(evidence["signature"].as_str().is_some_and(|it| it.len() > 100));
    assert!(evidence["ocsp"].as_str().is_some_and(|it| !it.is_empty()));
}

#[test]
fn nothing_is_delivered_before_the_last_guardian_has_signed() {
    let server = ServerTest::delivering();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    let queued = server.app.store.read(|tx| tx.deliveries_of(&id)).expect("deliveries");
    let before = (queued.len(), deliver(&server));

    server.logged_in(BO).sign(&id, BO);
    deliver(&server);

    assert_eq!(before, (0, 0));
    let folder = server.units().folder(PRESCHOOLS).join("2026-000001");
    let case = read(&folder.join("case.json"));
    assert_eq!(case["signatures"].as_array().map(Vec::len), Some(2));
    assert_eq!(case["parties"][1]["person"], BO);
    assert!(folder.join("signaturer/02.json").exists() && checked(&folder));
}

#[test]
fn the_folder_is_as_readable_as_the_units_own() {
    let server = ServerTest::delivering();
    let unit = server.units().folder(STREETS);
    fs::set_permissions(&unit, fs::Permissions::from_mode(0o2750)).expect("a mode");
    permit(&server);

    deliver(&server);

    let mode = |path: &str| {
        let found = fs::metadata(unit.join("2026-000001").join(path)).expect("a file");
        found.permissions().mode() & 0o777
    };
    assert_eq!((mode("."), mode("bilagor"), mode("case.json")), (0o750, 0o750, 0o640));
}

#[test]
fn a_file_comes_under_a_name_that_leads_nowhere() {
    let server = ServerTest::delivering();
    let mut alva = server.logged_in(ALVA);
    let id = parking_with(&mut alva, "..\\..\\$(CON) *; ån\u{202e}gnp.exe");
    send(&mut alva, &id);
    alva.sign(&id, ALVA);

    deliver(&server);

    let folder = server.units().folder(STREETS).join("2026-000001");
    assert!(
        files(&folder).contains(&"bilagor/01-con-angnp.png".to_owned()),
        "{:?}",
        files(&folder)
    );
    assert_eq!(files(&server.units().root()).len(), files(&folder).len(), "and nowhere else");
    assert!(checked(&folder));
}

#[test]
fn a_unit_whose_name_leads_elsewhere_gets_nothing() {
    let server = ServerTest::delivering();
    let id = permit(&server);
    deliver(&server);
    let outside = server.units().root().join("../elsewhere");
    fs::create_dir(&outside).expect("a folder");

    let planted = Message {
        case_id: &id,
        event: "planted",
        receiver: Receiver::Unit("../elsewhere".to_owned()),
        channel: Channel::Folder,
        address: None,
        detail: "{}",
        round: 0,
    };
    server.app.store.write(|tx| tx.queue(&planted)).expect("queued");
    deliver(&server);

    let states = server.app.store.read(|tx| tx.deliveries_of(&id)).expect("deliveries");
    let states: Vec<Sending> = states.iter().map(|it| it.state).collect();
    assert!(states.contains(&Sending::Failed) && states.contains(&Sending::Delivered));
    assert!(files(&outside).is_empty());
}

#[test]
fn a_case_is_delivered_also_when_somebody_in_it_has_become_protected_since() {
    let server = ServerTest::delivering();
    let id = permit(&server);
    server.register.set_protection(ALVA, Protection::Sekretessmarkering);

    deliver(&server);

    assert_eq!(state(&server, &id), Sending::Delivered);
}
