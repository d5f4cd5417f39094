//! Orders from the press of a button to the new session, against a scripted
//! BankID and with a stopped clock: the world that the stories play in.

mod follow;
mod household;
mod refuse;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::login::order::{Errand, Finished, Wish};
use crate::login::rp::Rp;
use crate::login::rp::answer::Completion;
use crate::login::rp::order::encoded;
use crate::login::session::Lifetimes;
use crate::login::{Login, collect, order, session};
use crate::outbound::{Answer, Transport, TransportError};
use crate::person::Register;
use crate::person::rest::{Access, Client, Rest};
use crate::problem::Problem;
use crate::store::{Clock, Device, NewCase, Order, Owner, Session, Store, WriteTx};

const ANNA: &str = "198506012387";
const START: i64 = 1_795_000_000_000;

/// BankID and the register, as scripted: answers to `collect`, in order.
#[derive(Default)]
struct Outside {
    collects: Mutex<VecDeque<(u16, Value)>>,
    refuse_start: Mutex<Option<(u16, Value)>>,
    calls: Mutex<Vec<(String, Value)>>,
    /// The register; it does not answer while there are none.
    posts: Mutex<Vec<Value>>,
}

impl Transport for Outside {
    fn post(
        &self,
        path: &str,
        _headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, TransportError> {
        let body = serde_json::from_slice(body).unwrap_or_default();
        let mut calls = self.calls.lock().expect("lock");
        let begun = calls.iter().filter(|(it, _)| it == "/auth" || it == "/sign").count();
        calls.push((path.to_owned(), body));
        let (status, body) = match path {
            "/auth" | "/sign" => match self.refuse_start.lock().expect("lock").take() {
                Some(refusal) => refusal,
                None => (200, started(begun + 1)),
            },
            "/collect" => match self.collects.lock().expect("lock").pop_front() {
                Some((0, _)) => return Err(TransportError::TimedOut),
                Some(answer) => answer,
                None => (200, json!({"status": "pending", "hintCode": "outstandingTransaction"})),
            },
            "/cancel" => (200, json!({})),
            "/token" => (200, json!({"access_token": "t", "expires_in": 300})),
            _ => match self.posts.lock().expect("lock").as_slice() {
                [] => (503, json!({})),
                posts => (200, json!({"folkbokforingsposter": posts})),
            },
        };
        Ok(Answer { status, body: body.to_string().into() })
    }
}

fn started(at: usize) -> Value {
    json!({"orderRef": format!("ref-{at}"), "autoStartToken": format!("auto-{at}"),
        "qrStartToken": format!("qr-{at}"), "qrStartSecret": "secret"})
}

struct World {
    _folder: tempfile::TempDir,
    store: Store,
    login: Login,
    outside: Arc<Outside>,
    clock: Arc<AtomicI64>,
    browser: Session,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(AtomicI64::new(START));
        let hand = Arc::clone(&clock);
        let clock_of_store = Clock::from(move || hand.load(Ordering::Relaxed));
        let store = Store::open(folder.path(), clock_of_store).expect("a store");
        let outside = Arc::new(Outside::default());
        *outside.posts.lock().expect("lock") = vec![post(ANNA, "SAKNAS", &[])];
        let client = Client { id: String::new(), secret: String::new() };
        let register = Register::new(Rest::new(Access {
            token: outside.clone(),
            api: outside.clone(),
            token_client: client.clone(),
            api_client: client,
            organisation: String::new(),
            order: String::new(),
        }));
        let login = Login {
            rp: Rp::new(outside.clone(), Vec::new()),
            register,
            public_url: "https://portal.example.se".into(),
            autostart_url: None,
            lifetimes: Lifetimes { idle: 1_800_000, absolute: 28_800_000 },
            signed,
            providers: Vec::new(),
            signed_elsewhere: |_, _| Ok(()),
        };
        let browser = store.write(|tx| session::begin(tx, None)).expect("a session").session;
        Self { _folder: folder, store, login, outside, clock, browser }
    }

    fn pass(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::Relaxed);
    }

    fn start(&self, errand: Errand<'_>, device: Device) -> Result<String, Problem> {
        let wish = Wish {
            session: &self.browser,
            errand,
            device,
            client: "192.0.2.1".parse().expect("an address"),
            back: "/mina-sidor/",
        };
        order::start(&self.store, &self.login, &wish)
    }

    fn login(&self, device: Device) -> String {
        self.start(Errand::Login, device).expect("started")
    }

    fn sign(&self) -> String {
        self.store
            .write(|tx| {
                tx.keep_form("hash", "service", "{}")?;
                let owner = Owner::Person(ANNA.into());
                tx.begin_draft(&NewCase {
                    id: "c1",
                    owner: &owner,
                    service: "service",
                    form_hash: "hash",
                    expires_at: 9,
                })
            })
            .expect("a case");
        let (visible, hidden) = (encoded(b"text"), encoded(b"{}"));
        let errand =
            Errand::Signature { person: ANNA, case_id: "c1", visible: &visible, hidden: &hidden };
        self.start(errand, Device::Same).expect("started")
    }

    /// BankID gives this answer at the next tick.
    fn tick(&self, status: u16, answer: Value) -> usize {
        self.outside.collects.lock().expect("lock").push_back((status, answer));
        self.pass(collect::EVERY);
        collect::collect_due(&self.store, &self.login).expect("collected")
    }

    fn order(&self, handle: &str) -> Order {
        self.store.read(|tx| order::own(tx, &self.browser, handle)).expect("an order")
    }

    /// State and message, as the page shows them.
    fn shown(&self, handle: &str) -> String {
        let order = self.order(handle);
        let status = order::status(&order, false);
        format!("{} {}{}", status.state, status.message, if status.qr { " qr" } else { "" })
    }

    fn finish(&self, handle: &str, nonce: &str) -> Result<Finished, Problem> {
        self.store.write(|tx| order::finish(tx, &self.browser, handle, nonce))
    }

    fn calls(&self) -> Vec<String> {
        self.outside.calls.lock().expect("lock").iter().map(|(path, _)| path.clone()).collect()
    }

    fn was_signed(&self) -> bool {
        self.store.read(|tx| tx.form("signed-c1")).expect("read").is_some()
    }
}

/// Leaves a trace in the database, in the same transaction.
fn signed(tx: &WriteTx<'_>, order: &Order, completion: &Completion) -> crate::problem::Result<()> {
    let case = order.case_id.as_deref().unwrap_or_default();
    tx.keep_form(&format!("signed-{case}"), "service", &completion.user.personal_number)
}

/// A post of the register.
pub(super) fn post(number: &str, flag: &str, relations: &[(&str, &str)]) -> Value {
    let relations: Vec<Value> = relations
        .iter()
        .map(|(number, code)| json!({"identitetsbeteckning": number, "typ": {"kod": code}}))
        .collect();
    json!({"identitet": {"identitetsbeteckning": number}, "skyddAvPersonuppgifter": flag,
        "namn": {"fornamn": {"namn": "Anna"}, "efternamn": {"namn": "Lind"}},
        "relationerTillFolkbokforda": relations})
}

fn pending(hint: &str) -> Value {
    json!({"status": "pending", "hintCode": hint})
}

fn failed(hint: &str) -> Value {
    json!({"status": "failed", "hintCode": hint})
}

fn complete(number: &str, visible: &str) -> Value {
    let xml = format!("<x>{}</x><y>{}</y>", encoded(visible.as_bytes()), encoded(b"{}"));
    json!({"status": "complete", "completionData": {
        "user": {"personalNumber": number, "name": "Anna Lind"},
        "device": {"ipAddress": "192.0.2.1"},
        "signature": STANDARD.encode(xml), "ocspResponse": "b2NzcA=="}})
}
