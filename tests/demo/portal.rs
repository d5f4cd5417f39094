//! The portal of the demonstration: the site built from the content, and the server as it is in
//! production, except that it also serves the site's files.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use generator::Outcome;
use submit_server::api::refusal::at_the_door;
use submit_server::app::{App, sweep};
use submit_server::at_once;
use submit_server::config::{BankId, Config, Mail, MailSecurity, Register, Secret, Session, Sms};
use submit_server::http::headers::Security;
use submit_server::http::limits::Limits;
use submit_server::http::server::{self, Settings};
use submit_server::log;
use submit_server::notify::worker::send_due;
use submit_server::store::Clock;
use tests::stand_ins::pki::Pair;
use tests::stand_ins::register::{
    API_PATH, GATEWAY_CLIENT, ORDER, ORGANISATION, TOKEN_CLIENT, TOKEN_PATH,
};
use tests::stand_ins::telia::Telia;
use tests::stand_ins::time::{Daily, MovableClock};
use tests::stand_ins::{elks, mailbox};
use tokio::net::TcpListener;
use tracing::Level;

use crate::options::Options;
use crate::units;
use crate::world::World;

/// The policy of Mobilt BankID in test, which the stand-in's certificates carry.
const MOBILE_POLICY: &str = "1.2.3.4.25";
/// Made up: nobody but the stand-in is told.
const WEBHOOK_TOKEN: &str = "0123456789abcdef0123456789abcdef";
/// A demonstration is left on the screen while people talk.
const SESSION: Session =
    Session { idle: Duration::from_secs(30 * 60), absolute: Duration::from_secs(8 * 3600) };

/// Why there is no portal.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// The authors' mistakes, as the generator reports them.
    #[error("{0}")]
    Content(String),
    /// Anything else.
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// The portal, ready to answer.
pub(crate) struct Portal {
    app: Arc<App>,
    settings: Settings,
    url: String,
}

impl Portal {
    /// Builds the site into `folder` and starts the server on a new database there.
    pub(crate) fn new(
        options: &Options,
        world: &World,
        folder: &Path,
        address: SocketAddr,
    ) -> Result<Portal, Fault> {
        log::start(Level::WARN);
        let url = url(address);
        let site = folder.join("public");
        let built = generator::build(&generator::config::Options {
            content: options.content.clone(),
            out: site.clone(),
            theme: None,
            base_url: Some(url.clone()),
        });
        if let Outcome::Refused(mistakes) = built.context("building the site")? {
            return Err(Fault::Content(mistakes.report()));
        }
        let data = folder.join("data");
        fs::create_dir(&data).context("making the data folder")?;
        let delivery = units::delivery(&site, &world.units)?;
        let config = Config {
            listen: address,
            public_url: url.clone(),
            origin: url.clone(),
            hosts: vec![format!("localhost:{}", address.port()), address.to_string()],
            site,
            data,
            theme: None,
            hsts: None,
            trusted_proxies: Vec::new(),
            serve_static: true,
            log: Level::WARN,
            session: SESSION,
            limits: Limits::default(),
            bankid: bankid(world)?,
            register: register(world)?,
            oidc: world.telia.iter().map(Telia::config).collect(),
            mail: Some(mail(world)?),
            sms: Some(sms(world)),
            delivery,
        };
        Ok(Portal::of(config, url, &world.clock)?)
    }

    fn of(config: Config, url: String, clock: &Arc<MovableClock>) -> anyhow::Result<Portal> {
        let mut settings = Settings {
            limits: config.limits.clone(),
            hosts: config.hosts.clone(),
            trusted_proxies: Vec::new(),
            security: Security { hsts: config.hsts },
            refusals: Vec::new(),
            refuse: Some(at_the_door),
            at_once: None,
        };
        let read = clock.reader();
        let app = App::start(config, Clock::from(move || read())).context("starting the server")?;
        settings.refusals = app.refusals();
        let app = Arc::new(app);
        let looking = Arc::clone(&app);
        settings.at_once = Some(Arc::new(move |request| at_once::answer(&looking, request)));
        Ok(Portal { app, settings, url })
    }

    /// Its address, without a slash at the end.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// What the server does once in a while, now: reminders, deadlines, what is due to be sent.
    pub(crate) fn daily(&self) -> Daily {
        let app = Arc::clone(&self.app);
        Box::new(move || {
            sweep(&app.store, app.login.lifetimes);
            if let Err(cause) = send_due(&app.notify) {
                tracing::error!(?cause, "not sent");
            }
        })
    }

    /// Answers until `stop` is done.
    pub(crate) async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()>,
    ) -> anyhow::Result<()> {
        let app = self.app;
        let answer: server::Answer = Arc::new(move |request| app.answer_waiting(&request));
        server::serve(listener, answer, self.settings, stop).await
    }
}

/// The portal's address, without a slash at the end.
pub(crate) fn url(address: SocketAddr) -> String {
    format!("http://localhost:{}", address.port())
}

fn bankid(world: &World) -> anyhow::Result<BankId> {
    let (certificate, key) = pair(&world.pki.bankid_client)?;
    Ok(BankId {
        url: world.bankid.api_url(),
        ca: read(&world.pki.authority)?,
        certificate,
        key,
        mobile_policies: vec![MOBILE_POLICY.to_owned()],
        autostart_url: Some(world.bankid.app_url()),
    })
}

fn register(world: &World) -> anyhow::Result<Register> {
    let (certificate, key) = pair(&world.pki.register_client)?;
    let origin = world.register.origin();
    Ok(Register {
        url: format!("{origin}{API_PATH}"),
        token_url: format!("{origin}{TOKEN_PATH}"),
        ca: read(&world.pki.authority)?,
        certificate,
        key,
        client_id: TOKEN_CLIENT.id.to_owned(),
        client_secret: Secret::new(TOKEN_CLIENT.secret),
        gateway_client_id: GATEWAY_CLIENT.id.to_owned(),
        gateway_client_secret: Secret::new(GATEWAY_CLIENT.secret),
        organisation_number: ORGANISATION.to_owned(),
        order_id: ORDER.to_owned(),
    })
}

fn mail(world: &World) -> anyhow::Result<Mail> {
    Ok(Mail {
        host: "localhost".to_owned(),
        port: world.mail.address.port(),
        security: MailSecurity::StartTls,
        login: Some((mailbox::USER.to_owned(), Secret::new(mailbox::PASSWORD))),
        from: "sjalvservice@example.se".to_owned(),
        domain: "sjalvservice.example.se".to_owned(),
        ca: Some(read(&world.pki.authority)?),
    })
}

fn sms(world: &World) -> Sms {
    Sms {
        url: world.messages.gateway_url(),
        user: elks::USER.to_owned(),
        password: Secret::new(elks::PASSWORD),
        from: "Kommunen".to_owned(),
        webhook_token: Secret::new(WEBHOOK_TOKEN),
    }
}

fn pair(pair: &Pair) -> anyhow::Result<(Vec<u8>, Secret)> {
    let key = String::from_utf8(read(&pair.key)?).context("reading a key")?;
    Ok((read(&pair.certificate)?, Secret::new(key)))
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("reading `{}`", path.display()))
}
