//! What is answered at once, without a thread that waits: the same answers as any other,
//! and only where nothing has to be asked or waited for.

use hyper::Method;
use hyper::header::{COOKIE, HeaderValue};
use submit_server::at_once;
use submit_server::http::request::Request;
use submit_server::http::response::Response;
use tests::stand_ins::persons::{ALVA, BERIT, CECILIA, DISA};
use tests::support::browser::Browser;
use tests::support::server::ServerTest;

use crate::walk::{PARKING, PRESCHOOL, STREET, fill, parking};

/// What the browser would send; with the hidden values of its last page.
fn request(browser: &Browser<'_>, method: Method, path: &str, fields: &[(&str, &str)]) -> Request {
    let cookie = browser.cookie("__Host-lucka").expect("a session");
    let request = Request::for_test(method, path);
    let hidden = browser.page.hidden();
    let mut pairs = fields.to_vec();
    pairs.extend(hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let request = request.with_header(COOKIE.as_str(), &format!("__Host-lucka={cookie}"));
    if fields.is_empty() { request } else { request.with_form(&pairs) }
}

fn said(response: &Response) -> (u16, String, String) {
    let location = response.header("location").unwrap_or_default().to_owned();
    (response.status, location, String::from_utf8_lossy(&response.body).into_owned())
}

fn answers(server: &ServerTest, id: &str) -> String {
    server.app.store.read(|tx| tx.case(id)).expect("read").expect("a case").answers
}

#[test]
fn mina_sidor_is_the_same_page_at_once_as_otherwise() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    parking(&mut browser);
    browser.begin(PRESCHOOL);
    for path in ["/mina-sidor/", "/mina-sidor/?sparat=1"] {
        let asked = request(&browser, Method::GET, path, &[]);

        let at_once = at_once::answer(&server.app, &asked).expect("an answer");

        assert!(at_once.kept.is_none());
        assert_eq!(said(&at_once.response), said(&server.app.answer_waiting(&asked)), "{path}");
        assert_eq!(at_once.response.status, 200);
    }
}

#[test]
fn a_step_is_saved_and_leads_on_at_once_as_otherwise() {
    let server = ServerTest::new();
    let fields = [("for-vem", "mig"), ("telefon", "070-174 06 05")];
    let mut saved = Vec::new();
    for person in [ALVA, DISA] {
        let mut browser = server.logged_in(person);
        let id = browser.begin(PARKING);
        let url = format!("/mina-sidor/utkast/{id}/vem");
        browser.get(&url);
        let asked = request(&browser, Method::POST, &url, &fields);
        let response = match person == ALVA {
            true => {
                let at_once = at_once::answer(&server.app, &asked).expect("an answer");
                let kept = at_once.kept.expect("something is written").blocking_recv();
                assert_eq!(kept, Ok(true));
                at_once.response
            }
            false => server.app.answer_waiting(&asked),
        };
        saved.push((response.status, answers(&server, &id)));
        assert_eq!(said(&response).1, format!("/mina-sidor/utkast/{id}/bilen"));
    }
    assert_eq!(saved[0], saved[1]);
}

#[test]
fn a_draft_that_was_saved_meanwhile_is_not_overwritten() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = browser.begin(PARKING);
    let url = format!("/mina-sidor/utkast/{id}/vem");
    browser.get(&url);
    let stale = request(&browser, Method::POST, &url, &[("for-vem", "mig"), ("telefon", "070")]);
    fill(&mut browser, &id, "vem", &[("for-vem", "mig"), ("telefon", "070-174 06 05")]);
    let before = answers(&server, &id);

    // Another page was shown: that is found at once.
    assert!(at_once::answer(&server.app, &stale).is_none());
    assert_eq!(server.app.answer(&stale).status, 409);
    assert_eq!(answers(&server, &id), before);

    // Both read the same version, and one was written in between.
    browser.get(&url);
    let fields = [("for-vem", "mig"), ("telefon", "070-174 06 06")];
    let asked = request(&browser, Method::POST, &url, &fields);
    let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
    let save = |version| submit_server::store::DraftSave {
        id: id.clone(),
        version,
        answers: "{}".to_owned(),
        expires_at: case.expires_at.expect("a last day"),
    };
    let first = server.app.store.save_later(save(case.version));
    let second = server.app.store.save_later(save(case.version));
    assert_eq!((first.blocking_recv(), second.blocking_recv()), (Ok(true), Ok(false)));
    assert_eq!(server.app.answer(&asked).status, 409);
    assert_eq!(answers(&server, &id), "{}");
}

#[test]
fn what_has_to_be_asked_written_or_told_of_is_not_answered_at_once() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = browser.begin(PARKING);
    let url = format!("/mina-sidor/utkast/{id}/vem");
    browser.get(&url);
    let good = [("for-vem", "mig"), ("telefon", "070-174 06 05")];
    let post = |fields: &[(&str, &str)]| request(&browser, Method::POST, &url, fields);
    let refused = |name: &str, asked: &Request| {
        assert!(at_once::answer(&server.app, asked).is_none(), "{name}");
    };

    refused("refused answers", &post(&[("for-vem", "mig"), ("telefon", "nej")]));
    refused("saved for later", &post(&[good[0], good[1], ("gor", "senare")]));
    refused("no token", &post(&[("csrf", ""), good[0], good[1]]));
    refused("elsewhere", &post(&good).with_header("origin", "https://elsewhere.example.se"));
    let mut json = post(&good);
    json.headers.insert("content-type", HeaderValue::from_static("application/json"));
    refused("no form", &json);
    refused("no session", &Request::for_test(Method::POST, &url).with_form(&good));
    refused("not logged in", &Request::for_test(Method::GET, "/mina-sidor/"));
    refused("another page", &request(&browser, Method::GET, &url, &[]));
    let review = format!("/mina-sidor/utkast/{id}/skicka");
    refused("sent", &request(&browser, Method::POST, &review, &good));

    let mut other = server.logged_in(DISA);
    other.get("/mina-sidor/");
    refused("somebody else's", &request(&other, Method::POST, &url, &good));

    let files = parking(&mut other);
    let photo = format!("/mina-sidor/utkast/{files}/intyg-och-foto");
    other.get(&photo);
    let file = answers(&server, &files).split_once("\"id\":\"").expect("a file").1[..32].to_owned();
    let fields = [("intyg", "senare"), ("intygar", "ja")];
    let kept = request(&other, Method::POST, &photo, &fields);
    let gone =
        request(&other, Method::POST, &photo, &[fields[0], fields[1], ("ta-bort-fil", &file)]);
    refused("a file is taken away", &gone);
    assert!(at_once::answer(&server.app, &kept).is_some(), "the files stay");

    let mut guardian = server.logged_in(CECILIA);
    let draft = guardian.begin(PRESCHOOL);
    let child = format!("/mina-sidor/utkast/{draft}/barnet");
    guardian.get("/mina-sidor/");
    let asked = request(&guardian, Method::POST, &child, &[("bor", "hos-bada")]);
    refused("the register has not been asked for children", &asked);

    let ordinary = post(&good);
    server.pass(61);
    refused("its use is to be noted", &ordinary);
    refused("so here", &request(&browser, Method::GET, "/mina-sidor/", &[]));
    assert_eq!(server.app.answer(&ordinary).status, 303);
    assert!(at_once::answer(&server.app, &ordinary).is_some());
    server.pass(31 * 60);
    refused("the session is over", &ordinary);
}

#[test]
fn an_anonymous_step_is_saved_at_once_by_its_own_browser_only() {
    let server = ServerTest::new();
    let mut browser = server.browser();
    let id = browser.begin(STREET);
    let page = browser.open(&format!("/mina-sidor/utkast/{id}"));
    assert_eq!(page.status, 200);
    let other = server.logged_in(BERIT);
    let url = format!("/mina-sidor/utkast/{id}/felet");
    let fields = [("telefon", "070-174 06 05")];

    let theirs = request(&other, Method::POST, &url, &fields);

    assert!(at_once::answer(&server.app, &theirs).is_none());
}
