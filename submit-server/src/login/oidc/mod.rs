//! Any other e-ID: login and signature at an OpenID provider that follows
//! OIDC Sweden.
//!
//! Reading order: this file (a provider), [`error`] (what goes wrong),
//! `jose` (signed tokens), [`discovery`] (what a provider says of itself and its
//! keys), [`request`] (what we ask it), [`id_token`] (whether the answer is what
//! we asked for), [`token`] (how the answer is had), [`flow`] (from the press of
//! a button to the browser's return).
//!
//! **Invariants:** what goes to the provider is signed by us. What comes back is
//! believed only when it is signed by the provider's published key, made for us,
//! for this browser, now, and for the level that we asked for. A state is used
//! once, and only by the session that began it.

pub mod discovery;
pub mod error;
pub mod flow;
pub mod id_token;
mod jose;
pub mod request;
#[cfg(test)]
mod tests;
pub mod token;

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::login::oidc::discovery::Discovery;
use crate::login::oidc::jose::SigningKey;
use crate::outbound_web::Web;
use crate::problem::Result;
use crate::store::WriteTx;

/// Longest wait for a provider in one login, all calls together: each holds a
/// thread that others wait for.
pub const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// Most calls in one login: its description, the token, its keys, and what is
/// said beside the token.
pub const MOST_CALLS: u32 = 4;

/// What happens to a case when a signature is done; in the same transaction.
pub type Signed = fn(&WriteTx<'_>, &Signature<'_>) -> Result<()>;

/// A signature that is what we asked for.
#[derive(Clone, Copy)]
pub struct Signature<'a> {
    /// The case.
    pub case_id: &'a str,
    /// Who signed, twelve digits.
    pub person: &'a str,
    /// Their name; blank when the provider gives none.
    pub name: &'a str,
    /// `oidc:` and the provider's id.
    pub method: &'a str,
    /// The text that was shown, base64.
    pub visible: &'a str,
    /// The data that was signed, base64.
    pub hidden: &'a str,
    /// The user's signature, the ID token, our request and the provider's key, as JSON.
    pub proof: &'a str,
    /// What the provider adds to show that the e-ID was valid; blank where it adds nothing.
    pub evidence: &'a str,
}

/// What a client assertion is made out to: providers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The provider's name.
    Issuer,
    /// The address where tokens are had.
    TokenEndpoint,
}

/// A provider as configured.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its name in addresses: `telia`.
    pub id: String,
    /// What citizens call it: `Telia e-legitimation`.
    pub label: String,
    /// Its name in tokens, and where it describes itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our key's name there.
    pub kid: String,
    /// The levels that will do.
    pub acr: Vec<String>,
    /// What is asked for at a login.
    pub scopes: Vec<String>,
    /// Whether it can sign.
    pub signs: bool,
    /// Whether the name is asked for separately.
    pub userinfo: bool,
    /// What client assertions are made out to.
    pub audience: Audience,
}

/// A provider.
pub struct Provider {
    /// As configured.
    pub settings: Settings,
    key: SigningKey,
    web: Arc<dyn Web>,
    discovery: Discovery,
}

impl Provider {
    /// A provider that has not been asked anything. `key_pem` is our P-256 key.
    ///
    /// # Errors
    /// When the key cannot be used.
    pub fn new(settings: Settings, key_pem: &str, web: Arc<dyn Web>) -> anyhow::Result<Self> {
        let key = SigningKey::from_pem(&settings.kid, key_pem)?;
        Ok(Self { settings, key, web, discovery: Discovery::default() })
    }

    /// The keys that a provider needs to know us, as a JWK set.
    #[must_use]
    pub fn public_keys(&self) -> Value {
        json!({"keys": [self.key.jwk()]})
    }

    /// Where the browser comes back to: one address for each provider, so that
    /// an answer can come from no other.
    #[must_use]
    pub fn redirect_uri(&self, public_url: &str) -> String {
        format!("{public_url}/mina-sidor/oidc/{}/retur", self.settings.id)
    }
}

fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
