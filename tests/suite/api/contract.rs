//! The OpenAPI document against the running server: a program that knows nothing
//! but the document makes hundreds of right and wrong requests, over a socket.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use submit_server::api::changes::MOST_IDEMPOTENCY_KEY;
use submit_server::api::openapi::DOCUMENT;
use submit_server::api::query::{MOST_LIMIT, USUAL_LIMIT};
use submit_server::api::refusal::at_the_door;
use submit_server::cases::status::{MOST_MESSAGE, MOST_OUTCOME};
use submit_server::http::limits::ORDINARY_BODY_BYTES;
use submit_server::http::server::{Answer, Settings, serve};
use submit_server::log::route;
use submit_server::store::SCOPES;
use tests::support::server::ServerTest;
use tests::support::tools::python_tool;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::api::{Program, STREETS, permit, report};

/// The routes that were asked for, with the status of the answer.
pub(super) type Heard = Arc<Mutex<BTreeSet<(String, u16)>>>;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Requests made up for each address. Not seconds: a busy machine would try less.
const EXAMPLES: &str = "25";

#[test]
fn a_program_that_knows_only_the_document_finds_no_deviation() {
    let tool = python_tool("st");
    let server = ServerTest::new();
    permit(&server);
    (0..3).for_each(|_| report(&server));
    let key = Program::new(&server, STREETS, "read,write").key().to_owned();
    let answered = Heard::default();
    let heard = Arc::clone(&answered);
    let server = Arc::new(server);

    let output = served(&Arc::clone(&server), heard, |address| {
        let mut command = Command::new(&tool);
        command.current_dir(std::env::temp_dir());
        command.arg("--config-file").arg(format!("{ROOT}/tests/openapi/schemathesis.toml"));
        command.args(["run", "--seed", "20261123", "--generation-deterministic", "--no-shrink"]);
        command.args(["--request-timeout", "60", "--max-examples", EXAMPLES, "--checks", "all"]);
        command.arg("--header").arg(format!("Authorization: Bearer {key}"));
        command.arg(format!("http://{address}/api/v1/openapi.json"));
        command.output().expect("the program runs")
    });

    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    let answered = answered.lock().expect("the answers");
    assert!(!answered.iter().any(|(_, status)| *status >= 500), "{answered:?}");
    for path in paths() {
        let done = (route(&path), 200);
        assert!(answered.contains(&done), "{done:?} was never answered: {answered:?}");
    }
    let audit = super::verified(&server);
    assert!(audit.contains("the chain is whole"), "{audit}");
}

/// Answers on a free port while `visit` is at work.
pub(super) fn served<T>(
    server: &Arc<ServerTest>,
    heard: Heard,
    visit: impl FnOnce(std::net::SocketAddr) -> T,
) -> T {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = Arc::clone(server);
    let answer: Answer = Arc::new(move |request| {
        // So that wrong keys of a second ago are forgotten: here the clock stands still.
        server.pass(60);
        let response = server.app.answer(&request);
        heard.lock().expect("the answers").insert((route(&request.path), response.status));
        response
    });
    let settings = Settings {
        hosts: vec![address.to_string()],
        refuse: Some(at_the_door),
        ..Settings::default()
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = runtime.spawn(async move {
        serve(listener, answer, settings, async { drop(stopped.await) }).await
    });
    let visited = visit(address);
    stop.send(()).expect("a server");
    runtime.block_on(serving).expect("no panic").expect("a clean stop");
    visited
}

fn document() -> Value {
    serde_json::from_str(DOCUMENT).expect("JSON")
}

/// The document's addresses, with a word for what differs.
fn paths() -> Vec<String> {
    let document = document();
    let paths = document["paths"].as_object().expect("paths");
    paths.keys().map(|it| format!("/api/v1{it}")).collect()
}

#[test]
fn the_document_has_every_address_and_every_limit() {
    let routes = include_str!("../../../submit-server/src/routes.rs");
    let document = document();
    let schemas = &document["components"]["schemas"];
    let parameters = &document["components"]["parameters"];
    let limit = &document["paths"]["/cases"]["get"]["parameters"][3]["schema"];

    let named = routes.lines().filter(|it| it.contains(r#"["api", "v1", "#)).count();
    let mut scopes = BTreeSet::new();
    for operations in document["paths"].as_object().expect("paths").values() {
        for operation in operations.as_object().expect("operations").values() {
            let security = operation["security"][0]["key"].as_array();
            scopes.extend(security.into_iter().flatten().filter_map(Value::as_str));
        }
    }

    assert_eq!(paths().len(), named);
    assert_eq!(scopes, BTreeSet::from(SCOPES));
    assert_eq!((&limit["maximum"], &limit["default"]), (&MOST_LIMIT.into(), &USUAL_LIMIT.into()));
    for schema in ["Status", "Close", "Message"] {
        assert_eq!(schemas[schema]["properties"]["message"]["maxLength"], MOST_MESSAGE, "{schema}");
    }
    assert_eq!(schemas["Close"]["properties"]["outcome"]["maxLength"], MOST_OUTCOME);
    assert_eq!(parameters["IdempotencyKey"]["schema"]["maxLength"], MOST_IDEMPOTENCY_KEY);
    let body = format!("{ORDINARY_BODY_BYTES} bytes");
    assert!(document["info"]["description"].as_str().is_some_and(|it| it.contains(&body)));
}
