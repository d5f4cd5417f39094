//! Nothing that anybody wrote, and nothing that names them, in logs, error
//! pages or addresses.

use std::cell::RefCell;
use std::fmt::{Debug, Write};
use std::sync::Once;

use submit_server::log::{self, Answered};
use tests::stand_ins::persons::{BERIT, BERTIL, BO};
use tests::stand_ins::register::Weather;
use tests::support::browser::Browser;
use tests::support::page::Page;
use tests::support::server::ServerTest;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::api::{PRESCHOOLS, Program};
use crate::hardening::{COOKIE, Key};
use crate::walk::{STREET, preschool, send};

/// A word that nobody else writes.
const CANARY: &str = "kanariefagel";

thread_local! {
    /// Every line of the log of this thread, with all its values, while somebody listens.
    static LINES: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Hears all threads. One for each listener would be missed by what another thread had
/// logged first: whether anybody listens is remembered for each place in the program.
struct Ears;

/// Every line of the log while something is done.
pub(super) fn heard(done: impl FnOnce()) -> String {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        tracing::subscriber::set_global_default(Ears).expect("nobody else listens");
    });
    LINES.replace(Some(String::new()));
    done();
    LINES.take().expect("lines")
}

struct Written<'a>(&'a mut String);

impl Visit for Written<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0, "{field}={value:?}").expect("written");
    }
}

fn listened(write: impl FnOnce(&mut Written<'_>)) {
    LINES.with_borrow_mut(|lines| {
        if let Some(lines) = lines {
            write(&mut Written(lines));
        }
    });
}

impl Subscriber for Ears {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        listened(|it| values.record(it));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        listened(|it| event.record(it));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// What a whole case has met: its pages and the words that must not come out.
struct Met {
    pages: Vec<Page>,
    secrets: Vec<String>,
}

impl Met {
    /// Remembers a page, and writes the line that the server's loop would write.
    fn see(&mut self, path: &str, page: Page) -> Page {
        log::request(&Answered {
            method: &hyper::Method::GET,
            path,
            status: page.status,
            took: std::time::Duration::ZERO,
            incident: None,
        });
        self.pages.push(page.clone());
        page
    }

    fn get(&mut self, browser: &mut Browser<'_>, path: &str) -> Page {
        let page = browser.get(path);
        self.see(path, page)
    }

    fn post(&mut self, browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Page {
        browser.get(path);
        let page = browser.post(path, fields);
        self.see(path, page)
    }
}

#[test]
fn nothing_personal_comes_out_in_logs_error_pages_or_addresses() {
    let mut met = None;

    let log = heard(|| met = Some(whole_case()));

    let met = met.expect("a case");
    assert!(log.contains("fault") && log.contains("message="), "the log was listened to:\n{log}");
    for secret in &met.secrets {
        assert!(!log.contains(secret.as_str()), "the log tells `{secret}`:\n{log}");
    }
    let errors: Vec<&Page> = met.pages.iter().filter(|it| !own_answers(it)).collect();
    assert!(errors.len() > 4, "some pages went wrong");
    for secret in met.secrets.iter().filter(|it| !it.contains("Exempelberg")) {
        for page in &errors {
            let body = without_forms(&page.body);
            assert!(!body.contains(secret.as_str()), "{}: {secret}", page.summary());
        }
        for page in &met.pages {
            assert!(!page.location.contains(secret.as_str()), "{}", page.location);
        }
    }
}

/// Pages that show one's own answers back, as they should: those that worked,
/// a step with refused answers, and a step that another tab has changed.
fn own_answers(page: &Page) -> bool {
    page.status < 400 || matches!(page.status, 409 | 422)
}

/// The form that logs out carries the session's token, as it must.
fn without_forms(body: &str) -> String {
    body.split("name=\"csrf\" value=\"").map(|it| it.get(64..).unwrap_or(it)).collect()
}

fn whole_case() -> Met {
    let server = ServerTest::new();
    let secrets = [CANARY, BERIT, BO, BERTIL, "19800102", "Exempelberg", "Provgatan"];
    let mut met = Met { pages: Vec::new(), secrets: secrets.map(str::to_owned).to_vec() };
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    let step = |name: &str| format!("/mina-sidor/utkast/{id}/{name}");
    met.post(
        &mut berit,
        &step("barnet"),
        &[("barn", BERTIL), ("bor", "vaxelvis"), ("andra-adressen", CANARY)],
    );
    let mail = format!("{CANARY}@example.se");
    met.post(&mut berit, &step("ni-som-soker"), &[("telefon", CANARY), ("epost", CANARY)]);
    let phone = "070-174 06 05";
    met.post(&mut berit, &step("ni-som-soker"), &[("telefon", phone), ("epost", &mail)]);
    let fields = [("syskon", "nej"), ("intygar", "ja"), ("mer", CANARY)];
    met.post(&mut berit, &step("ovrigt"), &fields);
    met.secrets.extend([phone.to_owned(), berit.cookie(COOKIE).expect("a cookie").to_owned()]);
    met.secrets.push(Key::of(&server, &berit).session.csrf);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    server.pass(60);
    let mut bo = server.logged_in(BO);
    bo.sign(&id, BO);
    met.get(&mut berit, &format!("/mina-sidor/arende/{id}/kvitto"));
    met.get(&mut bo, &format!("/mina-sidor/arende/{CANARY}"));
    met.get(&mut bo, &format!("/mina-sidor/arende/{id}?sok={CANARY}"));
    met.post(&mut bo, &format!("/mina-sidor/{CANARY}"), &[("x", CANARY)]);
    unit(&server, &mut met);
    server.register.set_weather(Weather::Down);
    met.get(&mut bo, &format!("/mina-sidor/arende/{id}"));
    faults(&server, &mut met);
    met
}

/// What the unit's program reads and writes, with right keys and wrong ones.
fn unit(server: &ServerTest, met: &mut Met) {
    let program = Program::new(server, PRESCHOOLS, "read,write");
    let wrong = format!("Bearer lucka_{}", "5ec7e7".repeat(7).split_at(40).0);
    let message = format!(r#"{{"message":"{CANARY}"}}"#);
    let answers = [
        ("/cases/2026-000001", program.get("/cases/2026-000001").status),
        ("/cases", Program::with(server, &wrong).get("/cases").status),
        (
            "/cases/2026-000001/messages",
            program.post("/cases/2026-000001/messages", &message).status,
        ),
        ("/cases/2026-000001/close", program.post("/cases/2026-000001/close", &message).status),
        (CANARY, program.get(&format!("/cases/{CANARY}?state={CANARY}")).status),
    ];
    assert_eq!(answers.map(|(_, status)| status), [200, 401, 200, 422, 404]);
    for (path, status) in answers {
        let path = format!("/api/v1{path}/{CANARY}");
        let (method, took) = (&hyper::Method::GET, std::time::Duration::ZERO);
        log::request(&Answered { method, path: &path, status, took, incident: None });
    }
    met.secrets.extend([program.key(), &wrong[7..], "2026-000001"].map(str::to_owned));
}

/// Faults of the machine, with a word of somebody's in what cannot be read.
fn faults(server: &ServerTest, met: &mut Met) {
    let mut browser = server.browser();
    let id = browser.begin(STREET);
    let fields = [("akut", "nej"), ("fel", "vag"), ("beskrivning", CANARY)];
    met.post(&mut browser, &format!("/mina-sidor/utkast/{id}/felet"), &fields);
    let broken = format!("\"{CANARY} {BERIT}\"");
    let write = |answers: &str| {
        let answers = answers.to_owned();
        server.app.store.write(|tx| {
            let case = tx.case(&id)?.expect("a draft");
            tx.save_draft(&id, case.version, &answers, i64::MAX)
        })
    };
    write(&broken).expect("written");
    let page = met.get(&mut browser, &format!("/mina-sidor/utkast/{id}/felet"));
    assert_eq!(page.status, 500);
    let picture = crate::walk::street(&mut browser);
    let url = format!("/mina-sidor/utkast/{picture}/bild-och-kontakt");
    let step = browser.get(&url);
    let file = step.body.split(&format!("{picture}/fil/")).nth(1).and_then(|it| it.get(..32));
    let file = file.expect("a file");
    std::fs::remove_file(server.data().join("attachments").join(file)).expect("removed");
    let page = met.get(&mut browser, &format!("/mina-sidor/utkast/{picture}/fil/{file}"));
    assert_eq!(page.status, 500);
}
