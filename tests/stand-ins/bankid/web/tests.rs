//! The app as a person meets it: clicks and what they lead to.

use std::io::Cursor;
use std::sync::Arc;

use bytes::Bytes;
use hyper::{HeaderMap, Method};
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use serde_json::{Value, json};

use super::Web;
use crate::stand_ins::bankid::BankId;
use crate::stand_ins::bankid::app::OrderId;
use crate::stand_ins::persons::ALVA;
use crate::stand_ins::sockets::{Answer, Call};

const FORM: &str = "application/x-www-form-urlencoded";

struct Phone {
    bankid: Arc<BankId>,
    web: Web,
}

impl Phone {
    fn new() -> Phone {
        let bankid = Arc::new(BankId::new());
        let web = Web::new(Arc::clone(&bankid), Arc::new(|| 0)).expect("templates");
        Phone { bankid, web }
    }

    fn portal(&self, method: &str, body: &Value) -> Value {
        let body = body.to_string();
        let content_type = Some("application/json");
        self.bankid.handle("POST", method, content_type, body.as_bytes(), 0).body
    }

    fn get(&self, path_and_query: &str) -> (u16, String) {
        self.call(Method::GET, path_and_query, FORM, Bytes::new())
    }

    fn post(&self, path: &str, body: &str) -> (u16, String) {
        self.call(Method::POST, path, FORM, Bytes::from(body.to_owned()))
    }

    /// The status, and the page or where it sends us.
    fn call(&self, method: Method, path: &str, kind: &str, body: Bytes) -> (u16, String) {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut headers = HeaderMap::new();
        headers.insert("content-type", kind.parse().expect("header"));
        let (path, query) = (path.to_owned(), query.to_owned());
        let Answer { status, headers, body, .. } =
            self.web.answer(&Call { method, path, query, headers, body });
        let to = headers.into_iter().find(|(name, _)| *name == "location").map(|(_, to)| to);
        (status, to.unwrap_or_else(|| String::from_utf8(body).expect("utf-8")))
    }
}

#[test]
fn a_login_on_the_same_device_ends_with_a_way_back() {
    let phone = Phone::new();
    let back = "http://localhost:1/tillbaka#nonce=<1>";
    let order = phone.portal("auth", &json!({ "endUserIp": "::1", "returnUrl": back }));
    let token = order["autoStartToken"].as_str().expect("token");

    let (status, to) = phone.get(&format!("/?autostarttoken={token}"));
    assert_eq!((status, to.as_str()), (303, "/uppdrag/1"));
    let (_, page) = phone.get(&to);
    assert!(page.contains("Identifiera dig hos Provkommun") && page.contains("Alva Provsson"));
    let (status, _) = phone.post(&to, "gor=godkann");
    assert_eq!(status, 400);
    let (status, done) = phone.post(&to, &format!("gor=godkann&person={ALVA}"));

    assert_eq!(status, 200);
    assert!(done.contains("Du har identifierat dig."));
    assert!(done.contains("#nonce=&lt;1&gt;"), "{done}");
    let told = phone.portal("collect", &json!({ "orderRef": order["orderRef"] }));
    assert_eq!(told["completionData"]["user"]["personalNumber"], ALVA);
}

#[test]
fn a_text_is_shown_and_cannot_become_markup() {
    for (format, shown) in [
        ("plaintext", "# &lt;b&gt;*hej*"),
        ("simpleMarkdownV1", "<h3>&lt;b&gt;<strong>hej</strong></h3>"),
    ] {
        let phone = Phone::new();
        let body = json!({
            "endUserIp": "::1", "userVisibleData": "IyA8Yj4qaGVqKg==", "userVisibleDataFormat": format,
            "requirement": { "personalNumber": ALVA },
        });
        phone.portal("sign", &body);
        let (_, to) = phone.post("/skanna-senaste", "");
        let (_, page) = phone.get(&to);
        assert!(page.contains(shown), "{page}");
        assert_eq!(page.matches("type=\"radio\"").count(), 1);
    }
}

#[test]
fn a_failure_can_be_chosen_and_what_is_over_is_over() {
    let phone = Phone::new();
    let order = phone.portal("auth", &json!({ "endUserIp": "::1" }));
    let (_, to) = phone.post("/skanna-senaste", "");

    let (status, _) = phone.post(&to, "gor=fel&fel=certificateErr");
    let (_, again) = phone.get(&to);

    assert_eq!(status, 200);
    assert!(again.contains("redan avslutat"));
    let told = phone.portal("collect", &json!({ "orderRef": order["orderRef"] }));
    assert_eq!(told["hintCode"], "certificateErr");
    assert_eq!(phone.post("/skanna-senaste", "").0, 400);
    assert_eq!(phone.post("/skanna", "kod=hej").0, 400);
    assert_eq!(phone.get("/uppdrag/99").0, 400);
}

#[test]
fn a_code_is_read_from_a_screenshot() {
    let phone = Phone::new();
    phone.portal("auth", &json!({ "endUserIp": "::1" }));
    let text = phone.bankid.qr_text(OrderId(1), 0).expect("waiting");
    let mut body = b"--x\r\ncontent-disposition: form-data; name=\"kod\"\r\n\r\n\r\n--x\r\n\
        content-disposition: form-data; name=\"bild\"; filename=\"b.png\"\r\n\r\n"
        .to_vec();
    body.extend(screenshot(&text));
    body.extend(b"\r\n--x--\r\n");

    let kind = "multipart/form-data; boundary=x";
    let (status, to) = phone.call(Method::POST, "/skanna", kind, Bytes::from(body));

    assert_eq!((status, to.as_str()), (303, "/uppdrag/1"));
}

/// A code drawn four pixels to the module, off centre on a larger white page.
fn screenshot(text: &str) -> Vec<u8> {
    let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Low).expect("fits");
    let dark = |x: u32, y: u32| {
        let module = |it: u32| it as i32 / 4 - 20;
        code.get_module(module(x), module(y))
    };
    let page = GrayImage::from_fn(600, 480, |x, y| Luma([if dark(x, y) { 0 } else { 255 }]));
    let mut png = Cursor::new(Vec::new());
    DynamicImage::from(page).write_to(&mut png, ImageFormat::Png).expect("png");
    png.into_inner()
}
