//! One walk of somebody protected: with everything on she logs in and tries every
//! address of the router, others work on, days pass, and then everything
//! that there is, is looked through for her: pages, PDFs, letters, SMS, calls to units,
//! the command line, the log, every row, and the bytes of every file.

use std::path::Path;

use hyper::Method;
use submit_server::app::{sweep_and_end, sweep_files};
use submit_server::cases::adopt::adopt;
use submit_server::command;
use submit_server::delivery::worker::deliver_due;
use submit_server::http::request::Request;
use submit_server::http::response::Response;
use tests::stand_ins::persons::{self, ALVA, DISA, Protection};
use tests::stand_ins::register::Weather;
use tests::support::browser::Browser;
use tests::support::server::{ServerTest, WEBHOOK_TOKEN};
use tests::support::units::STREETS;

use crate::api::Program;
use crate::contacts::{with_mail, with_sms};
use crate::hardening::COOKIE;
use crate::hardening::routes::TABLE;
use crate::hardening::rows::kept;
use crate::hardening::traces::heard;
use crate::paper::read;
use crate::told::tell;
use crate::walk::{parking, send, street};

const DAY: i64 = 24 * 60 * 60;

/// Why the portal steps aside.
#[derive(Clone, Copy, Debug)]
enum Why {
    Flag,
    UnknownFlag,
    SilentRegister,
}

/// What was met on the way: where, and its bytes.
#[derive(Default)]
struct Met(Vec<(String, Vec<u8>)>);

impl Met {
    fn see(&mut self, place: &str, bytes: &[u8]) {
        if bytes.starts_with(b"%PDF-1") && bytes.len() > 1000 {
            self.0.push((format!("{place}, its text"), read(bytes).into_bytes()));
        }
        self.0.push((place.to_owned(), bytes.to_vec()));
    }

    fn answer(&mut self, place: &str, answer: &Response) {
        self.see(place, &answer.body);
        let headers = answer.headers.iter().map(|(name, value)| format!("{name}: {value}\n"));
        self.see(&format!("{place}, its head"), headers.collect::<String>().as_bytes());
    }

    /// The bytes of every file below a folder.
    fn files(&mut self, root: &Path) -> usize {
        let before = self.0.len();
        for entry in walkdir::WalkDir::new(root) {
            let entry = entry.expect("an entry");
            if entry.file_type().is_file() {
                let bytes = std::fs::read(entry.path()).expect("a file");
                self.see(&entry.path().to_string_lossy(), &bytes);
            }
        }
        self.0.len() - before
    }
}

/// How a person may be written: number, name, address, how to reach her.
fn secrets() -> Vec<String> {
    let it = persons::find(DISA).expect("a person");
    let (long, short) = (it.number, &it.number[2..]);
    let dash = |number: &str| {
        let (day, rest) = number.split_at(number.len() - 4);
        format!("{day}-{rest}")
    };
    let phone = it.phone.replace(['-', ' '], "");
    vec![
        long.to_owned(),
        short.to_owned(),
        dash(long),
        dash(short),
        it.name(),
        it.surname.to_owned(),
        it.home.street.to_owned(),
        it.home.key.to_owned(),
        it.phone.to_owned(),
        format!("+46{}", phone.trim_start_matches('0')),
        "disa@example.se".to_owned(),
    ]
}

/// Everything on: mail, SMS and the units. Before the walk there is a case of Alva's, so
/// that there is something at the addresses.
fn world() -> (ServerTest, String) {
    let server = ServerTest::delivering();
    let mut alva = server.logged_in(ALVA);
    with_mail(&server, &mut alva, "alva@example.se");
    with_sms(&server, &mut alva, "070-174 06 05");
    let id = parking(&mut alva);
    send(&mut alva, &id);
    alva.sign(&id, ALVA);
    deliver_due(&server.app.delivery).expect("delivered");
    tell(&server);
    (server, id)
}

fn protect(server: &ServerTest, why: Why) {
    match why {
        Why::Flag => server.register.set_protection(DISA, Protection::Sekretessmarkering),
        Why::UnknownFlag => server.register.set_protection(DISA, Protection::NagotNytt),
        Why::SilentRegister => server.register.set_weather(Weather::Unreachable),
    }
}

/// Logs in with BankID as far as one gets; the handle of the order.
fn tries_bankid(server: &ServerTest, browser: &mut Browser<'_>, met: &mut Met) -> String {
    // Nobody may try too often from one address.
    server.pass(90);
    let page = browser.get("/mina-sidor/logga-in");
    met.see("the login page", page.body.as_bytes());
    let on = browser.post("/mina-sidor/logga-in/bankid", &[("device", "other")]).location;
    server.approve(DISA);
    for path in [on.clone(), format!("{on}/status"), format!("{on}/qr.svg")] {
        let page = browser.get(&path);
        met.see(&path, page.body.as_bytes());
    }
    let page = browser.get(&on);
    met.see("the waiting page", page.body.as_bytes());
    let done = browser.post(&format!("{on}/klar"), &[]);
    met.see("the end of the login", format!("{}{}", done.body, done.location).as_bytes());
    on.trim_start_matches("/mina-sidor/bankid/").to_owned()
}

/// What she would write in any form that takes it.
const HERS: [(&str, &str); 8] = [
    ("device", "other"),
    ("kanal", "sms"),
    ("gor", "kod"),
    ("adress", "070-174 06 10"),
    ("telefon", "070-174 06 10"),
    ("epost", "disa@example.se"),
    ("skal", "Disa Ensamprov"),
    ("bekraftat", "ja"),
];

/// Every address of the router, each after a login of its own.
fn tries_every_address(server: &ServerTest, case: &str, met: &mut Met) -> usize {
    let mut asides = 0;
    for (route, address, _) in TABLE {
        let mut browser = server.browser();
        let handle = tries_bankid(server, &mut browser, met);
        let path = address.replace("{id}", case).replace("{handle}", &handle);
        let path = path.replace("46elks/0", &format!("46elks/{WEBHOOK_TOKEN}"));
        let page = match route.starts_with("GET") {
            true => browser.get(&path),
            false => browser.post(&path, &HERS),
        };
        let head = format!("{:?}", page.headers);
        met.see(&format!("{route}: its head"), head.as_bytes());
        met.see(route, &page.bytes);
        asides += usize::from(page.body.contains("Ring så hjälper vi dig"));
        let cookie = browser.cookie(COOKIE).unwrap_or_default().to_owned();
        // The page that she is led on to, with whatever cookie is left.
        let on = Request::for_test(Method::GET, "/mina-sidor/").with_cookie(COOKIE, &cookie);
        met.answer("where she is led", &server.app.answer(&on));
        met.see("the rows", kept(server, &[]).join("\n").as_bytes());
    }
    asides
}

/// Others work on: a report without login, the unit's program, the command line, the
/// threads, and a month of days.
fn life_goes_on(server: &ServerTest, met: &mut Met) {
    let mut somebody = server.browser();
    tries_bankid(server, &mut somebody, met);
    let id = street(&mut somebody);
    send(&mut somebody, &id);
    let receipt = somebody.get(&format!("/mina-sidor/arende/{id}/kvitto.pdf"));
    assert!(receipt.bytes.starts_with(b"%PDF"), "services without login go on");
    met.see("her receipt", &receipt.bytes);
    let program = Program::new(server, STREETS, "read,write");
    for path in ["/cases", "/cases/2026-000001", "/cases/2026-000001/receipt.pdf"] {
        met.answer(path, &program.get(path));
    }
    met.answer("a message", &program.post("/cases/2026-000001/messages", r#"{"message":"Hej"}"#));
    for _ in 0..33 {
        deliver_due(&server.app.delivery).expect("delivered");
        tell(server);
        sweep_and_end(&server.app.store, &server.app.login);
        sweep_files(&server.app.store);
        adopt(&server.app.store, &server.app.forms);
        server.collect();
        met.see("the rows", kept(server, &[]).join("\n").as_bytes());
        server.pass(DAY);
    }
    let words = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect::<Vec<String>>();
    let config = &server.app.config;
    for said in [
        command::case(config, &words(&["list"])),
        command::case(config, &words(&["show", "2026-000001"])),
        command::outbox(config, &words(&["list"])),
        command::outbox(config, &words(&["retry"])),
        command::audit(config, &words(&["verify"])),
        command::keys::key(config, &words(&["list"])),
    ] {
        met.see("the command line", said.expect("said").as_bytes());
    }
    met.see("the command line", command::lacking(config).as_bytes());
    met.answer("health", &server.app.answer(&Request::for_test(Method::GET, "/halsa")));
}

/// What is left, and what has gone out.
fn look_through(server: &ServerTest, met: &mut Met) {
    for letter in server.mailbox.letters() {
        met.see(
            "a letter",
            format!("{}\n{}\n{}", letter.to, letter.source, letter.body()).as_bytes(),
        );
    }
    for sms in server.elks.taken() {
        met.see("an SMS", format!("{} {}", sms.to, sms.text).as_bytes());
    }
    for call in server.units().system.taken() {
        met.see("a call to a unit", call.text.as_bytes());
    }
    assert!(met.files(server.data()) > 2, "the database and what is beside it");
    assert!(met.files(&server.units().root()) > 4, "what the units have got");
}

fn finds_nothing(why: Why, met: &Met) {
    for (place, bytes) in &met.0 {
        // What is no text is a sign of its own here, and hides none that is.
        let text = String::from_utf8_lossy(bytes);
        for secret in secrets() {
            assert!(!text.contains(&secret), "{why:?}: {place} tells `{secret}`:\n{text:.2000}");
        }
    }
}

#[test]
fn of_somebody_protected_nothing_is_found_anywhere_after_every_address_was_tried() {
    for why in [Why::Flag, Why::UnknownFlag, Why::SilentRegister] {
        let (server, case) = world();
        protect(&server, why);
        let mut met = Met::default();
        let mut asides = 0;

        let log = heard(|| {
            asides = tries_every_address(&server, &case, &mut met);
            life_goes_on(&server, &mut met);
        });
        met.see("the log", log.as_bytes());
        look_through(&server, &mut met);

        assert!(log.contains("message="), "{why:?}: the log was listened to");
        assert!(asides > 0 || matches!(why, Why::SilentRegister), "{why:?}: {asides}");
        assert!(met.0.len() > 300, "{why:?}: {} places", met.0.len());
        finds_nothing(why, &met);
    }
}
