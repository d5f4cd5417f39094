//! The examples in the developer's guide, run as they stand.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use serde_json::Value;
use tests::support::server::ServerTest;

use crate::api::contract::served;
use crate::api::{Program, STREETS, permit, report, verified};

const GUIDE: &str = include_str!("../../../docs/api.md");

/// Pieces of code: their language and what they say.
fn pieces() -> Vec<(&'static str, &'static str)> {
    let fenced = GUIDE.split("```").skip(1).step_by(2);
    fenced.filter_map(|it| it.split_once('\n')).collect()
}

/// Runs a piece; what it prints.
fn run(script: &str, (address, key): (SocketAddr, &str), folder: &Path) -> String {
    let output = Command::new("bash")
        .args(["-eu", "-c", script])
        .env("LUCKA", format!("http://{address}/api/v1"))
        .env("NYCKEL", key)
        .current_dir(folder)
        .output()
        .expect("bash and curl: install them");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{script}\n{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    said
}

/// The keys of an object, and of the first object in each list of it.
fn shape(it: &Value) -> Vec<String> {
    match it {
        Value::Object(all) => {
            let named = |(name, it): (&String, &Value)| {
                let inside = shape(it).into_iter().map(|it| format!("{name}.{it}"));
                std::iter::once(name.clone()).chain(inside).collect::<Vec<_>>()
            };
            all.iter().flat_map(named).collect()
        }
        Value::Array(all) => all.first().map(shape).unwrap_or_default(),
        _ => Vec::new(),
    }
}

#[test]
fn every_example_in_the_guide_works_and_answers_as_it_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Arc::new(ServerTest::new());
    let (_, id) = permit(&server);
    (0..3).for_each(|_| report(&server));
    let key = Program::new(&server, STREETS, "read,write").key().to_owned();

    let ran = served(&server, Arc::default(), |address| {
        let mut ran = 0;
        let mut said = String::new();
        for (language, piece) in pieces() {
            match language {
                // The first one sets what is the test's to set.
                "sh" if piece.contains("export ") => {}
                "sh" => {
                    said = run(piece, (address, &key), folder.path());
                    ran += 1;
                }
                "json" => {
                    let read = |it: &str| serde_json::from_str::<Value>(it).expect("JSON");
                    assert_eq!(shape(&read(&said)), shape(&read(piece)), "{said}");
                }
                other => panic!("what is `{other}`?"),
            }
        }
        ran
    });

    assert_eq!(ran, 8);
    let names = ["kvitto-2026-000001.pdf", "01-jag.png"];
    assert!(names.iter().all(|it| folder.path().join(it).exists()), "saved under their names");
    let said = server.app.store.read(|tx| tx.unit_messages(&id)).expect("messages");
    assert_eq!(said.len(), 3);
    assert!(verified(&server).contains("the chain is whole"));
}
