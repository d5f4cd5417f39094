//! The headers that protect, on every kind of answer.

use submit_server::http::headers::{FILE_POLICY, PAGE_POLICY, Security};
use submit_server::http::response::Response;
use tests::stand_ins::persons::ALVA;
use tests::support::server::ServerTest;

use crate::hardening::Key;
use crate::walk::parking;

#[test]
fn every_kind_of_answer_carries_the_protecting_headers() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    let step = browser.get(&format!("/mina-sidor/utkast/{id}/intyg-och-foto"));
    let file = step.body.split(&format!("{id}/fil/")).nth(1).and_then(|it| it.get(..32));
    let file = format!("/mina-sidor/utkast/{id}/fil/{}", file.expect("a file"));
    let url = browser.get("/mina-sidor/logga-in").location;
    assert_eq!(url, "/mina-sidor/");
    let mut new = server.browser();
    new.get("/mina-sidor/logga-in");
    let order = new.post("/mina-sidor/logga-in/bankid", &[("device", "other")]).location;
    let (alva, new) = (Key::of(&server, &browser), Key::of(&server, &new));

    #[rustfmt::skip]
    let table: [(&str, Response, u16, &str, &str, &str); 11] = [
        ("a page",         alva.get(&server, "/mina-sidor/"),               200, "text/html; charset=utf-8",  PAGE_POLICY, "same-origin"),
        ("a redirect",     alva.get(&server, "/mina-sidor/logga-in"),       303, "text/plain; charset=utf-8", PAGE_POLICY, "same-origin"),
        ("data",           new.get(&server, &format!("{order}/status")),    200, "application/json",          PAGE_POLICY, "same-origin"),
        ("the code",       new.get(&server, &format!("{order}/qr.svg")),    200, "image/svg+xml",             PAGE_POLICY, "same-origin"),
        ("the app's page", new.get(&server, &order),                        200, "text/html; charset=utf-8",  PAGE_POLICY, "strict-origin"),
        ("a file",         alva.get(&server, &file),                        200, "image/png",                 FILE_POLICY, "same-origin"),
        ("health",         alva.get(&server, "/halsa"),                     200, "application/json",          PAGE_POLICY, "same-origin"),
        ("not found",      alva.get(&server, "/mina-sidor/arende/0"),       404, "text/html; charset=utf-8",  PAGE_POLICY, "same-origin"),
        ("refused",        alva.post(&server, "/mina-sidor/logga-ut", &[("csrf", "")]), 303, "text/plain; charset=utf-8", PAGE_POLICY, "same-origin"),
        ("wrong method",   alva.post(&server, "/mina-sidor/", &[]),         405, "text/html; charset=utf-8",  PAGE_POLICY, "same-origin"),
        ("turned away",    alva.get(&server, "/mina-sidor/"),               303, "text/plain; charset=utf-8", PAGE_POLICY, "same-origin"),
    ];
    for (name, response, status, media_type, policy, referrer) in table {
        let mut it = response.header_map().expect("headers");
        Security { hsts: Some(63_072_000) }.apply(&mut it);
        assert_eq!(response.status, status, "{name}");
        #[rustfmt::skip]
        let headers = [
            ("content-type",                 media_type),
            ("content-security-policy",      policy),
            ("referrer-policy",              referrer),
            ("x-content-type-options",       "nosniff"),
            ("x-frame-options",              "DENY"),
            ("cache-control",                "no-store"),
            ("cross-origin-opener-policy",   "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("strict-transport-security",    "max-age=63072000"),
        ];
        for (header, expected) in headers {
            assert_eq!(it[header], expected, "{name}: {header}");
        }
        for header in ["content-security-policy", "cache-control", "location"] {
            assert!(it.get_all(header).iter().count() <= 1, "{name}: {header}");
        }
    }
}
