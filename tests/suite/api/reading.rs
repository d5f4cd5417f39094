//! What a unit reads.

use sha2::{Digest, Sha256};
use tests::stand_ins::persons::{BERIT, BERTIL, BO};
use tests::support::server::ServerTest;

use crate::api::{PRESCHOOLS, Program, STREETS, json, permit, refusal, report};
use crate::walk::{PICTURE, preschool, send};

#[test]
fn a_list_is_read_to_its_end_while_cases_come_in() {
    let server = ServerTest::new();
    let program = Program::new(&server, STREETS, "read");
    for _ in 0..3 {
        report(&server);
    }
    let mut seen = Vec::new();
    let mut next = "0".to_owned();
    let mut pages = 0;
    loop {
        let page = json(&program.get(&format!("/cases?limit=2&after={next}")));
        let cases = page["cases"].as_array().expect("cases");
        seen.extend(cases.iter().map(|it| it["number"].as_str().expect("a number").to_owned()));
        next = page["next"].as_str().expect("a cursor").to_owned();
        pages += 1;
        // In the same millisecond: the clock stands still.
        if pages == 1 {
            report(&server);
            report(&server);
        }
        if page["more"] == false {
            break;
        }
    }

    let nothing = json(&program.get(&format!("/cases?after={next}")));
    report(&server);
    let one = json(&program.get(&format!("/cases?after={next}")));

    let expected: Vec<String> = (1..=5).map(|it| format!("2026-{it:06}")).collect();
    assert_eq!(seen, expected);
    assert_eq!((&nothing["cases"], &nothing["next"]), (&serde_json::json!([]), &next.into()));
    assert_eq!(one["cases"][0]["number"], "2026-000006");
}

#[test]
fn a_list_is_of_one_unit_and_can_be_narrowed() {
    let server = ServerTest::new();
    permit(&server);
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    let streets = Program::new(&server, STREETS, "read,write");
    let preschools = Program::new(&server, PRESCHOOLS, "read");
    let numbers = |program: &Program<'_>, query: &str| {
        let page = json(&program.get(&format!("/cases{query}")));
        let cases = page["cases"].as_array().expect("cases").clone();
        cases.iter().map(|it| it["number"].as_str().unwrap_or("").to_owned()).collect::<Vec<_>>()
    };

    assert_eq!(numbers(&preschools, ""), [""; 0], "it waits for Bo, and is not in");
    server.pass(60);
    server.logged_in(BO).sign(&id, BO);
    report(&server);
    streets.post("/cases/2026-000001/close", r#"{"outcome":"Beviljad"}"#);

    assert_eq!(numbers(&preschools, ""), ["2026-000002"]);
    assert_eq!(numbers(&streets, ""), ["2026-000001", "2026-000003"]);
    assert_eq!(numbers(&streets, "?state=closed"), ["2026-000001"]);
    assert_eq!(numbers(&streets, "?state=received"), ["2026-000003"]);
    assert_eq!(numbers(&streets, "?since=2026-11-23T14:41:00%2B01:00"), ["2026-000003"]);
    for query in ["?stat=closed", "?state=draft", "?limit=0", "?limit=1&limit=2", "?since=i+dag"] {
        let refused = refusal(&streets.get(&format!("/cases{query}")));
        assert_eq!(refused, (400, "malformed".to_owned()), "{query}");
    }
}

#[test]
fn a_case_has_its_answers_its_signatures_its_receipt_and_its_files() {
    let server = ServerTest::new();
    permit(&server);
    let program = Program::new(&server, STREETS, "read");

    let whole = json(&program.get("/cases/2026-000001"));
    let receipt = program.get("/cases/2026-000001/receipt.pdf");
    let file = program.get("/cases/2026-000001/files/1");

    assert_eq!(whole["unit"], STREETS);
    assert_eq!(whole["state"], "received");
    assert_eq!(whole["received_at"].as_str().map(|it| &it[..17]), Some("2026-11-23T14:40:"));
    assert_eq!(whole["applicant"]["name"], "Alva Provsson");
    assert_eq!(whole["signatures"][0]["method"], "bankid");
    let answers = whole["steps"].as_array().expect("steps").iter();
    let files = answers.flat_map(|it| it["answers"].as_array().expect("answers"));
    let files: Vec<_> = files.flat_map(|it| it["files"].as_array().expect("files")).collect();
    assert_eq!(files.len(), 1);
    assert_eq!((&files[0]["name"], &files[0]["index"]), (&"jag.png".into(), &1.into()));
    assert_eq!(files[0]["sha256"], hex::encode(Sha256::digest(PICTURE)));
    assert_eq!(file.body, PICTURE);
    assert_eq!(file.header("content-type"), Some("application/octet-stream"));
    let name = file.header("content-disposition").expect("a name");
    assert!(name.starts_with("attachment; filename=\"01-jag.png\""), "{name}");
    assert!(receipt.body.starts_with(b"%PDF-"));
    assert_eq!(receipt.header("content-type"), Some("application/pdf"));
    for path in ["/files/0", "/files/01", "/files/2", "/files/x", "/other"] {
        let missing = program.get(&format!("/cases/2026-000001{path}"));
        assert_eq!(refusal(&missing), (404, "not_found".to_owned()), "{path}");
    }
}

#[test]
fn an_address_says_what_it_takes() {
    let server = ServerTest::new();
    let program = Program::new(&server, STREETS, "read,write");

    for (response, allowed) in [
        (program.get("/cases/2026-000001/status"), "POST"),
        (program.post("/cases", "{}"), "GET, HEAD"),
        (program.post("/cases/2026-000001", "{}"), "GET, HEAD"),
    ] {
        assert_eq!(refusal(&response), (405, "method_not_allowed".to_owned()));
        assert_eq!(response.header("allow"), Some(allowed));
    }
    assert_eq!(refusal(&program.get("/nothing")), (404, "not_found".to_owned()));
}
