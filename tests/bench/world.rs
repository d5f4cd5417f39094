//! The outside world of a server that really runs: the stand-ins on loopback, the site, and a
//! configuration file that names them.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use generator::Outcome;
use tests::stand_ins::bankid::BankId;
use tests::stand_ins::bankid::server::{BankIdServer, wall_clock};
use tests::stand_ins::elks::{self, Elks};
use tests::stand_ins::mailbox::server::MailServer;
use tests::stand_ins::mailbox::{self, Mailbox};
use tests::stand_ins::messages::MessagesServer;
use tests::stand_ins::pki::Pki;
use tests::stand_ins::register::server::RegisterServer;
use tests::stand_ins::register::{
    API_PATH, GATEWAY_CLIENT, ORDER, ORGANISATION, Register, TOKEN_CLIENT, TOKEN_PATH,
};

/// What delivery reports carry in their address: made up, and known to nobody else.
const WEBHOOK_TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// The stand-ins, open until this is dropped, and the folder that the server works in.
pub(crate) struct World {
    /// BankID, to act as the app.
    pub(crate) bankid: Arc<BankId>,
    /// What the mail server has taken.
    pub(crate) mailbox: Arc<Mailbox>,
    /// Where everything is.
    pub(crate) folder: PathBuf,
    /// The server's address, without a slash at the end.
    pub(crate) origin: String,
    /// The server's port.
    pub(crate) port: u16,
    bankid_doors: BankIdServer,
    register: RegisterServer,
    mail: MailServer,
    messages: MessagesServer,
    pki: Pki,
}

impl World {
    /// Opens the stand-ins and writes certificates, site and configuration to a folder; with the
    /// form to measure among the forms, if that is asked for.
    pub(crate) async fn open(folder: &Path, measured: bool) -> anyhow::Result<World> {
        let certificates = folder.join("certificates");
        fs::create_dir_all(&certificates).context("making the certificates' folder")?;
        let pki = Pki::write(&certificates)?;
        let bankid = Arc::new(BankId::new());
        let (mailbox, elks) = (Arc::new(Mailbox::default()), Arc::new(Elks::default()));
        let clock = wall_clock();
        let (port, origin) = address()?;
        build(folder, &origin, measured)?;
        let world = World {
            bankid_doors: BankIdServer::open(Arc::clone(&bankid), &pki, Arc::clone(&clock)).await?,
            register: RegisterServer::open(Arc::new(Register::new()), &pki, clock).await?,
            mail: MailServer::open(Arc::clone(&mailbox), &pki)?,
            messages: MessagesServer::open(Arc::clone(&mailbox), elks).await?,
            folder: folder.to_owned(),
            bankid,
            mailbox,
            origin,
            port,
            pki,
        };
        fs::write(world.configuration(), world.keys()).context("writing the configuration")?;
        fs::write(folder.join("environment.json"), serde_json::to_string(&ENVIRONMENT)?)?;
        Ok(world)
    }

    /// The configuration file.
    pub(crate) fn configuration(&self) -> PathBuf {
        self.folder.join("submit-server.toml")
    }

    /// The database and the attachments.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn keys(&self) -> String {
        let (bankid, register) = (self.bankid_doors.api_url(), self.register.origin());
        let (mail, sms) = (self.mail.address.port(), self.messages.gateway_url());
        let path = |it: &Path| it.display().to_string();
        let (ca, data) = (path(&self.pki.authority), path(&self.data()));
        let (client, other) = (&self.pki.bankid_client, &self.pki.register_client);
        format!(
            r#"listen = "127.0.0.1:{port}"
public_url = "{origin}"
hosts = ["127.0.0.1:{port}"]
site = "public"
data = "{data}"
trusted_proxies = ["127.0.0.1"]
log = "warn"

[bankid]
url = "{bankid}"
ca = "{ca}"
certificate = "{}"
key = "{}"
mobile_policies = ["1.2.3.4.25"]

[register]
url = "{register}{API_PATH}"
token_url = "{register}{TOKEN_PATH}"
ca = "{ca}"
certificate = "{}"
key = "{}"
client_id = "{}"
gateway_client_id = "{}"
organisation_number = "{ORGANISATION}"
order_id = "{ORDER}"

[mail]
host = "localhost"
port = {mail}
security = "starttls"
user = "{}"
from = "sjalvservice@example.se"
domain = "sjalvservice.example.se"
ca = "{ca}"

[sms]
url = "{sms}"
user = "{}"
from = "Kommunen"
"#,
            path(&client.certificate),
            path(&client.key),
            path(&other.certificate),
            path(&other.key),
            TOKEN_CLIENT.id,
            GATEWAY_CLIENT.id,
            mailbox::USER,
            elks::USER,
            port = self.port,
            origin = self.origin,
        )
    }
}

/// What stands in no file: the stand-ins' own secrets, which open nothing else.
pub(crate) const ENVIRONMENT: [(&str, &str); 5] = [
    ("SUBMIT_REGISTER_CLIENT_SECRET", TOKEN_CLIENT.secret),
    ("SUBMIT_REGISTER_GATEWAY_CLIENT_SECRET", GATEWAY_CLIENT.secret),
    ("SUBMIT_MAIL_PASSWORD", mailbox::PASSWORD),
    ("SUBMIT_SMS_PASSWORD", elks::PASSWORD),
    ("SUBMIT_SMS_WEBHOOK_TOKEN", WEBHOOK_TOKEN),
];

/// A free port, kept through every start of the server.
fn address() -> anyhow::Result<(u16, String)> {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("finding a free port")?;
    let port = free.local_addr()?.port();
    Ok((port, format!("http://localhost:{port}")))
}

fn build(folder: &Path, origin: &str, measured: bool) -> anyhow::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let content = folder.join("content");
    copy(&here.join("../content"), &content)?;
    if measured {
        copy(&here.join("bench/server/content"), &content)?;
    }
    let built = generator::build(&generator::config::Options {
        content,
        out: folder.join("public"),
        theme: None,
        base_url: Some(origin.to_owned()),
    });
    match built.context("building the site")? {
        Outcome::Refused(mistakes) => bail!("{}", mistakes.report()),
        _ => Ok(()),
    }
}

/// Copies a folder with all that is in it, into one that may be there.
fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry?;
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
