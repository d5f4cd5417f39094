//! A whole server in process: own database, stopped clock, the outside world as
//! stand-ins, no sockets. A [`Browser`] keeps cookies and remembers the last
//! page, so that its forms are sent as a browser sends them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use form_model::compiled::CompiledForm;
use submit_server::app::{App, Outside, provider};
use submit_server::config::{
    BankId as BankIdConfig, Config, Delivery, Mail, MailSecurity, Oidc, Register as RegisterConfig,
    Secret, Session, Sms,
};
use submit_server::http::limits::Limits;
use submit_server::login::collect::collect_due;
use submit_server::store::Clock;

use crate::stand_ins::bankid::BankId;
use crate::stand_ins::elks::{self, Elks};
use crate::stand_ins::mailbox::server::MailServer;
use crate::stand_ins::mailbox::{self, Mailbox};
use crate::stand_ins::pki::Pki;
use crate::stand_ins::register::{GATEWAY_CLIENT, ORDER, ORGANISATION, Register, TOKEN_CLIENT};
use crate::stand_ins::transport::{BankIdTransport, RegisterTransport};
use crate::support::browser::Browser;
use crate::support::units::Units;

/// 23 November 2026, 14.40 in Sweden: when every story begins.
pub const START: i64 = 1_795_441_200_000;

/// What delivery reports carry in their address.
pub const WEBHOOK_TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// The origin that the stories' browser visits.
pub(super) const ORIGIN: &str = "https://sjalvservice.example.se";

/// A server with its world.
pub struct ServerTest {
    /// The server.
    pub app: App,
    /// BankID, to act as the app.
    pub bankid: Arc<BankId>,
    /// The register, to change its weather.
    pub register: Arc<Register>,
    /// The mail server's letters; it is there in [`ServerTest::telling`].
    pub mailbox: Arc<Mailbox>,
    /// The SMS gateway; it is used in [`ServerTest::telling`].
    pub elks: Arc<Elks>,
    now: Arc<AtomicI64>,
    mail: Option<MailServer>,
    units: Option<Units>,
    folder: tempfile::TempDir,
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
        Self::made(false, Vec::new(), None)
    }

    /// A server that can send mail and SMS.
    ///
    /// # Panics
    /// As [`ServerTest::new`], and when there is no port left for the mail server.
    #[must_use]
    pub fn telling() -> Self {
        Self::made(true, Vec::new(), None)
    }

    /// A server that can also bring cases to the units.
    ///
    /// # Panics
    /// As [`ServerTest::telling`].
    #[must_use]
    pub fn delivering() -> Self {
        Self::made(true, Vec::new(), Some(Units::open()))
    }

    /// The units, in [`ServerTest::delivering`].
    ///
    /// # Panics
    /// In a server that delivers nothing.
    #[must_use]
    pub fn units(&self) -> &Units {
        self.units.as_ref().expect("a server that delivers")
    }

    /// A server with one form more than the real content, or another version of one.
    ///
    /// # Panics
    /// As [`ServerTest::new`].
    #[must_use]
    pub fn with_form(form: &CompiledForm) -> Self {
        Self::new().publishing(form)
    }

    /// As [`Self::with_form`], of a server that is there.
    ///
    /// # Panics
    /// As [`ServerTest::new`].
    #[must_use]
    pub fn publishing(self, form: &CompiledForm) -> Self {
        let folder = self.folder.path().join("site");
        copy(&site().join("_site"), &folder.join("_site"));
        let file = folder.join(format!("_site/forms/{}.json", form.service.slug));
        std::fs::write(file, serde_json::to_vec(form).expect("JSON")).expect("a form");
        let config = Config { site: folder, ..self.app.config.clone() };
        self.configured(config)
    }

    /// A server whose municipality counts the words that the search finds nothing for.
    ///
    /// # Panics
    /// As [`ServerTest::new`].
    #[must_use]
    pub fn counting_words() -> Self {
        let server = Self::new();
        let folder = server.folder.path().join("site");
        copy(&site().join("_site"), &folder.join("_site"));
        let file = folder.join("_site/site.json");
        let json = std::fs::read_to_string(&file).expect("the site");
        let (off, on) = ("\"count_missing_words\": false", "\"count_missing_words\": true");
        assert!(json.contains(off), "nothing is counted unless it is turned on");
        std::fs::write(file, json.replace(off, on)).expect("the site");
        let config = Config { site: folder, ..server.app.config.clone() };
        server.configured(config)
    }

    /// A server where these e-IDs can be used beside BankID.
    ///
    /// # Panics
    /// As [`ServerTest::new`].
    #[must_use]
    pub fn with_eids(oidc: Vec<Oidc>) -> Self {
        Self::made(false, oidc, None)
    }

    fn made(telling: bool, oidc: Vec<Oidc>, units: Option<Units>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let now = Arc::new(AtomicI64::new(START));
        let bankid = Arc::new(BankId::new());
        let register = Arc::new(Register::new());
        let (mailbox, elks) = (Arc::new(Mailbox::default()), Arc::new(Elks::default()));
        let mail = telling.then(|| {
            let pki = Pki::write(folder.path()).expect("certificates");
            MailServer::open(Arc::clone(&mailbox), &pki).expect("a mail server")
        });
        let delivery = units.as_ref().map(Units::config).unwrap_or_default();
        let config = Config { oidc, delivery, ..config(folder.path(), mail.as_ref()) };
        let app = assemble(config, &now, (&bankid, &register, &elks));
        Self { app, bankid, register, mailbox, elks, now, mail, units, folder }
    }

    /// The same database under a new server, as after a stop.
    ///
    /// # Panics
    /// When the server cannot be assembled.
    #[must_use]
    pub fn restarted(self) -> Self {
        let config = self.app.config.clone();
        self.configured(config)
    }

    /// As [`Self::restarted`], with another configuration.
    ///
    /// # Panics
    /// When the server cannot be assembled.
    #[must_use]
    pub fn configured(self, config: Config) -> Self {
        let Self { app, bankid, register, mailbox, elks, now, mail, units, folder } = self;
        drop(app);
        let app = assemble(config, &now, (&bankid, &register, &elks));
        Self { app, bankid, register, mailbox, elks, now, mail, units, folder }
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
        Browser::new(self)
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

fn assemble(
    config: Config,
    now: &Arc<AtomicI64>,
    (bankid, register, elks): (&Arc<BankId>, &Arc<Register>, &Arc<Elks>),
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
        sms: Arc::<Elks>::clone(elks),
        providers: config.oidc.iter().map(|it| provider(it).expect("a provider")).collect(),
    };
    App::assemble(config, outside).expect("an assembled server")
}

fn config(folder: &Path, mail: Option<&MailServer>) -> Config {
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
        oidc: Vec::new(),
        mail: mail.map(|it| Mail {
            host: "localhost".to_owned(),
            port: it.address.port(),
            security: MailSecurity::StartTls,
            login: Some((mailbox::USER.to_owned(), Secret::new(mailbox::PASSWORD))),
            from: "sjalvservice@example.se".to_owned(),
            domain: "sjalvservice.example.se".to_owned(),
            ca: Some(std::fs::read(folder.join("ca.pem")).expect("the authority")),
        }),
        sms: mail.map(|_| Sms {
            url: "https://api.elks.example.se/a1".to_owned(),
            user: elks::USER.to_owned(),
            password: Secret::new(elks::PASSWORD),
            from: "Kommunen".to_owned(),
            webhook_token: Secret::new(WEBHOOK_TOKEN),
        }),
        delivery: Delivery::default(),
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("a file");
        let there = to.join(entry.path().strip_prefix(from).expect("inside"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&there).expect("a folder");
        } else {
            std::fs::copy(entry.path(), &there).expect("a copy");
        }
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
