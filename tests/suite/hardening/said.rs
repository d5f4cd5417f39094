//! Hostile text as the unit's own words, by its program and on the command line:
//! what shows as something else is refused, the rest is text to the citizen.

use serde_json::{Value, json};
use submit_server::delivery::worker::deliver_due;
use tests::stand_ins::persons::ALVA;
use tests::support::server::ServerTest;
use tests::support::units::STREETS;

use crate::api::Program;
use crate::contacts::with_mail;
use crate::hardening::rows::kept;
use crate::hardening::traces::heard;
use crate::told::tell;
use crate::walk::{parking, send};

/// A word that nobody else writes.
const CANARY: &str = "kanarie";

/// The words, and whether they are taken as a message and as an outcome.
#[rustfmt::skip]
const TEXTS: [(&str, bool, bool); 9] = [
    ("<script>kanarie()</script>\"'><img src=x onerror=kanarie()>", true,  true),
    ("{{ 7777*7919 }}{% raw %}${7777*7919}#{7777*7919} kanarie",                true,  true),
    ("kanarie) Tj ET /OpenAction <</S/JavaScript>> (\\",            true,  true),
    ("=cmd|' /C kanarie'!A0",                                       true,  true),
    ("kanarie\r\nBcc: kanarie@example.se\r\n\r\nkanarie",           true,  false),
    ("kanarie\n2026-11-23 ERROR kanarie",                           true,  false),
    ("kanarie\u{202e}gnp\u{2066}",                                  false, false),
    ("kanarie\u{0}\u{7}\u{1b}[31m\u{9f}",                           false, false),
    ("kanarie\rkanarie",                                            false, false),
];

/// By which way the unit says it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Program,
    CommandLine,
}

/// A case of Alva's that has come in.
fn received(server: &ServerTest) -> String {
    let mut alva = server.logged_in(ALVA);
    with_mail(server, &mut alva, "alva@example.se");
    let id = parking(&mut alva);
    send(&mut alva, &id);
    alva.sign(&id, ALVA);
    deliver_due(&server.app.delivery).expect("delivered");
    tell(server);
    id
}

/// Whether it was taken, and what the unit was told.
fn close(server: &ServerTest, way: Way, words: (&str, Option<&str>)) -> (bool, String) {
    let (message, outcome) = words;
    match way {
        Way::Program => {
            let program = Program::new(server, STREETS, "read,write");
            let (path, body) = match outcome {
                Some(outcome) => ("close", json!({ "message": message, "outcome": outcome })),
                None => ("messages", json!({ "message": message })),
            };
            let answer = program.post(&format!("/cases/2026-000001/{path}"), &body.to_string());
            assert!(matches!(answer.status, 200 | 422), "{}", answer.status);
            let told = String::from_utf8_lossy(&answer.body).into_owned();
            assert!(answer.headers.iter().all(|(_, it)| !it.contains(CANARY)), "{told}");
            (answer.status == 200, told)
        }
        Way::CommandLine => {
            let mut given = vec!["message", "2026-000001", "--message", message];
            if let Some(outcome) = outcome {
                given[0] = "close";
                given.extend(["--outcome", outcome]);
            }
            let given: Vec<String> = given.into_iter().map(str::to_owned).collect();
            match submit_server::command::case(&server.app.config, &given) {
                Ok(told) => (true, told),
                Err(refused) => (false, format!("{refused:#}")),
            }
        }
    }
}

/// Every page of the citizen's, with what it says.
fn pages(server: &ServerTest, id: &str) -> Vec<(String, String)> {
    let mut alva = server.logged_in(ALVA);
    let case = format!("/mina-sidor/arende/{id}");
    ["/mina-sidor/".to_owned(), case.clone(), format!("{case}/kvitto")]
        .iter()
        .map(|it| alva.get(it))
        .map(|it| (it.text(), it.body))
        .collect()
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_a_unit_says_is_text_to_the_citizen_or_refused() {
    for way in [Way::Program, Way::CommandLine] {
        for (text, as_message, as_outcome) in TEXTS {
            // The command line cannot be given what no argument holds.
            if way == Way::CommandLine && text.contains('\0') {
                continue;
            }
            for outcome in [None, Some(text)] {
                let taken = if outcome.is_some() { as_message && as_outcome } else { as_message };
                let server = ServerTest::delivering();
                let id = received(&server);
                let (mut got, mut shown) = ((false, String::new()), Vec::new());
                let before = kept(&server, &[]);

                let log = heard(|| {
                    got = close(&server, way, (text, outcome));
                    tell(&server);
                    shown = pages(&server, &id);
                });

                let place = format!("{way:?} {text:?} {outcome:?}");
                assert_eq!(got.0, taken, "{place}: {}", got.1);
                assert!(!got.0 || way == Way::Program || !got.1.contains(CANARY), "{place}");
                assert!(got.0 || !got.1.contains(CANARY), "{place}: told back: {}", got.1);
                assert!(!log.contains(CANARY), "{place}: the log tells it:\n{log}");
                let rows: Vec<String> =
                    kept(&server, &[]).into_iter().filter(|it| !before.contains(it)).collect();
                let places = ["unit_messages.text", "cases.outcome", "unit_answers.answer"];
                for row in rows.iter().filter(|it| it.contains(CANARY)) {
                    assert!(places.iter().any(|it| row.starts_with(it)), "{place}: {row}");
                }
                let plain = shown.iter().filter(|(text, _)| text.contains(CANARY)).count();
                assert_eq!(plain > 0, taken, "{place}");
                assert_eq!(shown[1].0.contains(&folded(text)), taken, "{place}: {}", shown[1].0);
                for (_, body) in &shown {
                    for markup in
                        ["<script>kanarie", "<img src=x", "61586063", "\u{202e}", "\u{1b}"]
                    {
                        assert!(!body.contains(markup), "{place}: {markup}");
                    }
                }
                for letter in server.mailbox.letters() {
                    assert!(!letter.source.contains(CANARY), "{place}: {}", letter.source);
                    assert!(letter.header("bcc").is_none(), "{place}");
                }
            }
        }
    }
}

#[test]
fn what_a_unit_has_said_reads_back_to_it_as_it_was_on_one_line_of_json_and_no_more() {
    let server = ServerTest::delivering();
    received(&server);
    let words = "kanarie\nBcc: kanarie@example.se";
    assert!(close(&server, Way::Program, (words, None)).0);

    let program = Program::new(&server, STREETS, "read");
    let read = program.get("/cases/2026-000001");
    let shown = ["show".to_owned(), "2026-000001".to_owned()];
    let shown = submit_server::command::case(&server.app.config, &shown).expect("a case");
    let listed = submit_server::command::case(&server.app.config, &["list".to_owned()]);

    let read: Value = serde_json::from_slice(&read.body).expect("JSON");
    assert_eq!(read["messages"][0]["text"], words);
    assert!(!shown.lines().any(|it| it.starts_with("Bcc")), "{shown}");
    let listed = listed.expect("a list");
    assert_eq!(listed.lines().count(), 1, "{listed}");
}
