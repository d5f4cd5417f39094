//! A browser over HTTP: it keeps cookies and remembers the last page, so that its forms are sent as
//! a browser sends them. A server that is gone is an answer like any other.

use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::ensure;
use jiff::Timestamp;
use tests::support::page::Page;
use ureq::http;

use crate::world::World;

/// How long an answer may take: longer than any, shorter than anybody's patience.
const ANSWER: Duration = Duration::from_secs(10);
/// Most bytes in an answer.
const MOST: u64 = 16 * 1024 * 1024;
/// How long a login or a signature may take once it is approved.
const COLLECTED: Duration = Duration::from_secs(20);

/// No answer came: the server was killed, or has not started yet.
#[derive(Debug, thiserror::Error)]
#[error("no answer")]
pub(crate) struct NoAnswer;

/// A page, or none.
pub(crate) type Answered = Result<Page, NoAnswer>;

/// A browser with its cookies.
pub(crate) struct Visitor<'a> {
    world: &'a World,
    agent: ureq::Agent,
    cookies: BTreeMap<String, String>,
    /// The last page that was shown.
    pub(crate) page: Page,
}

impl<'a> Visitor<'a> {
    /// A browser that has never been here.
    pub(crate) fn new(world: &'a World) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(ANSWER))
            .build();
        let agent = config.new_agent();
        Self { world, agent, cookies: BTreeMap::new(), page: Page::default() }
    }

    /// Opens an address; redirects are not followed.
    pub(crate) fn get(&mut self, path: &str) -> Answered {
        self.send("GET", path, ("", Vec::new()))
    }

    /// Sends a form with the last page's hidden values.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let hidden = self.page.hidden();
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let own = |name: &str| fields.iter().any(|(it, _)| *it == name);
        form.extend_pairs(hidden.iter().filter(|(name, _)| !own(name)));
        self.send("POST", path, ("application/x-www-form-urlencoded", form.finish().into_bytes()))
    }

    /// Sends a form with a picture.
    pub(crate) fn post_picture(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        (name, content): (&str, &[u8]),
    ) -> Answered {
        let texts = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut body = String::new();
        for (name, value) in texts.chain(self.page.hidden()) {
            body += &format!(
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        body += &format!(
            "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"bild.png\"\r\n\r\n"
        );
        let body = [body.as_bytes(), content, b"\r\n--x--\r\n"].concat();
        self.send("POST", path, ("multipart/form-data; boundary=x", body))
    }

    /// Begins a draft and returns its id.
    pub(crate) fn begin(&mut self, service: &str) -> Result<String, NoAnswer> {
        let url = format!("/mina-sidor/ny/{service}");
        self.get(&url)?;
        let page = self.post(&url, &[])?;
        Ok(page.location.trim_start_matches("/mina-sidor/utkast/").to_owned())
    }

    /// Logs in with BankID.
    pub(crate) fn log_in(&mut self, number: &str) -> anyhow::Result<()> {
        self.get("/mina-sidor/logga-in")?;
        let waiting = self.post("/mina-sidor/logga-in/bankid", &[("device", "other")])?.location;
        self.approve(number)?;
        let done = self.finish(&waiting)?;
        ensure!(done.is_some(), "{number} was not let in: {}", self.page.text());
        Ok(())
    }

    /// The person picks up the newest order in the app and approves it.
    pub(crate) fn approve(&self, number: &str) -> anyhow::Result<()> {
        let (bankid, now) = (&self.world.bankid, Timestamp::now().as_millisecond());
        let order = bankid.scan_newest(now)?;
        bankid.show(order, now);
        Ok(bankid.approve(order, number, now)?)
    }

    /// Waits until what was approved is done; where that leads, if it was done.
    pub(crate) fn finish(&mut self, waiting: &str) -> Result<Option<String>, NoAnswer> {
        let begun = Instant::now();
        while begun.elapsed() < COLLECTED {
            let state = self.get(&format!("{waiting}/status"))?.body;
            if state.contains("\"failed\"") {
                return Ok(None);
            }
            self.get(waiting)?;
            let to = self.post(&format!("{waiting}/klar"), &[])?.location;
            if !to.is_empty() && to != waiting {
                return Ok(Some(to));
            }
            sleep(Duration::from_millis(100));
        }
        Ok(None)
    }

    fn send(&mut self, method: &str, path: &str, (kind, body): (&str, Vec<u8>)) -> Answered {
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.world.origin))
            .header("origin", &self.world.origin);
        if !kind.is_empty() {
            request = request.header("content-type", kind);
        }
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        let cookies = pairs.collect::<Vec<_>>().join("; ");
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        let request = request.body(body).map_err(|_| NoAnswer)?;
        let mut answer = self.agent.run(request).map_err(|_| NoAnswer)?;
        let bytes = answer.body_mut().with_config().limit(MOST).read_to_vec();
        let bytes = bytes.map_err(|_| NoAnswer)?;
        let header = |name: &str| {
            let value = answer.headers().get(name).and_then(|it| it.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let page = Page {
            status: answer.status().as_u16(),
            location: header("location"),
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
            headers: Vec::new(),
        };
        for line in answer.headers().get_all("set-cookie") {
            self.remember(line.to_str().unwrap_or_default());
        }
        self.page = page.clone();
        Ok(page)
    }

    fn remember(&mut self, line: &str) {
        let Some((name, value)) = line.split(';').next().and_then(|it| it.split_once('=')) else {
            return;
        };
        if line.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
