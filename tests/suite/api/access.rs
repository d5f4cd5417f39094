//! Who gets in, and how the others are told.

use hyper::Method;
use submit_server::http::request::Request;
use tests::support::server::ServerTest;

use crate::api::{PRESCHOOLS, Program, STREETS, keys, permit, refusal};

/// Every address of the API with a body that it takes, and what each key gets:
/// none, an unknown one, a revoked one, another unit's, one that only reads, one
/// that only writes, one for both.
type Row = (&'static str, &'static str, &'static str, [u16; 7]);

#[rustfmt::skip]
const TABLE: [Row; 8] = [
    //                                                                                     none wrong revoked other read write both
    ("GET",  "/openapi.json",                 "",                                         [200, 200, 200, 200, 200, 200, 200]),
    ("GET",  "/cases",                        "",                                         [401, 401, 401, 200, 200, 403, 200]),
    ("GET",  "/cases/2026-000001",            "",                                         [401, 401, 401, 404, 200, 403, 200]),
    ("GET",  "/cases/2026-000001/receipt.pdf", "",                                        [401, 401, 401, 404, 200, 403, 200]),
    ("GET",  "/cases/2026-000001/files/1",    "",                                         [401, 401, 401, 404, 200, 403, 200]),
    ("POST", "/cases/2026-000001/messages",   r#"{"message":"Hej"}"#,                     [401, 401, 401, 404, 403, 200, 200]),
    // What one key has done, the next cannot do again: the state is there already.
    ("POST", "/cases/2026-000001/status",     r#"{"state":"in_progress"}"#,               [401, 401, 401, 404, 403, 200, 422]),
    ("POST", "/cases/2026-000001/close",      r#"{"outcome":"Beviljad"}"#,                [401, 401, 401, 404, 403, 200, 422]),
];

#[test]
fn each_key_gets_at_each_address_what_the_table_says() {
    let server = ServerTest::new();
    permit(&server);
    let revoked = Program::new(&server, STREETS, "read,write");
    let list = keys(&server, &["list"]).expect("a list");
    let id = list.split_whitespace().next().expect("an id").to_owned();
    keys(&server, &["revoke", &id]).expect("revoked");
    let programs = [
        Program::with(&server, ""),
        Program::with(&server, &format!("Bearer lucka_{}", "0".repeat(40))),
        revoked,
        Program::new(&server, PRESCHOOLS, "read,write"),
        Program::new(&server, STREETS, "read"),
        Program::new(&server, STREETS, "write"),
        Program::new(&server, STREETS, "read,write"),
    ];

    for (method, path, body, expected) in TABLE {
        let got = [0, 1, 2, 3, 4, 5, 6].map(|index| {
            server.pass(7);
            let program = &programs[index];
            if method == "GET" { program.get(path) } else { program.post(path, body) }.status
        });
        assert_eq!(got, expected, "{method} {path}");
    }
}

#[test]
fn another_units_case_looks_exactly_like_none() {
    let server = ServerTest::new();
    permit(&server);
    let other = Program::new(&server, PRESCHOOLS, "read,write");

    for path in ["", "/receipt.pdf", "/files/1"] {
        let there = other.get(&format!("/cases/2026-000001{path}"));
        let none = other.get(&format!("/cases/2026-999999{path}"));
        assert_eq!((there.status, &there.headers, &there.body), (404, &none.headers, &none.body));
    }
    for (path, body) in [
        ("status", r#"{"state":"in_progress"}"#),
        ("close", r#"{"outcome":"Nej"}"#),
        ("messages", r#"{"message":"Hej"}"#),
    ] {
        let there = other.post(&format!("/cases/2026-000001/{path}"), body);
        let none = other.post(&format!("/cases/2026-999999/{path}"), body);
        assert_eq!((there.status, &there.headers, &there.body), (404, &none.headers, &none.body));
    }
    assert!(!String::from_utf8_lossy(&other.get("/cases").body).contains("2026-000001"));
}

#[test]
fn a_refusal_says_how_to_get_in() {
    let server = ServerTest::new();
    let reader = Program::new(&server, STREETS, "read");

    let none = Program::with(&server, "").get("/cases");
    let wrong = Program::with(&server, "Basic bHVja2E6").get("/cases");
    let scope = reader.post("/cases/2026-000001/close", "{}");

    assert_eq!(refusal(&none), (401, "no_key".to_owned()));
    assert_eq!(none.header("www-authenticate"), Some(r#"Bearer realm="lucka""#));
    assert_eq!(refusal(&wrong), (401, "wrong_key".to_owned()));
    assert!(wrong.header("www-authenticate").is_some_and(|it| it.contains("invalid_token")));
    assert_eq!(refusal(&scope), (403, "missing_scope".to_owned()));
    assert!(scope.header("www-authenticate").is_some_and(|it| it.contains(r#"scope="write""#)));
}

#[test]
fn no_cookie_lets_anybody_in_and_none_is_set() {
    let server = ServerTest::new();
    let (browser, _) = permit(&server);
    let cookie = browser.cookie("__Host-lucka").expect("a session").to_owned();
    let program = Program::new(&server, STREETS, "read,write");

    for (method, path, body, _) in
        TABLE.into_iter().filter(|(_, path, ..)| *path != "/openapi.json")
    {
        let method = if method == "GET" { Method::GET } else { Method::POST };
        let request = Request::for_test(method, &format!("/api/v1{path}"))
            .with_cookie("__Host-lucka", &cookie)
            .with_header("origin", "https://sjalvservice.example.se")
            .with_body("application/json", body.to_owned());
        assert_eq!(refusal(&server.app.answer(&request)), (401, "no_key".to_owned()), "{path}");
    }
    for response in [program.get("/cases"), program.get("/openapi.json")] {
        for header in ["set-cookie", "access-control-allow-origin", "location"] {
            assert_eq!(response.header(header), None);
        }
    }
}

#[test]
fn wrong_keys_are_slowed_and_a_right_one_is_not() {
    let server = ServerTest::new();
    let right = Program::new(&server, STREETS, "read");
    let wrong = Program::with(&server, &format!("Bearer lucka_{}", "f".repeat(40)));

    let first: Vec<u16> = (0..12).map(|_| wrong.get("/cases").status).collect();
    let limited = wrong.get("/cases");
    let meanwhile = right.get("/cases").status;
    server.pass(60);
    let later = wrong.get("/cases").status;

    assert_eq!((&first[..10], &first[10..]), (&[401; 10][..], &[429; 2][..]));
    assert_eq!(refusal(&limited), (429, "too_many".to_owned()));
    assert_eq!(limited.header("retry-after"), Some("60"));
    assert_eq!((meanwhile, later), (200, 401));
}

#[test]
fn a_key_is_made_for_a_unit_that_handles_something_and_is_told_once() {
    let server = ServerTest::new();
    let create = |unit: &str, scopes: &str, label: &str| {
        keys(&server, &["create", "--unit", unit, "--scopes", scopes, "--label", label])
    };

    let made = create(STREETS, "write,read", "Gatukontorets system").expect("a key");
    let unknown = create("gatukontoret", "read", "x").expect_err("no such unit");
    let scope = create(STREETS, "read,delete", "x").expect_err("no such scope");
    let nameless = create(STREETS, "read", " ").expect_err("no label");
    let partial = keys(&server, &["create", "--unit", STREETS]).expect_err("more is needed");
    let list = keys(&server, &["list"]).expect("a list");

    assert!(made.starts_with("lucka_") && made.len() == 47, "{made}");
    assert!(unknown.contains("`gatukontoret`") && unknown.contains(STREETS), "{unknown}");
    assert!(unknown.contains(PRESCHOOLS), "{unknown}");
    assert!(scope.contains("`delete`") && nameless.contains("--label"));
    assert!(partial.contains("--scopes") || partial.contains("--label"));
    assert!(list.contains("gata-och-trafik") && list.contains("read,write"), "{list}");
    assert!(list.contains("Gatukontorets system") && list.lines().count() == 1);
    let file = std::fs::read(server.data().join("lucka.db-wal")).expect("the log");
    let kept = |it: &str| file.windows(it.len()).any(|window| window == it.as_bytes());
    assert!(kept(STREETS) && !kept(made.trim()), "only the hash is kept");
}

#[test]
fn a_revoked_key_is_listed_and_cannot_be_revoked_again() {
    let server = ServerTest::new();
    let program = Program::new(&server, STREETS, "read");
    let before = program.get("/cases").status;
    let list = keys(&server, &["list"]).expect("a list");
    let id = list.split_whitespace().next().expect("an id");

    keys(&server, &["revoke", id]).expect("revoked");
    let again = keys(&server, &["revoke", id]);
    let unknown = keys(&server, &["revoke", "000000000000"]);

    assert_eq!((before, program.get("/cases").status), (200, 401));
    assert!(list.contains("used 23 november 2026"), "{list}");
    assert!(again.is_err_and(|it| it.contains("before")));
    assert!(unknown.is_err_and(|it| it.contains("key list")));
    assert!(keys(&server, &["list"]).expect("a list").contains("revoked"));
}
