//! The server's parts, assembled once at start and handed to whoever answers.

use std::net::{IpAddr, Ipv4Addr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use hyper::Method;
use theme::Theme;

use crate::api::tries::Tries;
use crate::cases::adopt::adopt;
use crate::cases::package::Package;
use crate::cases::receipt_pdf::{Reader, Receipt};
use crate::cases::retention;
use crate::config;
use crate::config::Config;
use crate::delivery::lacking::lacking;
use crate::delivery::{Delivery, Unit, worker};
use crate::forms::Forms;
use crate::http::limits::STEP_BODY_BYTES;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::http::server;
use crate::leap::Leap;
use crate::login::Login;
use crate::login::collector::Collector;
use crate::login::oidc::discovery::is_own_machine;
use crate::login::oidc::{Audience, LONGEST_WAIT, MOST_CALLS, Provider, Settings};
use crate::login::rp::Rp;
use crate::login::session;
use crate::login::session::Lifetimes;
use crate::notify;
use crate::notify::contacts;
use crate::notify::mail::Mail;
use crate::notify::sms::Sms;
use crate::notify::{MayTell, Notify};
use crate::outbound::{CONNECT_TIMEOUT, Https, Peer, TOTAL_TIMEOUT, Transport};
use crate::outbound_web::{Web, WebClient};
use crate::outcome;
use crate::person::rest::{Access, Client, Rest};
use crate::person::{Lookup, Register};
use crate::problem::Problem;
use crate::problem::Result;
use crate::routes;
use crate::search_words;
use crate::senders::Senders;
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
    pub forms: Arc<Forms>,
    /// Templates with the site.
    pub view: Arc<View>,
    /// BankID and the register.
    pub login: Arc<Login>,
    /// Mail and SMS.
    pub notify: Arc<Notify>,
    /// The way to the units.
    pub delivery: Arc<Delivery>,
    /// Wrong keys to the API.
    pub tries: Tries,
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
    /// The SMS gateway. The mail server is a real one in tests too.
    pub sms: Arc<dyn Web>,
    /// OpenID providers.
    pub providers: Vec<Provider>,
}

/// The threads that work beside the requests; dropping it ends them.
struct Background {
    _collector: Collector,
    _senders: [Senders; 2],
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
        let view = Arc::new(View::new(theme, &config.site)?);
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
            signed_elsewhere: signing::signed_elsewhere,
            providers: outside.providers,
            lifetimes: Lifetimes {
                idle: milliseconds(config.session.idle),
                absolute: milliseconds(config.session.absolute),
            },
        });
        let notify = Arc::new(notify(&config, (&store, &view, &login), outside.sms)?);
        let forms = Arc::new(Forms::new(&config.site));
        let delivery = Arc::new(delivery(&config, (&store, &forms), (&view, &login))?);
        Ok(Self {
            forms,
            config,
            store,
            view,
            login,
            notify,
            delivery,
            tries: Tries::default(),
            _background: None,
        })
    }

    /// Assembles the parts around the real world and starts the threads.
    ///
    /// # Errors
    /// As [`App::assemble`], and when a certificate cannot be read.
    pub fn start(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let outside = outside(&config, clock)?;
        let mut app = Self::assemble(config, outside)?;
        for e_id in app.unmet() {
            tracing::warn!(e_id, "the pages promise an e-ID that no provider is configured for");
        }
        let collector = Collector::start(&app.store, &app.login)?;
        for it in lacking(&app.config, &app.forms.all_newest().unwrap_or_default()) {
            tracing::warn!(lacking = it, "cases cannot reach a unit");
        }
        let senders = [notify::worker::start(&app.notify)?, worker::start(&app.delivery)?];
        let (sweeper, ended) = std::sync::mpsc::channel::<()>();
        let (store, login) = (Arc::clone(&app.store), Arc::clone(&app.login));
        let forms = Arc::clone(&app.forms);
        std::thread::Builder::new().name("sweep".into()).spawn(move || {
            let mut leap = Leap::watch(store.now());
            for round in 0_u64.. {
                if leap.is_over(store.now()) {
                    sweep_and_end(&store, &login);
                    adopt(&store, &forms);
                    if round.is_multiple_of(FILES_EVERY) {
                        sweep_files(&store);
                    }
                }
                let wait = ended.recv_timeout(SWEEP_EVERY);
                if wait == Err(std::sync::mpsc::RecvTimeoutError::Disconnected) {
                    return;
                }
            }
        })?;
        app._background =
            Some(Background { _collector: collector, _senders: senders, _sweeper: sweeper });
        Ok(app)
    }

    /// The e-IDs that the published pages promise and nobody here provides.
    #[must_use]
    pub fn unmet(&self) -> Vec<String> {
        let site = self.view.site();
        config::unmet(&site.e_ids, &self.config.oidc).into_iter().map(str::to_owned).collect()
    }

    /// Answers what is not answered at once, whatever happens. A panic is our fault and gets
    /// the page for that.
    #[must_use]
    pub fn answer_waiting(&self, request: &Request) -> Response {
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

/// As [`sweep`], and ends at BankID what was being signed in vain.
pub fn sweep_and_end(store: &Store, login: &Login) {
    login.cancel(&sweep(store, login.lifetimes));
}

/// Throws away old sessions and expired drafts. Returns the orders at BankID that nobody
/// needs any more.
pub fn sweep(store: &Store, lifetimes: Lifetimes) -> Vec<String> {
    let swept = store.write(|tx| {
        session::sweep(tx, lifetimes)?;
        contacts::sweep(tx)?;
        search_words::sweep(tx)?;
        retention::sweep(tx)
    });
    match swept {
        Ok(swept) => {
            swept.files.iter().for_each(|file| store.attachments.remove(file));
            swept.orders
        }
        Err(problem) => {
            tracing::error!(cause = problem.cause(), "old drafts were not thrown away");
            Vec::new()
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

/// The ways to tell people something, and the question that comes before each message.
fn notify(
    config: &Config,
    (store, view, login): (&Arc<Store>, &Arc<View>, &Arc<Login>),
    web: Arc<dyn Web>,
) -> anyhow::Result<Notify> {
    let (asked, clock) = (Arc::clone(login), Arc::clone(store));
    let ask = move |person: &str| match asked.register.look_up(person, clock.now()) {
        Lookup::Found(_) => MayTell::Yes,
        Lookup::Unavailable => MayTell::NotNow,
        Lookup::Protected(_) | Lookup::Barred(_) | Lookup::Unknown => MayTell::No,
    };
    let host = config.public_url.split_once("://").map_or("", |(_, host)| host);
    Ok(Notify {
        store: Arc::clone(store),
        view: Arc::clone(view),
        ask: Box::new(ask),
        host: host.to_owned(),
        mail: config.mail.as_ref().map(Mail::new).transpose()?,
        sms: config.sms.as_ref().map(|it| Sms::new(it, &config.public_url, web)),
    })
}

/// The ways to the units.
fn delivery(
    config: &Config,
    (store, forms): (&Arc<Store>, &Arc<Forms>),
    (view, login): (&Arc<View>, &Arc<Login>),
) -> anyhow::Result<Delivery> {
    let (kept, forms) = (Arc::clone(store), Arc::clone(forms));
    let (shown, login) = (Arc::clone(view), Arc::clone(login));
    let pack = move |case: &str| {
        let print = |it: &Receipt| it.to_pdf(&shown, &|id| login.label(id), Reader::Whole);
        Package::of((&kept, &forms), print, case)
    };
    let unit = |it: &config::Unit| -> anyhow::Result<(String, Unit)> {
        let unit = Unit::new(it).with_context(|| format!("the unit `{}`", it.id))?;
        Ok((it.id.clone(), unit))
    };
    Ok(Delivery {
        store: Arc::clone(store),
        view: Arc::clone(view),
        pack: Box::new(pack),
        public_url: config.public_url.clone(),
        folder: config.delivery.folder.clone(),
        mail: config.mail.as_ref().map(Mail::new).transpose()?,
        units: config.delivery.units.iter().map(unit).collect::<anyhow::Result<_>>()?,
    })
}

fn milliseconds(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

fn outside(config: &Config, clock: Clock) -> anyhow::Result<Outside> {
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
        clock,
        bankid: https(&bankid.url, &bankid.ca, &bankid.certificate, bankid.key.expose())?,
        // The configured address is the whole one; the client posts to `/token`.
        token: of_register(register.token_url.trim_end_matches("/token"))?,
        register: of_register(&register.url)?,
        providers: config.oidc.iter().map(provider).collect::<anyhow::Result<_>>()?,
        // Without encryption only to this machine; the configuration has seen to that.
        sms: Arc::new(WebClient::new(None, true)?),
    })
}

/// A provider that has not been asked anything.
///
/// # Errors
/// When its key or its authorities cannot be used.
pub fn provider(it: &config::Oidc) -> anyhow::Result<Provider> {
    let naming = || format!("the provider `{}`", it.id);
    let plain = is_own_machine(&it.issuer);
    // Each call has its share, so that no clock is needed to keep the whole.
    let most = LONGEST_WAIT / MOST_CALLS;
    let web = WebClient::within(most, it.ca.as_deref(), plain).with_context(naming)?;
    let settings = Settings {
        id: it.id.clone(),
        label: it.label.clone(),
        issuer: it.issuer.clone(),
        client_id: it.client_id.clone(),
        kid: it.kid.clone(),
        acr: it.acr.clone(),
        scopes: it.scopes.clone(),
        signs: it.signs,
        userinfo: it.userinfo,
        audience: match it.assertion_to_token_endpoint {
            true => Audience::TokenEndpoint,
            false => Audience::Issuer,
        },
    };
    Provider::new(settings, it.key.expose(), Arc::new(web)).with_context(naming)
}
