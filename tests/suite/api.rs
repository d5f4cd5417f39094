//! The API of the units: who gets in, what they read, and what becomes of what
//! they write.

mod access;
mod changes;
mod citizen;
mod contract;
mod door;
mod guide;
mod reading;

use hyper::Method;
use serde_json::Value;
use submit_server::http::request::Request;
use submit_server::http::response::Response;
use tests::stand_ins::persons::ALVA;
use tests::support::browser::Browser;
use tests::support::server::ServerTest;

use crate::walk::{parking, send, street};

/// The unit that handles parking permits and faults in the street.
const STREETS: &str = "gata-och-trafik";
/// The unit that handles places in preschool.
pub(crate) const PRESCHOOLS: &str = "forskola-och-fritidshem";

/// A unit's program: it has a key and no cookies.
pub(crate) struct Program<'a> {
    server: &'a ServerTest,
    /// The header's value.
    authorization: String,
    asked: std::cell::Cell<u32>,
}

impl<'a> Program<'a> {
    /// With a key that the operator has made.
    pub(crate) fn new(server: &'a ServerTest, unit: &str, scopes: &str) -> Self {
        let words = ["create", "--unit", unit, "--scopes", scopes, "--label", "Testsystemet"];
        let key = keys(server, &words).expect("a key");
        Self::with(server, &format!("Bearer {}", key.trim()))
    }

    pub(crate) fn with(server: &'a ServerTest, authorization: &str) -> Self {
        Self { server, authorization: authorization.to_owned(), asked: 0.into() }
    }

    pub(crate) fn key(&self) -> &str {
        self.authorization.trim_start_matches("Bearer ")
    }

    fn request(&self, method: Method, path: &str) -> Request {
        let request = Request::for_test(method, &format!("/api/v1{path}"));
        if self.authorization.is_empty() {
            return request;
        }
        request.with_header("authorization", &self.authorization)
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        self.server.app.answer(&self.request(Method::GET, path))
    }

    /// A change of its own.
    pub(crate) fn post(&self, path: &str, body: &str) -> Response {
        self.asked.set(self.asked.get() + 1);
        self.post_as(path, body, &format!("change-{}", self.asked.get()))
    }

    /// A change under an idempotency key.
    fn post_as(&self, path: &str, body: &str, asked_as: &str) -> Response {
        let request = self.request(Method::POST, path).with_header("idempotency-key", asked_as);
        self.server.app.answer(&request.with_body("application/json", body.to_owned()))
    }
}

/// The command line's answer.
fn keys(server: &ServerTest, words: &[&str]) -> Result<String, String> {
    let words: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
    let said = submit_server::command::keys::key(&server.app.config, &words);
    said.map_err(|error| format!("{error:#}"))
}

fn case(server: &ServerTest, words: &[&str]) -> Result<String, String> {
    let words: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
    submit_server::command::case(&server.app.config, &words).map_err(|error| format!("{error:#}"))
}

fn verified(server: &ServerTest) -> String {
    let words = ["verify".to_owned()];
    let said = submit_server::command::audit(&server.app.config, &words);
    said.unwrap_or_else(|error| format!("{error:#}"))
}

fn json(response: &Response) -> Value {
    serde_json::from_slice(&response.body).unwrap_or_else(|error| {
        panic!("{}: {error}: {}", response.status, String::from_utf8_lossy(&response.body))
    })
}

/// The status, and what a refusal says.
fn refusal(response: &Response) -> (u16, String) {
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
    let problem = json(response);
    assert_eq!(problem["status"], response.status);
    assert_eq!(problem["type"], "about:blank");
    (response.status, problem["code"].as_str().unwrap_or_default().to_owned())
}

/// Alva's application for a parking permit, signed and received; its id.
fn permit(server: &ServerTest) -> (Browser<'_>, String) {
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    browser.sign(&id, ALVA);
    (browser, id)
}

/// Somebody's report of a fault in the street, received.
fn report(server: &ServerTest) {
    let mut browser = server.browser();
    let id = street(&mut browser);
    send(&mut browser, &id);
}
