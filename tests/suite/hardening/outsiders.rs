//! Every address × those who have no business there: a person who has become
//! protected, who may reach nothing of what was hers, and a unit's program, whose
//! key opens nothing of a citizen's and nothing of another unit's.

use std::collections::BTreeSet;

use hyper::Method;
use submit_server::http::request::Request;
use submit_server::http::response::Response;
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, Protection};
use tests::support::server::ServerTest;

use crate::api::{PRESCHOOLS, Program};
use crate::hardening::Key;
use crate::hardening::routes::TABLE;
use crate::hardening::rows::kept;
use crate::hardening::states::{answer, whole};
use crate::walk::{parking, preschool, send};

/// The page for protected persons, and the session is over.
const ASIDE: u16 = 0;

#[rustfmt::skip]
const PROTECTED: &[(&str, u16)] = &[
    // These know nobody, and show nothing of anybody's.
    (r#"GET ["halsa"] | ["mina-sidor", "halsa"]"#,                      200),
    (r#"GET ["mina-sidor", "utloggad"]"#,                               200),
    (r#"GET ["api", "v1", "openapi.json"]"#,                            200),
    (r#"POST ["mina-sidor", "sokord"]"#,                                404),
    // What belongs to no person: an order, a login, a service without one.
    (r#"GET ["mina-sidor", "bankid", handle]"#,                         303),
    (r#"GET ["mina-sidor", "bankid", handle, "qr.svg"]"#,               404),
    (r#"GET ["mina-sidor", "bankid", handle, "status"]"#,               404),
    (r#"POST ["mina-sidor", "bankid", handle, "avbryt"]"#,              404),
    (r#"POST ["mina-sidor", "bankid", handle, "klar"]"#,                303),
    (r#"POST ["mina-sidor", "logga-in", "bankid"]"#,                    303),
    (r#"POST ["mina-sidor", "logga-in", "oidc", id]"#,                  404),
    (r#"GET ["mina-sidor", "oidc", id, "vidare", handle]"#,             404),
    (r#"GET ["mina-sidor", "oidc", id, "retur"]"#,                      404),
    (r#"GET ["mina-sidor", "oidc", id, "nycklar"]"#,                    404),
    (r#"POST ["mina-sidor", "webhook", "46elks", token]"#,              404),
    (r#"POST ["mina-sidor", "fortsatt"]"#,                              303),
    (r#"POST ["mina-sidor", "logga-ut"]"#,                              303),
    (r#"GET ["mina-sidor", "logga-in"]"#,                               303),
    (r#"GET ["api", "v1", "cases"]"#,                                   401),
    (r#"GET ["api", "v1", "cases", number]"#,                           401),
    (r#"GET ["api", "v1", "cases", number, "receipt.pdf"]"#,            401),
    (r#"GET ["api", "v1", "cases", number, "files", index]"#,           401),
    (r#"POST ["api", "v1", "cases", number, "status"]"#,                401),
    (r#"POST ["api", "v1", "cases", number, "close"]"#,                 401),
    (r#"POST ["api", "v1", "cases", number, "messages"]"#,              401),
    // All else steps aside, also from what was hers.
    (r#"GET ["mina-sidor"]"#,                                           ASIDE),
    (r#"GET ["mina-sidor", "ny", service]"#,                            ASIDE),
    (r#"POST ["mina-sidor", "ny", service]"#,                           ASIDE),
    (r#"GET ["mina-sidor", "kontakt"]"#,                                ASIDE),
    (r#"POST ["mina-sidor", "kontakt"]"#,                               ASIDE),
    (r#"GET ["mina-sidor", "utkast", id]"#,                             ASIDE),
    (r#"GET ["mina-sidor", "utkast", id, "granska"]"#,                  ASIDE),
    (r#"POST ["mina-sidor", "utkast", id, "skicka"]"#,                  ASIDE),
    (r#"GET ["mina-sidor", "utkast", id, "skriv-under"]"#,              ASIDE),
    (r#"POST ["mina-sidor", "utkast", id, "skriv-under"]"#,             ASIDE),
    (r#"GET ["mina-sidor", "utkast", id, "avboj"]"#,                    ASIDE),
    (r#"POST ["mina-sidor", "utkast", id, "avboj"]"#,                   ASIDE),
    (r#"GET ["mina-sidor", "utkast", id, "ta-bort"]"#,                  ASIDE),
    (r#"POST ["mina-sidor", "utkast", id, "ta-bort"]"#,                 ASIDE),
    (r#"GET ["mina-sidor", "utkast" | "arende", id, "fil", name]"#,     ASIDE),
    (r#"GET ["mina-sidor", "utkast", id, name]"#,                       ASIDE),
    (r#"POST ["mina-sidor", "utkast", id, name]"#,                      ASIDE),
    (r#"GET ["mina-sidor", "arende", id]"#,                             ASIDE),
    (r#"GET ["mina-sidor", "arende", id, "kvitto"]"#,                   ASIDE),
    (r#"GET ["mina-sidor", "arende", id, "kvitto.pdf"]"#,               ASIDE),
    (r#"POST ["mina-sidor", "arende", id, "aterkalla"]"#,               ASIDE),
];

/// Bodies that a unit's program may send, by the end of the address.
const BODIES: [(&str, &str); 3] = [
    ("/status", r#"{"state":"in_progress"}"#),
    ("/close", r#"{"outcome":"Nej"}"#),
    ("/messages", r#"{"message":"Hej"}"#),
];

#[test]
fn somebody_who_has_become_protected_reaches_nothing_that_was_hers() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let signed = preschool(&mut berit, BERTIL);
    send(&mut berit, &signed);
    berit.sign(&signed, BERIT);
    let draft = preschool(&mut berit, BERTIL);
    drop(berit);
    server.register.set_protection(BERIT, Protection::Sekretessmarkering);
    let before: Vec<String> = cases(&server);

    let mut wrong = Vec::new();
    for (route, expected) in PROTECTED {
        let (_, address, _) = TABLE.iter().find(|it| it.0 == *route).expect("a row in the table");
        for id in [&draft, &signed] {
            let key = Key::of(&server, &server.logged_in(BERIT));
            let path = address.replace("{id}", id).replace("{handle}", "0");
            let got = answer(&server, &key, route, &path);
            let over = got.header("set-cookie").is_some_and(|it| it.contains("Max-Age=0"));
            let body = String::from_utf8_lossy(&got.body).into_owned();
            let aside = body.contains("Ring så hjälper vi dig") && over && got.status == 200;
            let found = if aside { ASIDE } else { got.status };
            let hers = body.contains("Berit") || body.contains(id.as_str());
            if found != *expected || hers {
                wrong
                    .push(format!("{route}: {found}, {}", if hers { "hers is shown" } else { "" }));
            }
        }
    }

    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(cases(&server), before, "and nothing of it was changed");
}

/// Every value of every case and its parties.
fn cases(server: &ServerTest) -> Vec<String> {
    let kept = kept(server, &[]).into_iter();
    kept.filter(|it| ["cases.", "parties.", "events."].iter().any(|of| it.starts_with(of)))
        .collect()
}

#[test]
fn every_route_has_a_row_for_protected_persons() {
    let routes: BTreeSet<&str> = TABLE.iter().map(|it| it.0).collect();
    let rows: BTreeSet<&str> = PROTECTED.iter().map(|it| it.0).collect();

    assert_eq!(routes, rows);
}

/// A citizen's address with a unit's key and no cookie.
fn with_key(
    server: &ServerTest,
    program: Option<&Program<'_>>,
    route: &str,
    path: &str,
) -> Response {
    let method = if route.starts_with("GET") { Method::GET } else { Method::POST };
    let request = Request::for_test(method, path);
    let request = match program {
        Some(it) => request.with_header("authorization", &format!("Bearer {}", it.key())),
        None => request,
    };
    server.app.answer(&if route.starts_with("GET") { request } else { request.with_form(&[]) })
}

#[test]
fn the_key_of_a_unit_opens_no_address_of_a_citizen() {
    let server = ServerTest::new();
    let mut alva = server.logged_in(ALVA);
    let id = parking(&mut alva);
    send(&mut alva, &id);
    alva.sign(&id, ALVA);
    let program = Program::new(&server, "gata-och-trafik", "read,write");
    assert_eq!(program.get("/cases/2026-000001").status, 200, "it may read the case by its API");

    for (route, address, _) in TABLE.iter().filter(|it| !it.1.starts_with("/api/")) {
        let path = address.replace("{id}", &id).replace("{handle}", "0");
        let keyed = with_key(&server, Some(&program), route, &path);
        let nobody = with_key(&server, None, route, &path);
        assert_eq!(whole(&keyed, &id), whole(&nobody, &id), "{route}");
    }
}

#[test]
fn another_units_case_answers_exactly_like_none_at_every_address_of_the_api() {
    let server = ServerTest::new();
    let mut alva = server.logged_in(ALVA);
    let id = parking(&mut alva);
    send(&mut alva, &id);
    alva.sign(&id, ALVA);
    let other = Program::new(&server, PRESCHOOLS, "read,write");
    let before = kept(&server, &["unit_keys.used_at"]);

    let there = "/cases/2026-000001";
    let rows = TABLE.iter().filter(|it| it.1.starts_with(&format!("/api/v1{there}")));
    for (route, address, _) in rows {
        let path = address.trim_start_matches("/api/v1");
        let none = path.replace("2026-000001", "2026-999999");
        let ask = |path: &str| match route.starts_with("GET") {
            true => other.get(path),
            false => {
                let body = BODIES.iter().find(|it| path.ends_with(it.0)).expect("a body for it");
                other.post(path, body.1)
            }
        };
        let (theirs, absent) = (ask(path), ask(&none));
        assert_eq!(theirs.status, 404, "{route}");
        assert_eq!(whole(&theirs, "2026-000001"), whole(&absent, "2026-999999"), "{route}");
    }
    assert_eq!(kept(&server, &["unit_keys.used_at"]), before);
}
