//! The connection that breaks between a form and its answer, over real sockets:
//! whoever sends it again gets the answer that was lost, and nothing happens twice.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Condvar, Mutex};
use std::time::Duration;

use submit_server::http::request::Request;
use submit_server::http::response::Response;
use submit_server::http::server::{Answer, Settings, serve};
use tests::support::server::ServerTest;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::hardening::rows::kept;
use crate::hardening::{COOKIE, Key, received};
use crate::walk::street;

const PRESSES: usize = 50;

/// Longer than anything here takes; what waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// When the connection goes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cut {
    /// Before the last byte of the form.
    Within,
    /// When the form is there, and nothing has been done with it.
    Before,
    /// When it is done, and nothing of the answer has been written.
    After,
    /// When a byte of the answer has been read.
    Reading,
}

/// Holds requests until the browsers that sent them have gone.
struct Gate {
    cut: Cut,
    met: Mutex<Sender<()>>,
    gone: Mutex<bool>,
    changed: Condvar,
}

impl Gate {
    fn new(cut: Cut) -> (Arc<Self>, Receiver<()>) {
        let (met, meetings) = channel();
        let gate = Self { cut, met: met.into(), gone: false.into(), changed: Condvar::new() };
        (Arc::new(gate), meetings)
    }

    fn answer(&self, server: &ServerTest, request: &Request) -> Response {
        if self.cut == Cut::Before {
            self.meet();
        }
        let response = server.app.answer(request);
        if self.cut == Cut::After {
            self.meet();
        }
        response
    }

    /// Tells that a request has come so far, and waits until its browser is gone.
    fn meet(&self) {
        let gone = self.gone.lock().expect("a gate");
        if *gone {
            return;
        }
        self.met.lock().expect("a way").send(()).expect("somebody who waits");
        let (gone, late) =
            self.changed.wait_timeout_while(gone, PATIENCE, |it| !*it).expect("a gate");
        assert!(!late.timed_out() && *gone, "nobody cut the connection");
    }

    fn open(&self) {
        *self.gone.lock().expect("a gate") = true;
        self.changed.notify_all();
    }
}

/// The form as a browser writes it on the wire.
fn form(address: SocketAddr, key: &Key, path: &str, version: &str) -> Vec<u8> {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("csrf", key.session.csrf.as_str()), ("version", version)])
        .finish();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: https://sjalvservice.example.se\r\n\
         Cookie: {COOKIE}={}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        key.cookie,
        body.len()
    );
    [head.as_bytes(), body.as_bytes()].concat()
}

fn said(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    stream.write_all(bytes).expect("said");
    stream
}

/// Status and address of an answer that is read to its end.
fn answered(mut stream: TcpStream) -> (String, String) {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let location = answer.lines().find_map(|it| it.strip_prefix("location: "));
    (answer.get(9..12).unwrap_or_default().to_owned(), location.unwrap_or_default().to_owned())
}

/// Sends the form fifty times at the same moment and cuts every connection.
fn cut_off(address: SocketAddr, bytes: &[u8], gate: &Gate, meetings: &Receiver<()>) {
    let bytes = if gate.cut == Cut::Within { &bytes[..bytes.len() - 1] } else { bytes };
    let start = Barrier::new(PRESSES);
    let streams: Vec<TcpStream> = std::thread::scope(|scope| {
        let press = || {
            start.wait();
            let mut stream = said(address, bytes);
            if gate.cut == Cut::Reading {
                stream.read_exact(&mut [0]).expect("a byte");
            }
            stream
        };
        let started: Vec<_> = (0..PRESSES).map(|_| scope.spawn(press)).collect();
        started.into_iter().map(|it| it.join().expect("a connection")).collect()
    });
    if matches!(gate.cut, Cut::Before | Cut::After) {
        (0..PRESSES).for_each(|_| meetings.recv_timeout(PATIENCE).expect("a request"));
    }
    drop(streams);
    gate.open();
}

/// Serves while `visit` is at work; every request is done when this returns.
fn served(server: &Arc<ServerTest>, gate: &Arc<Gate>, visit: impl FnOnce(SocketAddr)) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
    let address = listener.local_addr().expect("an address");
    let (asked, held) = (Arc::clone(server), Arc::clone(gate));
    let answer: Answer = Arc::new(move |request| held.answer(&asked, &request));
    let settings = Settings { hosts: vec![address.to_string()], ..Settings::default() };
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = runtime.spawn(async move {
        serve(listener, answer, settings, async { drop(stopped.await) }).await
    });
    visit(address);
    stop.send(()).expect("a server");
    runtime.block_on(serving).expect("no panic").expect("a clean stop");
    // What lost its client goes on by itself; dropping the runtime waits for it.
    drop(runtime);
}

#[test]
fn fifty_presses_whose_answers_were_lost_are_one_case_and_the_next_try_gets_the_answer() {
    for cut in [Cut::Within, Cut::Before, Cut::After, Cut::Reading] {
        let server = Arc::new(ServerTest::new());
        let mut browser = server.browser();
        let id = street(&mut browser);
        let review = browser.get(&format!("/mina-sidor/utkast/{id}/granska"));
        let version =
            review.hidden().into_iter().find(|it| it.0 == "version").expect("a version").1;
        let key = Key::of(&server, &browser);
        let path = format!("/mina-sidor/utkast/{id}/skicka");
        let before = kept(&server, &["sessions.seen_at"]);
        let (gate, meetings) = Gate::new(cut);

        served(&server, &gate, |address| {
            cut_off(address, &form(address, &key, &path, &version), &gate, &meetings);
        });
        let after_the_cut = kept(&server, &["sessions.seen_at"]);
        server.pass(5 * 60);
        let mut again = Vec::new();
        served(&server, &gate, |address| {
            let form = form(address, &key, &path, &version);
            let open: Vec<TcpStream> = (0..PRESSES).map(|_| said(address, &form)).collect();
            again = open.into_iter().map(answered).collect();
        });

        let half = cut == Cut::Within;
        assert_eq!(
            after_the_cut == before,
            half,
            "{cut:?}: half a form is none, a whole one counts"
        );
        let expected = ("303".to_owned(), format!("/mina-sidor/arende/{id}/kvitto"));
        assert!(again.iter().all(|it| *it == expected), "{cut:?}: {again:?}");
        let (kinds, next) = server
            .app
            .store
            .write(|tx| Ok((tx.events(&id)?, tx.next_case_number(2026)?)))
            .expect("the case");
        let kinds: Vec<&str> = kinds.iter().map(|it| it.kind.as_str()).collect();
        assert_eq!(kinds, ["sent", "received"], "{cut:?}");
        assert_eq!((received(&server), next.as_str()), (1, "2026-000002"), "{cut:?}");
        if !half {
            assert!(after_the_cut.contains(&"cases.state = received".to_owned()), "{cut:?}");
        }
    }
}
