//! The accept loop on a real socket: what a connection may send, and what it
//! gets back. The only test with sockets; everything else runs in process.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use submit_server::http::limits::{Limits, ORDINARY_BODY_BYTES, STEP_BODY_BYTES};
use submit_server::http::request::Request;
use submit_server::http::response::Response;
use submit_server::http::server::{Answer, Settings, serve};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

const HOST: &str = "Host: sjalvservice.example.se\r\n";

/// A server on a free port, stopped when dropped.
struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    gate: Arc<Gate>,
}

/// Holds back the pages that ask to be held.
#[derive(Default)]
struct Gate {
    state: Mutex<(usize, bool)>,
    changed: Condvar,
}

impl Gate {
    /// Says that a page has come, and waits until pages may go.
    fn pass(&self) {
        let mut state = self.state.lock().expect("the gate");
        state.0 += 1;
        self.changed.notify_all();
        drop(self.changed.wait_while(state, |it| !it.1).expect("the gate"));
    }

    fn wait_for_a_page(&self) {
        let state = self.state.lock().expect("the gate");
        drop(self.changed.wait_while(state, |it| it.0 == 0).expect("the gate"));
    }

    fn open(&self) {
        self.state.lock().expect("the gate").1 = true;
        self.changed.notify_all();
    }
}

fn page(request: &Request, gate: &Gate) -> Response {
    match request.path.as_str() {
        "/panik" => panic!("on purpose"),
        "/vanta" => {
            gate.pass();
            Response::text(200, "färdig")
        }
        "/trasig" => Response::see_other("/x\r\nSet-Cookie: a=1"),
        _ => {
            let form = request.form().map(|it| it.text("a").to_owned()).unwrap_or_default();
            Response::text(200, &format!("{} {} {form}", request.method, request.body.len()))
        }
    }
}

impl Running {
    fn start(limits: Limits) -> Running {
        let gate = Arc::new(Gate::default());
        let at_gate = Arc::clone(&gate);
        let answer: Answer = Arc::new(move |request| page(&request, &at_gate));
        let hosts = vec!["sjalvservice.example.se".to_owned()];
        let settings = Settings { limits, hosts, ..Settings::default() };
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
                tell.send(listener.local_addr().expect("an address")).expect("a listener");
                let stop = async { drop(stopped.await) };
                serve(listener, answer, settings, stop).await.expect("a clean stop");
            });
        });
        let address = told.recv().expect("an address");
        Running { address, stop: Some(stop), thread: Some(thread), gate }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time-out");
        stream
    }

    /// Sends bytes and reads until the server closes.
    fn say(&self, bytes: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect();
        // The server may answer and close before everything is sent.
        drop(stream.write_all(bytes.as_ref()));
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The status lines of what the server says before it closes.
    fn statuses(&self, bytes: impl AsRef<[u8]>) -> Vec<u16> {
        statuses(&self.say(bytes))
    }

    fn stop(&mut self) -> Option<JoinHandle<()>> {
        if let Some(stop) = self.stop.take() {
            stop.send(()).expect("a server");
        }
        self.thread.take()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.gate.open();
        if let Some(thread) = self.stop() {
            thread.join().expect("a clean end");
        }
    }
}

fn statuses(answer: &str) -> Vec<u16> {
    let lines = answer.split("HTTP/1.1 ").skip(1);
    lines.map(|it| it[..3].parse().expect("a status")).collect()
}

#[test]
fn a_request_that_can_be_read_in_two_ways_is_refused_and_the_connection_closed() {
    let server = Running::start(Limits::default());
    let smuggled = format!("GET /smugglad HTTP/1.1\r\n{HOST}\r\n");
    #[rustfmt::skip]
    let table = [
        ("a length and chunks",   format!("POST / HTTP/1.1\r\n{HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{smuggled}")),
        ("chunks and a length",   format!("POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n{smuggled}")),
        ("two lengths",           format!("POST / HTTP/1.1\r\n{HOST}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef{smuggled}")),
        ("a negative length",     format!("POST / HTTP/1.1\r\n{HOST}Content-Length: -1\r\n\r\nabc{smuggled}")),
        ("an unknown coding",     format!("POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{smuggled}")),
        ("bare line feeds",       format!("GET / HTTP/1.1\nHost: sjalvservice.example.se\n\n{smuggled}")),
        ("a space before colon",  format!("GET / HTTP/1.1\r\nHost : sjalvservice.example.se\r\n\r\n{smuggled}")),
        ("a folded line",         format!("GET / HTTP/1.1\r\n{HOST}X: a\r\n b\r\n\r\n{smuggled}")),
        ("NUL in a header",       format!("GET / HTTP/1.1\r\n{HOST}X: a\0b\r\n\r\n{smuggled}")),
        ("not HTTP",              format!("hej hej\r\n\r\n{smuggled}")),
        ("on a second request",   format!("POST / HTTP/1.1\r\n{HOST}Content-Length: 3\r\n\r\na=1POST / HTTP/1.1\r\n{HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{smuggled}")),
    ];
    for (name, bytes) in table {
        let expected: &[u16] = if name == "on a second request" { &[200, 400] } else { &[400] };
        assert_eq!(server.statuses(bytes), expected, "{name}");
    }
}

#[test]
fn only_our_own_host_and_ordinary_methods_are_answered() {
    let server = Running::start(Limits::default());
    #[rustfmt::skip]
    let table = [
        ("no host",        "GET / HTTP/1.1\r\n\r\n".to_owned(),                                    400),
        ("two hosts",      format!("GET / HTTP/1.1\r\n{HOST}{HOST}\r\n"),                          400),
        ("another host",   "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n".to_owned(),               421),
        ("TRACE",          format!("TRACE / HTTP/1.1\r\n{HOST}\r\n"),                              405),
        ("CONNECT",        format!("CONNECT example.com:443 HTTP/1.1\r\n{HOST}\r\n"),              405),
        ("PUT",            format!("PUT / HTTP/1.1\r\n{HOST}Content-Length: 0\r\n\r\n"),           405),
    ];
    for (name, bytes, status) in table {
        assert_eq!(server.statuses(bytes), [status], "{name}");
    }
}

#[test]
fn too_much_is_refused_before_it_is_read() {
    let server = Running::start(Limits::default());
    let over = usize::try_from(ORDINARY_BODY_BYTES).expect("a size") + 1;
    let headers: String = (0..150).map(|it| format!("X-{it}: a\r\n")).collect();
    let (long, body) = ("a".repeat(20_000), "a".repeat(over));
    let huge = STEP_BODY_BYTES + 1;
    #[rustfmt::skip]
    let table = [
        ("a body",          format!("POST / HTTP/1.1\r\n{HOST}Content-Length: {over}\r\n\r\n{body}"),                              413),
        ("in chunks",       format!("POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n{over:x}\r\n{body}\r\n0\r\n\r\n"), 413),
        ("a step",          format!("POST /mina-sidor/utkast/a/b HTTP/1.1\r\n{HOST}Content-Length: {huge}\r\n\r\n"),               413),
        ("a long header",   format!("GET / HTTP/1.1\r\n{HOST}X: {long}\r\n\r\n"),                                                  431),
        ("many headers",    format!("GET / HTTP/1.1\r\n{HOST}{headers}\r\n"),                                                      431),
    ];
    for (name, bytes, status) in table {
        let mut stream = server.connect();
        drop(stream.write_all(bytes.as_bytes()));
        drop(stream.shutdown(Shutdown::Write));
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer that is not overtaken by a reset");
        assert_eq!(statuses(&answer), [status], "{name}");
    }
}

#[test]
fn a_large_step_and_a_chunked_form_arrive_whole() {
    let server = Running::start(Limits::default());
    let body = "a".repeat(2_000_000);

    let step = server.say(format!(
        "POST /mina-sidor/utkast/a/b HTTP/1.1\r\n{HOST}Connection: close\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    ));
    let chunked = server.say(format!(
        "POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n3\r\na=h\r\n2\r\nej\r\n0\r\n\r\n"
    ));

    assert!(step.ends_with("POST 2000000 "), "{step}");
    assert!(chunked.ends_with("POST 5 hej"), "{chunked}");
}

#[test]
fn a_connection_is_kept_for_the_next_request() {
    let server = Running::start(Limits::default());

    let answers = server.say(format!(
        "POST / HTTP/1.1\r\n{HOST}Content-Length: 3\r\n\r\na=1\
         HEAD /x HTTP/1.1\r\n{HOST}\r\n\
         GET /y HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n"
    ));

    assert_eq!(statuses(&answers), [200, 200, 200]);
    assert_eq!(answers.matches("content-security-policy: ").count(), 3);
    assert_eq!(answers.matches("cache-control: no-store").count(), 3);
    assert_eq!(answers.matches("GET 0 ").count(), 1, "HEAD is answered without a body");
}

#[test]
fn a_slow_request_is_given_up() {
    let short = Duration::from_millis(150);
    let server = Running::start(Limits { header: short, body_idle: short, ..Limits::default() });
    let started = Instant::now();

    let head = server.say(format!("GET / HTTP/1.1\r\n{HOST}"));
    let silence = server.say("");
    let body = server.statuses(format!("POST / HTTP/1.1\r\n{HOST}Content-Length: 5\r\n\r\nab"));

    assert_eq!((head.as_str(), silence.as_str()), ("", ""));
    assert_eq!(body, [408]);
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_fault_in_a_page_is_a_500_and_the_server_goes_on() {
    let server = Running::start(Limits::default());

    let answers = server.statuses(format!(
        "GET /panik HTTP/1.1\r\n{HOST}\r\nGET /trasig HTTP/1.1\r\n{HOST}\r\n\
         GET / HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n"
    ));

    assert_eq!(answers, [500, 500, 200]);
}

#[test]
fn too_many_at_once_are_asked_to_come_back() {
    let wait = Duration::from_millis(50);
    let server = Running::start(Limits { handlers: 1, wait, ..Limits::default() });
    let mut first = server.connect();
    first
        .write_all(format!("GET /vanta HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n").as_bytes())
        .expect("a request");
    server.gate.wait_for_a_page();

    let second = server.say(format!("GET / HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n"));

    assert_eq!(statuses(&second), [503]);
    assert!(second.contains("retry-after: "), "{second}");
    server.gate.open();
    let mut answer = String::new();
    first.read_to_string(&mut answer).expect("an answer");
    assert_eq!(statuses(&answer), [200]);
}

#[test]
fn one_address_cannot_take_every_connection() {
    let server = Running::start(Limits { per_address: 1, ..Limits::default() });
    let mut first = server.connect();
    first.write_all(format!("GET /vanta HTTP/1.1\r\n{HOST}\r\n").as_bytes()).expect("a request");
    server.gate.wait_for_a_page();

    let second = server.say(format!("GET / HTTP/1.1\r\n{HOST}\r\n"));

    assert_eq!(second, "");
}

#[test]
fn stopping_lets_what_is_under_way_finish() {
    let mut server = Running::start(Limits::default());
    let mut idle = server.connect();
    let mut busy = server.connect();
    busy.write_all(format!("GET /vanta HTTP/1.1\r\n{HOST}\r\n").as_bytes()).expect("a request");
    server.gate.wait_for_a_page();
    idle.write_all(format!("GET / HTTP/1.1\r\n{HOST}\r\n").as_bytes()).expect("a request");
    let mut some = [0; 16];
    idle.read_exact(&mut some).expect("an answer");

    let thread = server.stop().expect("a thread");
    let mut rest = Vec::new();
    idle.read_to_end(&mut rest).expect("an end to the idle connection");
    let refused = TcpStream::connect(server.address).is_err();
    server.gate.open();
    let mut answer = String::new();
    busy.read_to_string(&mut answer).expect("the answer");
    thread.join().expect("a clean end");

    assert!(refused, "no new connections are taken");
    assert!(answer.ends_with("färdig"), "{answer}");
}
