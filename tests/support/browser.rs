//! A browser in process: it keeps cookies and remembers the last page, so that
//! its forms are sent as a browser sends them.

use std::collections::BTreeMap;

use hyper::Method;
use submit_server::http::request::Request;
use submit_server::http::response::Response;

use crate::support::page::Page;
use crate::support::server::{ORIGIN, ServerTest};

/// A browser with its cookies.
pub struct Browser<'a> {
    server: &'a ServerTest,
    cookies: BTreeMap<String, String>,
    /// The last page that was shown.
    pub page: Page,
}

impl<'a> Browser<'a> {
    /// A browser that has never been here.
    pub(super) fn new(server: &'a ServerTest) -> Self {
        Self { server, cookies: BTreeMap::new(), page: Page::default() }
    }

    /// Opens an address; redirects are not followed.
    pub fn get(&mut self, path: &str) -> Page {
        self.send(Request::for_test(Method::GET, path))
    }

    /// Opens an address and follows redirects, a few at most.
    pub fn open(&mut self, path: &str) -> Page {
        let mut page = self.get(path);
        for _ in 0..5 {
            if page.location.is_empty() {
                break;
            }
            page = self.get(&page.location.clone());
        }
        page
    }

    /// Sends a form with the last page's hidden values; redirects are not followed.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let hidden = self.page.hidden();
        let mut pairs: Vec<(&str, &str)> = fields.to_vec();
        for (name, value) in &hidden {
            if !pairs.iter().any(|(it, _)| it == name) {
                pairs.push((name, value));
            }
        }
        self.send(Request::for_test(Method::POST, path).with_form(&pairs))
    }

    /// Sends exactly these fields.
    pub fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(Request::for_test(Method::POST, path).with_form(fields))
    }

    /// Sends a form with files: name, file name, content.
    pub fn post_files(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        let hidden = self.page.hidden();
        let mut body = Vec::new();
        let texts = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        for (name, value) in texts.chain(hidden) {
            let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(format!("{head}{value}\r\n").as_bytes());
        }
        for (name, file, content) in files {
            let head = format!(
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--x--\r\n");
        let request = Request::for_test(Method::POST, path);
        self.send(request.with_body("multipart/form-data; boundary=x", body))
    }

    /// Logs in with BankID on another device, as far as the redirect after it.
    pub fn log_in(&mut self, number: &str) -> Page {
        self.open("/mina-sidor/logga-in");
        let waiting = self.post("/mina-sidor/logga-in/bankid", &[("device", "other")]).location;
        self.server.approve(number);
        self.get(&waiting);
        self.post(&format!("{waiting}/klar"), &[])
    }

    /// Signs the case with BankID on another device, as far as its waiting page.
    pub fn sign(&mut self, case: &str, number: &str) -> Page {
        let url = format!("/mina-sidor/utkast/{case}/skriv-under");
        self.get(&url);
        let waiting = self.post(&url, &[("device", "other")]).location;
        self.server.approve(number);
        self.get(&waiting);
        self.post(&format!("{waiting}/klar"), &[])
    }

    /// Begins a draft and returns its id.
    pub fn begin(&mut self, service: &str) -> String {
        let url = format!("/mina-sidor/ny/{service}");
        self.get(&url);
        let page = self.post(&url, &[]);
        page.location.trim_start_matches("/mina-sidor/utkast/").to_owned()
    }

    /// A cookie that the server has set.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Sets a cookie by hand.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    fn send(&mut self, request: Request) -> Page {
        let mut request = request.with_header("host", "sjalvservice.example.se");
        if request.method == Method::POST {
            request = request.with_header("origin", ORIGIN);
        }
        for (name, value) in &self.cookies {
            request = request.with_cookie(name, value);
        }
        let response = self.server.app.answer(&request);
        self.remember(&response);
        self.page = Page::of(&response);
        self.page.clone()
    }

    fn remember(&mut self, response: &Response) {
        let set = response.headers.iter().filter(|(name, _)| name.as_str() == "set-cookie");
        for (_, line) in set {
            let Some((name, value)) = line.split(';').next().and_then(|it| it.split_once('='))
            else {
                continue;
            };
            match line.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
    }
}
