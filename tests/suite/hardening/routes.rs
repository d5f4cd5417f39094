//! Every address × everybody: one table, and no address outside it.

use std::collections::BTreeSet;

use hyper::Method;
use submit_server::http::request::Request;
use submit_server::store::State;
use tests::stand_ins::persons::{BERIT, BERTIL, BO, DISA};
use tests::support::server::ServerTest;

use crate::hardening::rows::kept;
use crate::hardening::{COOKIE, Key};
use crate::walk::{preschool, send};

/// The routes as the server has them.
const SOURCE: &str = include_str!("../../../submit-server/src/routes.rs");

/// Visitors, in the order of the columns: nobody, somebody who has logged out,
/// a stranger, the owner of a draft; the owner of a case that she has signed;
/// the other guardian before and after that signature.
pub(super) type Row = (&'static str, &'static str, [u16; 7]);

#[rustfmt::skip]
pub(super) const TABLE: &[Row] = &[
    // route                                                   address                              nobody left stranger owner signed before after
    (r#"GET ["halsa"] | ["mina-sidor", "halsa"]"#,             "/mina-sidor/halsa",                 [200, 200, 200, 200, 200, 200, 200]),
    (r#"GET ["mina-sidor"]"#,                                  "/mina-sidor/",                      [303, 303, 200, 200, 200, 200, 200]),
    (r#"GET ["mina-sidor", "logga-in"]"#,                      "/mina-sidor/logga-in",              [200, 200, 303, 303, 303, 303, 303]),
    (r#"POST ["mina-sidor", "logga-in", "bankid"]"#,           "/mina-sidor/logga-in/bankid",       [403, 403, 303, 303, 303, 303, 303]),
    (r#"GET ["mina-sidor", "bankid", handle]"#,                "/mina-sidor/bankid/{handle}",       [303, 303, 303, 303, 303, 303, 303]),
    (r#"GET ["mina-sidor", "bankid", handle, "qr.svg"]"#,      "/mina-sidor/bankid/{handle}/qr.svg", [404, 404, 404, 200, 200, 404, 404]),
    (r#"GET ["mina-sidor", "bankid", handle, "status"]"#,      "/mina-sidor/bankid/{handle}/status", [404, 404, 404, 200, 200, 404, 404]),
    (r#"POST ["mina-sidor", "bankid", handle, "avbryt"]"#,     "/mina-sidor/bankid/{handle}/avbryt", [403, 403, 404, 303, 303, 404, 404]),
    (r#"POST ["mina-sidor", "bankid", handle, "klar"]"#,       "/mina-sidor/bankid/{handle}/klar",  [403, 403, 303, 303, 303, 303, 303]),
    (r#"GET ["mina-sidor", "utloggad"]"#,                      "/mina-sidor/utloggad",              [200, 200, 200, 200, 200, 200, 200]),
    (r#"POST ["mina-sidor", "fortsatt"]"#,                     "/mina-sidor/fortsatt",              [403, 403, 303, 303, 303, 303, 303]),
    (r#"GET ["mina-sidor", "ny", service]"#,                   "/mina-sidor/ny/forskola-plats",     [303, 303, 200, 200, 200, 200, 200]),
    (r#"POST ["mina-sidor", "ny", service]"#,                  "/mina-sidor/ny/forskola-plats",     [403, 403, 303, 303, 303, 303, 303]),
    (r#"GET ["mina-sidor", "utkast", id]"#,                    "/mina-sidor/utkast/{id}",           [303, 303, 404, 303, 303, 404, 404]),
    (r#"GET ["mina-sidor", "utkast", id, "granska"]"#,         "/mina-sidor/utkast/{id}/granska",   [303, 303, 404, 200, 303, 404, 404]),
    (r#"POST ["mina-sidor", "utkast", id, "skicka"]"#,         "/mina-sidor/utkast/{id}/skicka",    [403, 403, 404, 303, 303, 404, 404]),
    (r#"GET ["mina-sidor", "utkast", id, "skriv-under"]"#,     "/mina-sidor/utkast/{id}/skriv-under", [303, 303, 404, 303, 303, 404, 200]),
    (r#"POST ["mina-sidor", "utkast", id, "skriv-under"]"#,    "/mina-sidor/utkast/{id}/skriv-under", [403, 403, 404, 404, 404, 404, 400]),
    (r#"GET ["mina-sidor", "utkast", id, "avboj"]"#,           "/mina-sidor/utkast/{id}/avboj",     [303, 303, 404, 404, 404, 404, 200]),
    (r#"GET ["mina-sidor", "utkast", id, "ta-bort"]"#,         "/mina-sidor/utkast/{id}/ta-bort",   [303, 303, 404, 200, 303, 404, 404]),
    (r#"GET ["mina-sidor", "utkast" | "arende", id, "fil", name]"#, "/mina-sidor/arende/{id}/fil/0", [303, 303, 404, 404, 404, 404, 404]),
    (r#"GET ["mina-sidor", "utkast", id, name]"#,              "/mina-sidor/utkast/{id}/barnet",    [303, 303, 404, 200, 303, 404, 404]),
    (r#"POST ["mina-sidor", "utkast", id, name]"#,             "/mina-sidor/utkast/{id}/barnet",    [403, 403, 404, 409, 409, 404, 404]),
    (r#"GET ["mina-sidor", "arende", id]"#,                    "/mina-sidor/arende/{id}",           [303, 303, 404, 303, 200, 404, 200]),
    (r#"GET ["mina-sidor", "arende", id, "kvitto"]"#,          "/mina-sidor/arende/{id}/kvitto",    [303, 303, 404, 303, 303, 404, 303]),
    (r#"GET ["mina-sidor", "arende", id, "kvitto.pdf"]"#,      "/mina-sidor/arende/{id}/kvitto.pdf", [303, 303, 404, 404, 404, 404, 404]),
    (r#"GET ["mina-sidor", "kontakt"]"#,                       "/mina-sidor/kontakt",               [303, 303, 200, 200, 200, 200, 200]),
    (r#"POST ["mina-sidor", "kontakt"]"#,                      "/mina-sidor/kontakt",               [403, 403, 400, 400, 400, 400, 400]),
    // No other e-legitimation and no text messages are set up here.
    (r#"POST ["mina-sidor", "logga-in", "oidc", id]"#,         "/mina-sidor/logga-in/oidc/telia",   [404, 404, 404, 404, 404, 404, 404]),
    (r#"GET ["mina-sidor", "oidc", id, "vidare", handle]"#,    "/mina-sidor/oidc/telia/vidare/0",   [404, 404, 404, 404, 404, 404, 404]),
    (r#"GET ["mina-sidor", "oidc", id, "retur"]"#,             "/mina-sidor/oidc/telia/retur",      [404, 404, 404, 404, 404, 404, 404]),
    (r#"GET ["mina-sidor", "oidc", id, "nycklar"]"#,           "/mina-sidor/oidc/telia/nycklar",    [404, 404, 404, 404, 404, 404, 404]),
    (r#"POST ["mina-sidor", "webhook", "46elks", token]"#,     "/mina-sidor/webhook/46elks/0",      [404, 404, 404, 404, 404, 404, 404]),
    // The site does not count what the search misses; see `search_words`.
    (r#"POST ["mina-sidor", "sokord"]"#,                       "/mina-sidor/sokord",                [404, 404, 404, 404, 404, 404, 404]),
    // A unit's program has a key; what a citizen's browser has opens nothing. See also `api::access`.
    (r#"GET ["api", "v1", "openapi.json"]"#,                   "/api/v1/openapi.json",              [200, 200, 200, 200, 200, 200, 200]),
    (r#"GET ["api", "v1", "cases"]"#,                          "/api/v1/cases",                     [401, 401, 401, 401, 401, 401, 401]),
    (r#"GET ["api", "v1", "cases", number]"#,                  "/api/v1/cases/2026-000001",         [401, 401, 401, 401, 401, 401, 401]),
    (r#"GET ["api", "v1", "cases", number, "receipt.pdf"]"#,   "/api/v1/cases/2026-000001/receipt.pdf", [401, 401, 401, 401, 401, 401, 401]),
    (r#"GET ["api", "v1", "cases", number, "files", index]"#,  "/api/v1/cases/2026-000001/files/1", [401, 401, 401, 401, 401, 401, 401]),
    (r#"POST ["api", "v1", "cases", number, "status"]"#,       "/api/v1/cases/2026-000001/status",  [401, 401, 401, 401, 401, 401, 401]),
    (r#"POST ["api", "v1", "cases", number, "close"]"#,        "/api/v1/cases/2026-000001/close",   [401, 401, 401, 401, 401, 401, 401]),
    (r#"POST ["api", "v1", "cases", number, "messages"]"#,     "/api/v1/cases/2026-000001/messages", [401, 401, 401, 401, 401, 401, 401]),
    // Those that end something come last.
    (r#"POST ["mina-sidor", "utkast", id, "ta-bort"]"#,        "/mina-sidor/utkast/{id}/ta-bort",   [403, 403, 404, 303, 409, 404, 404]),
    (r#"POST ["mina-sidor", "utkast", id, "avboj"]"#,          "/mina-sidor/utkast/{id}/avboj",     [403, 403, 404, 404, 404, 404, 409]),
    (r#"POST ["mina-sidor", "arende", id, "aterkalla"]"#,      "/mina-sidor/arende/{id}/aterkalla", [403, 403, 404, 404, 303, 404, 404]),
    (r#"POST ["mina-sidor", "logga-ut"]"#,                     "/mina-sidor/logga-ut",              [303, 303, 303, 303, 303, 303, 303]),
];

/// The last lines, for everything that is not an address of ours.
const OTHERWISE: [&str; 3] = [r"GET [first, ..]", "GET _", "_"];

#[test]
fn everybody_gets_at_every_address_what_the_table_says() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let signed = preschool(&mut berit, BERTIL);
    send(&mut berit, &signed);
    let url = format!("/mina-sidor/utkast/{signed}/skriv-under");
    berit.get(&url);
    let waiting = berit.post(&url, &[("device", "other")]).location;
    server.approve(BERIT);
    berit.get(&waiting);
    assert_eq!(berit.post(&format!("{waiting}/klar"), &[]).status, 303);
    let handle = waiting.trim_start_matches("/mina-sidor/bankid/").to_owned();
    let sent = preschool(&mut berit, BERTIL);
    send(&mut berit, &sent);
    let draft = preschool(&mut berit, BERTIL);
    let owner = Key::of(&server, &berit);
    let left = Key::of(&server, &server.logged_in(BERIT));
    left.post(&server, "/mina-sidor/logga-ut", &[]);
    let nobody = Key { cookie: String::new(), session: left.session.clone() };
    let stranger = Key::of(&server, &server.logged_in(DISA));
    let bo = Key::of(&server, &server.logged_in(BO));
    let visits = [
        (&nobody, &draft),
        (&left, &draft),
        (&stranger, &draft),
        (&owner, &draft),
        (&owner, &signed),
        (&bo, &sent),
        (&bo, &signed),
    ];

    let mut wrong = Vec::new();
    for (route, address, expected) in TABLE {
        let got = visits.map(|(key, id)| {
            let path = address.replace("{id}", id).replace("{handle}", &handle);
            let get = route.starts_with("GET");
            let answer = if get { key.get(&server, &path) } else { key.post(&server, &path, &[]) };
            answer.status
        });
        if got != *expected {
            wrong.push(format!("{route}\n  expected {expected:?}\n  got      {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_form_is_taken_from_elsewhere() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    let owner = Key::of(&server, &berit);
    let stranger = Key::of(&server, &server.logged_in(DISA)).session.csrf;
    let second = Key::of(&server, &server.logged_in(BERIT)).session.csrf;
    let before = kept(&server, &["sessions.seen_at"]);
    let token = owner.session.csrf.as_str();
    let tries = [
        ("no token", "", "origin", "https://sjalvservice.example.se"),
        ("another's token", &stranger, "origin", "https://sjalvservice.example.se"),
        ("her other session's token", &second, "origin", "https://sjalvservice.example.se"),
        ("another site", token, "origin", "https://elsewhere.example.se"),
        ("a hidden site", token, "origin", "null"),
        ("another site, new browser", token, "sec-fetch-site", "cross-site"),
        ("a sister site", token, "sec-fetch-site", "same-site"),
    ];

    for (route, address, _) in TABLE.iter().filter(|(route, ..)| route.starts_with("POST")) {
        let path = address.replace("{id}", &id).replace("{handle}", "0");
        for (name, token, header, value) in tries {
            let form = Request::for_test(Method::POST, &path)
                .with_form(&[("csrf", token), ("device", "other")])
                .with_header(header, value)
                .with_cookie(COOKIE, &owner.cookie);
            let answer = server.app.answer(&form);
            assert!(matches!(answer.status, 401 | 403 | 404), "{route}: {name}: {}", answer.status);
        }
    }

    assert_eq!(kept(&server, &["sessions.seen_at"]), before, "0 of them did anything");
    assert_eq!(owner.get(&server, "/mina-sidor/").status, 200, "still logged in");
}

#[test]
fn to_look_at_the_address_of_a_form_does_nothing() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    let owner = Key::of(&server, &berit);

    for (_, address, _) in TABLE.iter().filter(|(route, ..)| route.starts_with("POST")) {
        let path = address.replace("{id}", &id).replace("{handle}", "0");
        owner.get(&server, &path);
    }

    let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("still there");
    assert_eq!((case.state, case.version), (State::Draft, 4));
    assert_eq!(owner.get(&server, "/mina-sidor/").status, 200, "still logged in");
}

#[test]
fn every_route_has_a_row() {
    let routes = routes();
    let rows: BTreeSet<String> = TABLE.iter().map(|(route, ..)| (*route).to_owned()).collect();

    let missing: Vec<_> = routes.difference(&rows).collect();
    let gone: Vec<_> = rows.difference(&routes).collect();

    assert!(missing.is_empty(), "without a row: {missing:#?}");
    assert!(gone.is_empty(), "no longer there: {gone:#?}");
}

/// Method and pattern of every route, as they are written.
pub(super) fn routes() -> BTreeSet<String> {
    let lines = SOURCE.lines().filter_map(|line| line.split_once("=>"));
    let route = |line: (&str, &str)| {
        let left = line.0.trim();
        let left = left.split(" if ").next().unwrap_or_default().trim();
        match left.strip_prefix("(&Method::") {
            Some(rest) => {
                let (method, pattern) = rest.trim_end_matches(')').split_once(',')?;
                Some(format!("{method} {}", pattern.trim()))
            }
            None => Some(left.to_owned()),
        }
    };
    lines
        .filter_map(route)
        .filter(|it| !OTHERWISE.contains(&it.as_str()))
        .filter(|it| it.contains("[\""))
        .collect()
}
