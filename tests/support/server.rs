//! A whole server in process: own database, stopped clock, the outside world as
//! stand-ins, no sockets. A [`Browser`] keeps cookies and remembers the last
//! page, so that its forms are sent as a browser sends them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use hyper::Method;
use submit_server::app::{App, Outside};
use submit_server::config::{
    BankId as BankIdConfig, Config, Register as RegisterConfig, Secret, Session,
};
use submit_server::http::limits::Limits;
use submit_server::http::request::Request;
use submit_server::http::response::Response;
use submit_server::login::collect::collect_due;
use submit_server::store::Clock;

use crate::stand_ins::bankid::BankId;
use crate::stand_ins::register::{GATEWAY_CLIENT, ORDER, ORGANISATION, Register, TOKEN_CLIENT};
use crate::stand_ins::transport::{BankIdTransport, RegisterTransport};

/// 23 November 2026, 14.40 in Sweden: when every story begins.
pub const START: i64 = 1_795_441_200_000;

/// The origin that the stories' browser visits.
const ORIGIN: &str = "https://sjalvservice.example.se";

/// A server with its world.
pub struct ServerTest {
    /// The server.
    pub app: App,
    /// BankID, to act as the app.
    pub bankid: Arc<BankId>,
    /// The register, to change its weather.
    pub register: Arc<Register>,
    now: Arc<AtomicI64>,
    folder: tempfile::TempDir,
}

/// A browser with its cookies.
pub struct Browser<'a> {
    server: &'a ServerTest,
    cookies: BTreeMap<String, String>,
    /// The last page that was shown.
    pub page: Page,
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Status code.
    pub status: u16,
    /// Where a redirect leads.
    pub location: String,
    /// The body as text; blank for files.
    pub body: String,
    /// The headers, as sent.
    pub headers: Vec<(String, String)>,
}

impl Default for ServerTest {
    fn default() -> Self {
        Self::new()
    }
}

impl ServerTest {
    /// A server with the forms of the real content and nothing in its database.
    ///
    /// # Panics
    /// When the content cannot be built.
    #[must_use]
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let now = Arc::new(AtomicI64::new(START));
        let bankid = Arc::new(BankId::new());
        let register = Arc::new(Register::new());
        let app = assemble(folder.path(), &now, &bankid, &register);
        Self { app, bankid, register, now, folder }
    }

    /// The same database under a new server, as after a stop.
    ///
    /// # Panics
    /// When the server cannot be assembled.
    #[must_use]
    pub fn restarted(self) -> Self {
        let Self { app, bankid, register, now, folder } = self;
        drop(app);
        let app = assemble(folder.path(), &now, &bankid, &register);
        Self { app, bankid, register, now, folder }
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// The time, in milliseconds since 1970 UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }

    /// The folder of the database.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.app.config.data
    }

    /// Asks BankID about everything that is due, after the two seconds it takes.
    ///
    /// # Panics
    /// When the database fails.
    pub fn collect(&self) {
        self.pass(2);
        collect_due(&self.app.store, &self.app.login).expect("collected");
    }

    /// A browser that has never been here.
    #[must_use]
    pub fn browser(&self) -> Browser<'_> {
        Browser { server: self, cookies: BTreeMap::new(), page: Page::default() }
    }

    /// A browser in which this person has logged in.
    ///
    /// # Panics
    /// When the login does not succeed.
    #[must_use]
    pub fn logged_in(&self, number: &str) -> Browser<'_> {
        let mut browser = self.browser();
        browser.log_in(number);
        assert_eq!(browser.page.status, 303, "{}", browser.page.body);
        browser
    }

    /// The person picks up the newest order in the app and approves it.
    ///
    /// # Panics
    /// When there is no order, or the app refuses.
    pub fn approve(&self, number: &str) {
        let order = self.bankid.scan_newest(self.now()).expect("an order to pick up");
        self.bankid.show(order, self.now());
        self.bankid.approve(order, number, self.now()).expect("approved");
        self.collect();
    }
}

impl Browser<'_> {
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

impl Page {
    fn of(response: &Response) -> Self {
        let headers: Vec<(String, String)> = response
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.clone()))
            .collect();
        let location = headers.iter().find(|(name, _)| name == "location");
        Self {
            status: response.status,
            location: location.map(|(_, value)| value.clone()).unwrap_or_default(),
            body: String::from_utf8_lossy(&response.body).into_owned(),
            headers,
        }
    }

    /// Status and where it leads, or the heading: what a story asserts.
    #[must_use]
    pub fn summary(&self) -> String {
        match self.location.is_empty() {
            true => format!("{} {}", self.status, self.heading()),
            false => format!("{} -> {}", self.status, masked(&self.location)),
        }
    }

    /// The page's main heading, as text.
    #[must_use]
    pub fn heading(&self) -> String {
        between(&self.body, "<h1", "</h1>")
            .map_or_else(String::new, |it| plain(it.split_once('>').map_or("", |(_, rest)| rest)))
    }

    /// The whole page as text, blanks folded.
    #[must_use]
    pub fn text(&self) -> String {
        plain(between(&self.body, "<main", "</main>").unwrap_or(&self.body))
    }

    /// Whether the text of the page says this.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// Hidden inputs of the page's main form: name and value.
    #[must_use]
    pub fn hidden(&self) -> Vec<(String, String)> {
        let main = between(&self.body, "<main", "</main>").unwrap_or_default();
        let inputs = main.split("<input").skip(1).filter(|it| it.contains("type=\"hidden\""));
        let mut hidden: Vec<(String, String)> = Vec::new();
        for input in inputs {
            let tag = input.split('>').next().unwrap_or_default();
            let value = |name: &str| {
                between(tag, &format!(" {name}=\""), "\"").unwrap_or_default().to_owned()
            };
            if !hidden.iter().any(|(it, _)| *it == value("name")) {
                hidden.push((value("name"), unescaped(&value("value"))));
            }
        }
        hidden
    }
}

/// A path with its random ids masked, so that it can be compared.
#[must_use]
pub fn masked(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        let random = part.len() == 32 && part.bytes().all(|it| it.is_ascii_hexdigit());
        if random { "*" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let rest = &text[text.find(from)? + from.len()..];
    Some(&rest[..rest.find(to)?])
}

fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut tag = false;
    for it in html.chars() {
        match it {
            '<' => {
                tag = true;
                text.push(' ');
            }
            '>' if tag => tag = false,
            _ if !tag => text.push(it),
            _ => {}
        }
    }
    unescaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn unescaped(text: &str) -> String {
    [
        ("&#x27;", "'"),
        ("&quot;", "\""),
        ("&#x2f;", "/"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn assemble(
    folder: &Path,
    now: &Arc<AtomicI64>,
    bankid: &Arc<BankId>,
    register: &Arc<Register>,
) -> App {
    let clock = {
        let now = Arc::clone(now);
        move || now.load(Ordering::SeqCst)
    };
    let (one, other, third) = (clock.clone(), clock.clone(), clock.clone());
    let outside = Outside {
        clock: Clock::from(clock),
        bankid: Arc::new(BankIdTransport::new(Arc::clone(bankid), Arc::new(one))),
        token: Arc::new(RegisterTransport::new(Arc::clone(register), Arc::new(other))),
        register: Arc::new(RegisterTransport::new(Arc::clone(register), Arc::new(third))),
    };
    App::assemble(config(folder), outside).expect("an assembled server")
}

fn config(folder: &Path) -> Config {
    Config {
        listen: ([127, 0, 0, 1], 0).into(),
        public_url: ORIGIN.to_owned(),
        origin: ORIGIN.to_owned(),
        hosts: vec!["sjalvservice.example.se".to_owned()],
        site: site(),
        data: folder.join("data"),
        theme: None,
        hsts: None,
        trusted_proxies: Vec::new(),
        serve_static: false,
        log: tracing::Level::ERROR,
        session: Session {
            idle: Duration::from_secs(30 * 60),
            absolute: Duration::from_secs(8 * 3600),
        },
        limits: Limits::default(),
        bankid: BankIdConfig {
            url: "https://bankid.example.se/rp/v6.0".to_owned(),
            ca: Vec::new(),
            certificate: Vec::new(),
            key: Secret::new(""),
            mobile_policies: Vec::new(),
            autostart_url: None,
        },
        register: RegisterConfig {
            url: "https://register.example.se".to_owned(),
            token_url: "https://token.example.se".to_owned(),
            ca: Vec::new(),
            certificate: Vec::new(),
            key: Secret::new(""),
            client_id: TOKEN_CLIENT.id.to_owned(),
            client_secret: Secret::new(TOKEN_CLIENT.secret),
            gateway_client_id: GATEWAY_CLIENT.id.to_owned(),
            gateway_client_secret: Secret::new(GATEWAY_CLIENT.secret),
            organisation_number: ORGANISATION.to_owned(),
            order_id: ORDER.to_owned(),
        },
    }
}

/// The real content, built once for all stories: the server reads only `_site`.
fn site() -> PathBuf {
    static SITE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let built = SITE.get_or_init(|| {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
        let theme = theme::Theme::embedded().expect("the theme");
        let (files, mistakes) = generator::site(&content, &theme, None).expect("the content");
        assert!(mistakes.is_empty(), "the content has mistakes");
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("_site/")) {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
            std::fs::write(file, bytes).expect("a file");
        }
        folder
    });
    built.path().to_owned()
}
