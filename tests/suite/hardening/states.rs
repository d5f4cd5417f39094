//! The addresses of a case × what has become of it: the states that `routes`
//! leaves out, and that somebody else's case answers exactly like none.

use std::collections::BTreeSet;

use submit_server::app::sweep;
use submit_server::http::response::Response;
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO, DISA, Protection};
use tests::support::server::ServerTest;

use crate::hardening::Key;
use crate::hardening::routes::{TABLE, routes};
use crate::hardening::rows::kept;
use crate::walk::{parking, preschool, send, street};

const DAY: i64 = 24 * 60 * 60;

/// Who, in what state: a key and a case.
type Role = (&'static str, fn(&ServerTest) -> (Key, String));

/// Visitors, in the order of the columns.
const ROLES: [Role; 9] = [
    ("owner of a received case", |server| (berit(server), received(server))),
    ("party of a received case", |server| {
        let id = received(server);
        (bo(server), id)
    }),
    ("party that signed, others wait", |server| {
        let id = signing(server);
        let third = |tx: &submit_server::store::WriteTx<'_>| {
            tx.add_party(&id, ALVA, "Alva Provsson", "guardian")
        };
        server.app.store.write(third).expect("a third party");
        server.logged_in(BERIT).sign(&id, BERIT);
        server.logged_in(BO).sign(&id, BO);
        (bo(server), id)
    }),
    ("party that declined", |server| {
        let id = waiting(server);
        let bo = bo(server);
        let url = format!("/mina-sidor/utkast/{id}/avboj");
        let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
        let version = case.document_hash.expect("a hash");
        assert_eq!(bo.post(server, &url, &[("version", &version)]).status, 303);
        (bo, id)
    }),
    ("party, taken back", |server| {
        let id = waiting(server);
        let url = format!("/mina-sidor/arende/{id}/aterkalla");
        assert_eq!(berit(server).post(server, &url, &[]).status, 303);
        (bo(server), id)
    }),
    ("party, expired", |server| {
        let id = waiting(server);
        server.pass(32 * DAY);
        sweep(&server.app.store, server.app.login.lifetimes);
        (bo(server), id)
    }),
    ("owner, expired", |server| {
        let id = waiting(server);
        server.pass(32 * DAY);
        sweep(&server.app.store, server.app.login.lifetimes);
        (berit(server), id)
    }),
    ("party, the owner protected", |server| {
        let id = waiting(server);
        server.register.set_protection(BERIT, Protection::Sekretessmarkering);
        (bo(server), id)
    }),
    ("stranger, an anonymous form", |server| {
        let id = street(&mut server.browser());
        (Key::of(server, &server.logged_in(DISA)), id)
    }),
];

#[rustfmt::skip]
const STATES: &[(&str, [u16; 9])] = &[
    // route                                                              owner party signed declined back expired own-expired protected stranger
    (r#"GET ["mina-sidor", "utkast", id]"#,                             [303, 404, 404, 404, 404, 404, 303, 404, 404]),
    (r#"GET ["mina-sidor", "utkast", id, "granska"]"#,                  [303, 404, 404, 404, 404, 404, 200, 404, 404]),
    (r#"POST ["mina-sidor", "utkast", id, "skicka"]"#,                  [303, 404, 404, 404, 404, 404, 303, 404, 404]),
    (r#"GET ["mina-sidor", "utkast", id, "skriv-under"]"#,              [303, 303, 303, 404, 404, 404, 303, 404, 404]),
    (r#"POST ["mina-sidor", "utkast", id, "skriv-under"]"#,             [404, 404, 404, 404, 404, 404, 404, 404, 404]),
    (r#"GET ["mina-sidor", "utkast", id, "avboj"]"#, [404, 404, 404, 303, 404, 404, 404, 404, 404]),
    (r#"GET ["mina-sidor", "utkast", id, "ta-bort"]"#,                  [303, 404, 404, 404, 404, 404, 200, 404, 404]),
    (r#"GET ["mina-sidor", "utkast" | "arende", id, "fil", name]"#,     [404, 404, 404, 404, 404, 404, 404, 404, 404]),
    (r#"GET ["mina-sidor", "utkast", id, name]"#,                       [303, 404, 404, 404, 404, 404, 200, 404, 404]),
    (r#"POST ["mina-sidor", "utkast", id, name]"#,                      [409, 404, 404, 404, 404, 404, 409, 404, 404]),
    (r#"GET ["mina-sidor", "arende", id]"#,                             [200, 200, 200, 404, 404, 404, 303, 404, 404]),
    (r#"GET ["mina-sidor", "arende", id, "kvitto"]"#,                   [200, 200, 303, 404, 404, 404, 303, 404, 404]),
    (r#"GET ["mina-sidor", "arende", id, "kvitto.pdf"]"#,               [200, 200, 404, 404, 404, 404, 404, 404, 404]),
    (r#"POST ["mina-sidor", "utkast", id, "ta-bort"]"#,                 [409, 404, 404, 404, 404, 404, 303, 404, 404]),
    (r#"POST ["mina-sidor", "utkast", id, "avboj"]"#, [404, 409, 409, 303, 404, 404, 404, 404, 404]),
    (r#"POST ["mina-sidor", "arende", id, "aterkalla"]"#,               [409, 404, 404, 404, 404, 404, 404, 404, 404]),
];

fn berit(server: &ServerTest) -> Key {
    Key::of(server, &server.logged_in(BERIT))
}

fn bo(server: &ServerTest) -> Key {
    Key::of(server, &server.logged_in(BO))
}

fn signing(server: &ServerTest) -> String {
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    id
}

fn waiting(server: &ServerTest) -> String {
    let id = signing(server);
    server.logged_in(BERIT).sign(&id, BERIT);
    id
}

fn received(server: &ServerTest) -> String {
    let id = waiting(server);
    server.logged_in(BO).sign(&id, BO);
    id
}

pub(super) fn answer(server: &ServerTest, key: &Key, route: &str, path: &str) -> Response {
    if route.starts_with("GET") { key.get(server, path) } else { key.post(server, path, &[]) }
}

/// The addresses of a case, in the table's order: those that end something last.
fn of_cases() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.iter().filter(|(_, address, _)| address.contains("{id}")).map(|it| (it.0, it.1))
}

#[test]
fn in_every_state_everybody_gets_what_the_table_says() {
    let mut columns = Vec::new();
    for (name, made) in ROLES {
        let server = ServerTest::new();
        let (key, id) = made(&server);
        let status = |(route, address): (&str, &str)| {
            answer(&server, &key, route, &address.replace("{id}", &id)).status
        };
        columns.push((name, of_cases().map(status).collect::<Vec<u16>>()));
    }

    let mut wrong = Vec::new();
    for (at, (route, _)) in of_cases().enumerate() {
        let got: Vec<u16> = columns.iter().map(|(_, column)| column[at]).collect();
        let row = STATES.iter().find(|(it, _)| *it == route).map(|(_, row)| row.to_vec());
        if row.as_ref() != Some(&got) {
            wrong.push(format!("(r#\"{route}\"#, {got:?}), // expected {row:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_address_of_a_case_has_a_row_for_its_states() {
    let case = |it: &String| it.contains(r#""utkast""#) || it.contains(r#""arende""#);
    let routes: BTreeSet<String> = routes().into_iter().filter(case).collect();
    let rows: BTreeSet<String> = STATES.iter().map(|(route, _)| (*route).to_owned()).collect();
    let walked: BTreeSet<String> = of_cases().map(|(route, _)| route.to_owned()).collect();

    assert_eq!(routes, rows);
    assert_eq!(walked, rows, "the address of each has the case in it");
}

/// All that a browser gets, with what each answer has of its own taken out.
pub(super) fn whole(response: &Response, id: &str) -> String {
    let headers: Vec<String> =
        response.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let body = String::from_utf8_lossy(&response.body);
    format!("{} {headers:?}\n{body}", response.status).replace(id, "{id}")
}

/// As [`answer`], with what a real form at the address would carry.
fn tried(server: &ServerTest, key: &Key, route: &str, path: &str) -> Response {
    if route.starts_with("GET") {
        return key.get(server, path);
    }
    let form = [("device", "other"), ("version", "0"), ("bekraftat", "ja"), ("skal", "Nej")];
    key.post(server, path, &form)
}

#[test]
fn somebody_elses_case_answers_exactly_like_none() {
    let server = ServerTest::new();
    let mut alva = server.logged_in(ALVA);
    let with_file = parking(&mut alva);
    let files = server.app.store.read(|tx| tx.attachments(&with_file)).expect("read");
    let file = files.first().map(|it| it.id.clone()).expect("a file");
    let draft = preschool(&mut server.logged_in(BERIT), BERTIL);
    let anonymous = street(&mut server.browser());
    let cases =
        [with_file, draft, anonymous, signing(&server), waiting(&server), received(&server)];
    let none = "0123456789abcdef0123456789abcdef";
    let stranger = Key::of(&server, &server.logged_in(DISA));
    let nobody = Key { cookie: String::new(), session: stranger.session.clone() };
    let before = kept(&server, &["sessions.seen_at"]);

    for id in &cases {
        for (route, address) in of_cases() {
            let address = address.replace("/fil/0", &format!("/fil/{file}"));
            for (name, key) in [("a stranger", &stranger), ("nobody", &nobody)] {
                let theirs = tried(&server, key, route, &address.replace("{id}", id));
                let absent = tried(&server, key, route, &address.replace("{id}", none));
                assert_eq!(whole(&theirs, id), whole(&absent, none), "{name}: {route}");
            }
        }
    }
    assert_eq!(kept(&server, &["sessions.seen_at"]), before);
}

#[test]
fn to_look_at_any_address_changes_nothing_that_is_kept() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(BERIT);
    let draft = preschool(&mut browser, BERTIL);
    let cases = [draft, signing(&server), waiting(&server), received(&server)];
    let owner = Key::of(&server, &browser);
    let before = kept(&server, &["sessions.seen_at"]);

    for id in &cases {
        for (_, address, _) in TABLE {
            owner.get(&server, &address.replace("{id}", id).replace("{handle}", "0"));
        }
    }

    assert_eq!(kept(&server, &["sessions.seen_at"]), before);
}
