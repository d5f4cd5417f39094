//! The server's parts, assembled once at start and handed to whoever answers.

use std::net::{IpAddr, Ipv4Addr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use hyper::Method;
use theme::Theme;

use crate::cases::retention;
use crate::config::Config;
use crate::forms::Forms;
use crate::http::limits::STEP_BODY_BYTES;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::http::server;
use crate::login::Login;
use crate::login::collector::Collector;
use crate::login::rp::Rp;
use crate::login::session;
use crate::login::session::Lifetimes;
use crate::outbound::{CONNECT_TIMEOUT, Https, Peer, TOTAL_TIMEOUT, Transport};
use crate::outcome;
use crate::person::Register;
use crate::person::rest::{Access, Client, Rest};
use crate::problem::Problem;
use crate::problem::Result;
use crate::routes;
use crate::signing;
use crate::store::{Clock, Store};
use crate::view::View;

/// How often old sessions and drafts are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(10 * 60);

/// In every so many rounds, files without a case are looked for, too: once a day,
/// since each file on the disk is looked at.
const FILES_EVERY: u64 = 144;

/// Everything a page may need.
pub struct App {
    /// How the server is set up.
    pub config: Config,
    /// All that is kept.
    pub store: Arc<Store>,
    /// Published forms.
    pub forms: Forms,
    /// Templates with the site.
    pub view: View,
    /// BankID and the register.
    pub login: Arc<Login>,
    _background: Option<Background>,
}

/// The world outside: what tests bring their own of.
pub struct Outside {
    /// What time it is.
    pub clock: Clock,
    /// BankID.
    pub bankid: Arc<dyn Transport>,
    /// Where tokens for the register are had.
    pub token: Arc<dyn Transport>,
    /// The register.
    pub register: Arc<dyn Transport>,
}

/// The threads that work beside the requests; dropping it ends them.
struct Background {
    _collector: Collector,
    _sweeper: std::sync::mpsc::Sender<()>,
}

impl App {
    /// Assembles the parts around a world outside.
    ///
    /// # Errors
    /// When the site, the theme or the database cannot be opened.
    pub fn assemble(config: Config, outside: Outside) -> anyhow::Result<Self> {
        let theme = match &config.theme {
            Some(folder) => Theme::folder(folder)?,
            None => Theme::embedded()?,
        };
        let view = View::new(theme, &config.site)?;
        let store = Arc::new(Store::open(&config.data, outside.clock)?);
        let register = &config.register;
        let client =
            |id: &str, secret: &str| Client { id: id.to_owned(), secret: secret.to_owned() };
        let rest = Rest::new(Access {
            token: outside.token,
            api: outside.register,
            token_client: client(&register.client_id, register.client_secret.expose()),
            api_client: client(
                &register.gateway_client_id,
                register.gateway_client_secret.expose(),
            ),
            organisation: register.organisation_number.clone(),
            order: register.order_id.clone(),
        });
        let login = Arc::new(Login {
            rp: Rp::new(outside.bankid, config.bankid.mobile_policies.clone()),
            register: Register::new(rest),
            public_url: config.public_url.clone(),
            autostart_url: config.bankid.autostart_url.clone(),
            signed: signing::signed,
            lifetimes: Lifetimes {
                idle: milliseconds(config.session.idle),
                absolute: milliseconds(config.session.absolute),
            },
        });
        Ok(Self { forms: Forms::new(&config.site), config, store, view, login, _background: None })
    }

    /// Assembles the parts around the real world and starts the threads.
    ///
    /// # Errors
    /// As [`App::assemble`], and when a certificate cannot be read.
    pub fn start(config: Config) -> anyhow::Result<Self> {
        let outside = outside(&config)?;
        let mut app = Self::assemble(config, outside)?;
        let collector = Collector::start(&app.store, &app.login)?;
        let (sweeper, ended) = std::sync::mpsc::channel::<()>();
        let (store, lifetimes) = (Arc::clone(&app.store), app.login.lifetimes);
        std::thread::Builder::new().name("sweep".into()).spawn(move || {
            for round in 0_u64.. {
                sweep(&store, lifetimes);
                if round.is_multiple_of(FILES_EVERY) {
                    sweep_files(&store);
                }
                let wait = ended.recv_timeout(SWEEP_EVERY);
                if wait == Err(std::sync::mpsc::RecvTimeoutError::Disconnected) {
                    return;
                }
            }
        })?;
        app._background = Some(Background { _collector: collector, _sweeper: sweeper });
        Ok(app)
    }

    /// Answers a request, whatever happens. A panic is our fault and gets the page for that.
    #[must_use]
    pub fn answer(&self, request: &Request) -> Response {
        // What a page was doing to its own values is gone with them, and the store
        // takes back what was not committed, so going on is safe.
        let answered = catch_unwind(AssertUnwindSafe(|| routes::answer(self, request)));
        answered.unwrap_or_else(|_| {
            let fault = Problem::Internal(anyhow::anyhow!("a page panicked"));
            outcome::response(self, request, &fault)
        })
    }

    /// Pages for requests that never reach a page, made once: they are needed
    /// when there is no time to make them.
    #[must_use]
    pub fn refusals(&self) -> Vec<Response> {
        let nobody = Request::new(Method::GET, "/", IpAddr::V4(Ipv4Addr::LOCALHOST));
        let page = |status: &u16| {
            let problem = match status {
                405 => Problem::MethodNotAllowed,
                413 => Problem::TooLarge { limit: STEP_BODY_BYTES },
                503 => Problem::TooMany,
                _ => Problem::BadRequest("refused at the door"),
            };
            Response { status: *status, ..outcome::response(self, &nobody, &problem) }
        };
        server::REFUSALS.iter().filter(|it| **it != 500).map(page).collect()
    }

    /// The origin that browsers send with our own forms.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.config.origin
    }

    /// A random id of 128 bits.
    ///
    /// # Errors
    /// When the machine has no random numbers.
    pub fn new_id(&self) -> Result<String> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|error| Problem::Internal(error.into()))?;
        Ok(hex::encode(bytes))
    }
}

/// Throws away old sessions and expired drafts.
pub fn sweep(store: &Store, lifetimes: Lifetimes) {
    let swept = store.write(|tx| {
        session::sweep(tx, lifetimes)?;
        retention::sweep(tx)
    });
    match swept {
        Ok(files) => files.iter().for_each(|file| store.attachments.remove(file)),
        Err(problem) => {
            tracing::error!(cause = problem.cause(), "old drafts were not thrown away");
        }
    }
}

/// Throws away files that belong to no draft or case.
pub fn sweep_files(store: &Store) {
    match store.sweep_attachments() {
        Ok(0) => {}
        Ok(files) => tracing::info!(files, "files without a case were thrown away"),
        Err(problem) => {
            tracing::error!(cause = problem.cause(), "files without a case were not looked for");
        }
    }
}

fn milliseconds(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

fn outside(config: &Config) -> anyhow::Result<Outside> {
    let https = |url: &str,
                 ca: &[u8],
                 certificate: &[u8],
                 key: &str|
     -> anyhow::Result<Arc<dyn Transport>> {
        Ok(Arc::new(Https::new(&Peer {
            base_url: url.to_owned(),
            ca_pem: ca.to_vec(),
            certificate_pem: certificate.to_vec(),
            key_pem: key.as_bytes().to_vec(),
            connect_timeout: CONNECT_TIMEOUT,
            total_timeout: TOTAL_TIMEOUT,
        })?))
    };
    let (bankid, register) = (&config.bankid, &config.register);
    let of_register =
        |url: &str| https(url, &register.ca, &register.certificate, register.key.expose());
    Ok(Outside {
        clock: Clock::system(),
        bankid: https(&bankid.url, &bankid.ca, &bankid.certificate, bankid.key.expose())?,
        // The configured address is the whole one; the client posts to `/token`.
        token: of_register(register.token_url.trim_end_matches("/token"))?,
        register: of_register(&register.url)?,
    })
}
