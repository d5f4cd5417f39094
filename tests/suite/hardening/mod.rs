//! What a stranger may try: other people's cases, races, leaks, broken clocks.

mod headers;
mod leftovers;
mod messages;
mod orders;
mod privacy;
mod races;
mod register;
mod repeated;
mod routes;
mod strangers;
mod traces;

use hyper::Method;
use sha2::{Digest, Sha256};
use submit_server::http::request::Request;
use submit_server::http::response::Response;
use submit_server::store::Session;
use tests::support::browser::Browser;
use tests::support::server::ServerTest;

/// The cookie that holds the session.
const COOKIE: &str = "__Host-lucka";

/// A browser's cookie and what the server keeps of its session.
struct Key {
    cookie: String,
    session: Session,
}

impl Key {
    fn of(server: &ServerTest, browser: &Browser<'_>) -> Self {
        let cookie = browser.cookie(COOKIE).expect("a session").to_owned();
        let hash = hex::encode(Sha256::digest(&cookie));
        let session = server.app.store.read(|tx| tx.session(&hash)).expect("read");
        Self { cookie, session: session.expect("a session") }
    }

    /// Opens an address with this cookie, from any thread.
    fn get(&self, server: &ServerTest, path: &str) -> Response {
        server.app.answer(&Request::for_test(Method::GET, path).with_cookie(COOKIE, &self.cookie))
    }

    /// Sends a form with this cookie and its token, from any thread.
    fn post(&self, server: &ServerTest, path: &str, fields: &[(&str, &str)]) -> Response {
        let mut pairs = vec![("csrf", self.session.csrf.as_str())];
        pairs.extend(fields);
        let request = Request::for_test(Method::POST, path).with_form(&pairs);
        server.app.answer(&request.with_cookie(COOKIE, &self.cookie))
    }
}

/// How many cases have come in.
fn received(server: &ServerTest) -> usize {
    server.app.store.read(|tx| tx.received_cases(None)).expect("cases").len()
}
