//! What the municipality decides: read once at start, checked as a whole, then
//! passed as arguments.
//!
//! Reading order: `keys` (every key there is), `given` (what the file and
//! the environment say), `meant` (what that amounts to), [`fault`] (what is
//! wrong with it, all of it at once).
//!
//! **Invariant:** a secret is never in the file, only in `SUBMIT_…` or in a
//! file named by `SUBMIT_…_FILE`, and never in a message.

mod delivery;
pub mod fault;
mod given;
mod keys;
mod meant;
mod oidc;
#[cfg(test)]
mod tests;
mod told;

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tracing::Level;

pub use crate::config::delivery::{Delivery, Unit, Webhook};
use crate::config::fault::Faults;
pub use crate::config::oidc::{Oidc, unmet};
use crate::http::forwarded::Network;
use crate::http::limits::Limits;

/// The file that is read when no other is named.
pub const DEFAULT_FILE: &str = "submit-server.toml";

/// How the server is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Its address as citizens see it, without a slash at the end.
    pub public_url: String,
    /// The origin of that address, as browsers send it.
    pub origin: String,
    /// The hosts it answers for; the public one first.
    pub hosts: Vec<String>,
    /// The folder that the generator made (`public/`).
    pub site: PathBuf,
    /// The folder of the database and the attachments.
    pub data: PathBuf,
    /// A theme instead of the embedded one.
    pub theme: Option<PathBuf>,
    /// How many seconds browsers shall insist on encryption.
    pub hsts: Option<u64>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Whether `site` is served too.
    pub serve_static: bool,
    /// What is logged.
    pub log: Level,
    /// How long a login lasts.
    pub session: Session,
    /// How much may be asked of the server.
    pub limits: Limits,
    /// BankID's relying-party interface.
    pub bankid: BankId,
    /// Folkbokföringen.
    pub register: Register,
    /// OpenID providers, in the order of their buttons.
    pub oidc: Vec<Oidc>,
    /// The municipality's mail server; without it nobody gets mail.
    pub mail: Option<Mail>,
    /// The SMS gateway; without it nobody gets an SMS.
    pub sms: Option<Sms>,
    /// Where cases come to their units.
    pub delivery: Delivery,
}

/// How long a login lasts.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    /// Without a sign of life.
    pub idle: Duration,
    /// At most.
    pub absolute: Duration,
}

/// BankID's relying-party interface.
#[derive(Debug, Clone)]
pub struct BankId {
    /// Its address, such as `https://appapi2.bankid.com/rp/v6.0`.
    pub url: String,
    /// The authority its certificate must come from (PEM).
    pub ca: Vec<u8>,
    /// Our certificate (PEM).
    pub certificate: Vec<u8>,
    /// Its key (PEM).
    pub key: Secret,
    /// The certificate policies of Mobilt BankID.
    pub mobile_policies: Vec<String>,
    /// Where the app is started instead of BankID's own addresses.
    pub autostart_url: Option<String>,
}

/// Folkbokföringen: "Folkbokföringsuppgifter för offentliga aktörer".
#[derive(Debug, Clone)]
pub struct Register {
    /// The address of the interface.
    pub url: String,
    /// Where tokens are had.
    pub token_url: String,
    /// The authorities their certificates must come from (PEM).
    pub ca: Vec<u8>,
    /// Our organisation certificate (PEM).
    pub certificate: Vec<u8>,
    /// Its key (PEM).
    pub key: Secret,
    /// Who we are to the token service.
    pub client_id: String,
    /// And the proof.
    pub client_secret: Secret,
    /// Who we are to the gateway.
    pub gateway_client_id: String,
    /// And the proof.
    pub gateway_client_secret: Secret,
    /// Twelve digits, the first two `16`.
    pub organisation_number: String,
    /// Which order the municipality has made.
    pub order_id: String,
}

/// The municipality's mail server.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Its name, which its certificate must hold.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub security: MailSecurity,
    /// Who we are to it, and the proof.
    pub login: Option<(String, Secret)>,
    /// Sender, in the letter and on the envelope.
    pub from: String,
    /// Our domain, in every Message-ID.
    pub domain: String,
    /// The authority its certificate must come from (PEM), instead of the public ones.
    pub ca: Option<Vec<u8>>,
}

/// How a connection to the mail server is encrypted; it always is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailSecurity {
    /// Begun in the clear, and broken off unless the server encrypts.
    StartTls,
    /// From the first byte.
    Tls,
}

/// The SMS gateway: 46elks, or one that speaks as it does.
#[derive(Debug, Clone)]
pub struct Sms {
    /// The address of its interface.
    pub url: String,
    /// Who we are to it.
    pub user: String,
    /// And the proof.
    pub password: Secret,
    /// The sender that telephones show.
    pub from: String,
    /// What delivery reports must carry in their address.
    pub webhook_token: Secret,
}

/// Something that is not shown.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Keeps the text to itself.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    /// The text, for the one who must send it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Config {
    /// Reads the file that is named, or [`DEFAULT_FILE`] if there is one, and
    /// then the process's environment.
    pub fn load(named: Option<&Path>) -> Result<Config, Faults> {
        let usual = Path::new(DEFAULT_FILE);
        let file = named.or_else(|| usual.exists().then_some(usual));
        let environment = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Config::read(file, environment)
    }

    /// Reads the file, if there is one, and then the given environment.
    pub fn read(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Config, Faults> {
        let mut faults = Faults::default();
        let Some(given) = given::read(file, environment, &mut faults) else {
            return Err(faults);
        };
        let config = meant::config(&given, &mut faults);
        match config {
            Some(config) if faults.is_empty() => Ok(config),
            _ => Err(faults),
        }
    }
}
