//! What a unit changes: once, by the rules, and so that nobody can deny it.

use submit_server::store::State;
use tests::support::server::ServerTest;

use crate::api::{Program, STREETS, case, json, permit, refusal, verified};

const STATUS: &str = "/cases/2026-000001/status";
const CLOSE: &str = "/cases/2026-000001/close";
const MESSAGES: &str = "/cases/2026-000001/messages";

/// What has happened to the case, as the chain has it.
fn events(server: &ServerTest, id: &str) -> Vec<(String, serde_json::Value)> {
    let events = server.app.store.read(|tx| tx.events(id)).expect("events");
    let parsed = |it: &str| serde_json::from_str(it).expect("JSON");
    events.into_iter().map(|it| (it.kind, parsed(&it.detail))).collect()
}

#[test]
fn a_case_is_worked_on_closed_and_opened_again_and_each_step_is_in_the_chain() {
    let server = ServerTest::new();
    let (_, id) = permit(&server);
    let program = Program::new(&server, STREETS, "read,write");

    let working = program.post(STATUS, r#"{"state":"in_progress","message":"Vi har börjat."}"#);
    let closed = program.post(CLOSE, r#"{"outcome":"Beviljad"}"#);
    let opened = program.post(STATUS, r#"{"state":"in_progress"}"#);
    let said = program.post(MESSAGES, r#"{"message":"Vi hade glömt en sak."}"#);
    let again = program.post(CLOSE, r#"{"outcome":"Delvis beviljad"}"#);

    let state = |it| json(it)["state"].as_str().map(str::to_owned);
    let states = [&working, &closed, &opened, &said, &again].map(state);
    let expected = ["in_progress", "closed", "in_progress", "in_progress", "closed"];
    assert_eq!(states, expected.map(|it| Some(it.to_owned())));
    assert_eq!(json(&closed)["outcome"], "Beviljad");
    assert!(json(&closed)["closed_at"].is_string());
    assert!(json(&opened).get("outcome").is_none());
    let events = events(&server, &id);
    let kinds: Vec<&str> = events.iter().skip(3).map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["status", "status", "status", "message", "status"]);
    let key = events[3].1["key"].as_str().expect("a key's id");
    assert!(submit_server::api::key::hash(program.key()).starts_with(key));
    assert!(!events.iter().any(|(_, it)| it.to_string().contains("börjat")));
    assert_eq!(verified(&server), "8 events in 1 cases, the chain is whole\n");
}

#[test]
fn what_cannot_be_done_is_refused_with_the_way_out() {
    let server = ServerTest::new();
    permit(&server);
    let program = Program::new(&server, STREETS, "read,write");
    let refused = |path: &str, body: &str| {
        let response = program.post(path, body);
        assert_eq!(refusal(&response), (422, "unprocessable".to_owned()), "{path} {body}");
        json(&response)["detail"].as_str().unwrap_or_default().to_owned()
    };

    assert!(refused(STATUS, r#"{"state":"received"}"#).contains("send a message"));
    assert!(refused(STATUS, r#"{"state":"closed"}"#).contains("in_progress"));
    program.post(CLOSE, r#"{"outcome":"Avslag"}"#);
    assert!(refused(CLOSE, r#"{"outcome":"Beviljad"}"#).contains("reopen it first"));
    assert!(refused(STATUS, r#"{"state":"received"}"#).contains("in_progress"));
    let long = format!(r#"{{"message":"{}"}}"#, "å".repeat(2001));
    assert!(refused(MESSAGES, &long).contains("2001 characters"));
    for body in [
        r#"{"message":" "}"#,
        r#"{"message":null}"#,
        r#"{"message":1}"#,
        "[]",
        "{}",
        r#"{"message":"a","extra":1}"#,
        r#"{"message":"a\u0000"}"#,
        r#"["a"]"#,
    ] {
        refused(MESSAGES, body);
    }
    for body in ["", "{", "hej", "{\"message\":\"\u{1}\"}"] {
        assert_eq!(refusal(&program.post(MESSAGES, body)).0, 400, "{body}");
    }
    let row = json(&program.get("/cases/2026-000001"));
    assert_eq!((&row["outcome"], &row["messages"]), (&"Avslag".into(), &serde_json::json!([])));
}

#[test]
fn only_json_is_read() {
    let server = ServerTest::new();
    permit(&server);
    let program = Program::new(&server, STREETS, "write");
    let body = r#"{"message":"Hej"}"#;
    let as_type = |media_type: &str| {
        let request = program
            .request(hyper::Method::POST, MESSAGES)
            .with_header("idempotency-key", media_type);
        server.app.answer(&request.with_body(media_type, body)).status
    };

    let types = ["application/json", "application/json;charset=utf-8", "Application/JSON"];
    assert_eq!(types.map(as_type), [200; 3]);
    let types = ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"];
    assert_eq!(types.map(as_type), [415; 3]);
}

#[test]
fn asking_twice_under_one_key_does_it_once() {
    let server = ServerTest::new();
    let (_, id) = permit(&server);
    let program = Program::new(&server, STREETS, "read,write");
    let colleague = Program::new(&server, STREETS, "write");
    let message = r#"{"message":"Vi ringer i morgon."}"#;

    let first = program.post_as(MESSAGES, message, "a");
    let second = program.post_as(MESSAGES, message, "a");
    let other_body = program.post_as(MESSAGES, r#"{"message":"Nej."}"#, "a");
    let other_address = program.post_as(STATUS, r#"{"state":"in_progress"}"#, "a");
    let other_program = colleague.post_as(MESSAGES, message, "a");
    let refused = program.post_as(STATUS, r#"{"state":"received"}"#, "b");
    let mended = program.post_as(STATUS, r#"{"state":"in_progress"}"#, "b");
    let missing = program.request(hyper::Method::POST, MESSAGES);
    let missing = server.app.answer(&missing.with_body("application/json", message));

    assert_eq!((first.status, second.status), (200, 200));
    assert_eq!((&first.headers, &first.body), (&second.headers, &second.body));
    assert_eq!([other_body.status, other_address.status, other_program.status], [422, 422, 200]);
    assert_eq!((refused.status, mended.status), (422, 200), "only what was done is remembered");
    assert_eq!(refusal(&missing), (400, "malformed".to_owned()));
    let said = server.app.store.read(|tx| tx.unit_messages(&id)).expect("messages");
    assert_eq!(said.len(), 2, "one from each program");
    for key in ["", "två", "a b", &"k".repeat(101)] {
        assert_eq!(program.post_as(MESSAGES, message, key).status, 400, "{key}");
    }
}

#[test]
fn a_week_later_the_same_key_is_a_new_one() {
    let server = ServerTest::new();
    let (_, id) = permit(&server);
    let program = Program::new(&server, STREETS, "write");
    let message = r#"{"message":"Hej"}"#;
    let sweep = || submit_server::app::sweep(&server.app.store, server.app.login.lifetimes);

    program.post_as(MESSAGES, message, "a");
    server.pass(7 * 24 * 3600);
    sweep();
    program.post_as(MESSAGES, message, "a");
    server.pass(1);
    sweep();
    program.post_as(MESSAGES, message, "a");

    let said = server.app.store.read(|tx| tx.unit_messages(&id)).expect("messages");
    assert_eq!(said.len(), 2);
}

#[test]
fn the_same_call_from_many_threads_at_once_is_made_once() {
    let server = ServerTest::new();
    let (_, id) = permit(&server);
    let program = Program::new(&server, STREETS, "write");
    let authorization = program.authorization.clone();

    std::thread::scope(|scope| {
        for _ in 0..8 {
            let (server, authorization) = (&server, &authorization);
            scope.spawn(move || {
                let program = Program::with(server, authorization);
                assert_eq!(program.post_as(MESSAGES, r#"{"message":"Hej"}"#, "a").status, 200);
            });
        }
    });

    let said = server.app.store.read(|tx| tx.unit_messages(&id)).expect("messages");
    assert_eq!(said.len(), 1);
    assert_eq!(verified(&server), "4 events in 1 cases, the chain is whole\n");
}

#[test]
fn the_command_line_goes_by_the_same_rule() {
    let server = ServerTest::new();
    let (_, id) = permit(&server);
    let number = "2026-000001";

    let working = case(&server, &["status", number, "in_progress", "--message", "Vi läser."]);
    let twice = case(&server, &["status", number, "in_progress"]);
    let said = case(&server, &["message", number, "--message", "Vi läser än."]);
    let endless = case(&server, &["close", number]);
    let closed = case(&server, &["close", number, "--message", "Klart.", "--outcome", "Beviljad"]);
    let draft = case(&server, &["status", number, "draft"]);
    let nobody = case(&server, &["close", "2026-000002", "--outcome", "Beviljad"]);

    assert_eq!(working.as_deref(), Ok("2026-000001  in_progress\n"));
    assert!(twice.is_err_and(|it| it.contains("in that state already")));
    assert_eq!(said.as_deref(), Ok("2026-000001  in_progress\n"));
    assert!(endless.is_err_and(|it| it.contains("--outcome")));
    assert_eq!(closed.as_deref(), Ok("2026-000001  closed\n"));
    assert!(draft.is_err_and(|it| it.contains("draft again")));
    assert!(nobody.is_err_and(|it| it.contains("no received case")));
    let told = server.app.store.read(|tx| tx.unit_messages(&id)).expect("messages");
    let told: Vec<&str> = told.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(told, ["Vi läser.", "Vi läser än.", "Klart."]);
    let row = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("the case");
    assert_eq!((row.state, row.outcome.as_deref()), (State::Closed, Some("Beviljad")));
    assert_eq!(verified(&server), "6 events in 1 cases, the chain is whole\n");
}

#[test]
fn a_message_that_is_rewritten_afterwards_is_found() {
    for sql in [
        "UPDATE unit_messages SET text = 'Nej.'",
        "DELETE FROM unit_messages",
        "UPDATE unit_messages SET sequence = 1",
    ] {
        let server = ServerTest::new();
        permit(&server);
        Program::new(&server, STREETS, "write").post(MESSAGES, r#"{"message":"Ja."}"#);
        let file = server.data().join("lucka.db");
        let database = rusqlite::Connection::open(file).expect("the database");
        database.execute_batch(sql).expect("the tampering");

        let said = verified(&server);

        assert!(said.contains("the unit's message is not the one that was sent"), "{sql}: {said}");
    }
}
