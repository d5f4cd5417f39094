//! Words that the search finds nothing for: counted only where the municipality
//! says so, each word alone, and shown when three have missed it.

use hyper::Method;
use submit_server::app::sweep;
use submit_server::http::request::Request;
use submit_server::search_words::missed;
use tests::support::server::ServerTest;

use crate::hardening::rows::kept;

const HOME: &str = "https://sjalvservice.example.se";
const DAY: i64 = 24 * 60 * 60;

/// What the script sends, from a page at `origin`.
fn send(server: &ServerTest, word: &str, origin: &str) -> u16 {
    let request = Request::for_test(Method::POST, "/mina-sidor/sokord")
        .with_form(&[("ord", word)])
        .with_header("origin", origin);
    server.app.answer(&request).status
}

fn shown(server: &ServerTest) -> Vec<(String, i64)> {
    server.app.store.read(missed).expect("read")
}

#[test]
fn nothing_is_counted_unless_the_municipality_turns_it_on() {
    let server = ServerTest::new();

    let status = send(&server, "solceller", HOME);

    assert_eq!(status, 404);
    assert!(!kept(&server, &[]).iter().any(|it| it.starts_with("search_words")));
}

#[test]
fn a_word_is_shown_when_three_have_missed_it_and_nothing_else_is_kept() {
    let server = ServerTest::counting_words();

    for word in ["solceller", "solceller", "drönare", "solceller", "drönare"] {
        assert_eq!(send(&server, word, HOME), 200);
    }

    assert_eq!(shown(&server), [("solceller".to_owned(), 3)]);
    let rows = kept(&server, &[]);
    let mut rows: Vec<_> = rows.iter().filter(|it| it.starts_with("search_words")).collect();
    rows.sort();
    let columns = rows.iter().filter_map(|it| it.split(" = ").next());
    let columns: std::collections::BTreeSet<_> = columns.collect();
    let expected = ["search_words.day", "search_words.times", "search_words.word"];
    assert!(columns.into_iter().eq(expected), "{rows:?}");
}

#[test]
fn what_may_be_a_name_or_a_number_and_what_comes_from_elsewhere_is_not_counted() {
    let server = ServerTest::counting_words();

    for word in ["Alva", "191212121212", "alva@example.se", "alva exempelberg", ""] {
        assert_eq!(send(&server, word, HOME), 200, "{word}");
    }
    assert_eq!(send(&server, "solceller", "https://elsewhere.example.se"), 403);

    assert!(!kept(&server, &[]).iter().any(|it| it.starts_with("search_words")));
}

#[test]
fn a_count_is_forgotten_after_ninety_days() {
    let server = ServerTest::counting_words();
    for _ in 0..3 {
        send(&server, "solceller", HOME);
    }
    server.pass(90 * DAY);
    let last = shown(&server);
    server.pass(DAY);
    let after = shown(&server);

    sweep(&server.app.store, server.app.login.lifetimes);

    assert_eq!((last.len(), after.len()), (1, 0));
    assert!(!kept(&server, &[]).iter().any(|it| it.starts_with("search_words")));
}
