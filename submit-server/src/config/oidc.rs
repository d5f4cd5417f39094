//! An OpenID provider, as configured: one block `[[oidc]]`.

use hyper::Uri;

use crate::config::Secret;
use crate::config::meant::Reader;

/// The level that municipal e-services ask for.
const LEVEL: &str = "http://id.elegnamnden.se/loa/1.0/loa3";
/// What a login asks for: the number and the name, and no more.
const SCOPES: [&str; 2] =
    ["https://id.oidc.se/scope/naturalPersonNumber", "https://id.oidc.se/scope/naturalPersonInfo"];

/// An OpenID provider.
#[derive(Debug, Clone)]
pub struct Oidc {
    /// Its name in addresses.
    pub id: String,
    /// What citizens call it.
    pub label: String,
    /// Its name in tokens, and where it describes itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our key (PEM, P-256).
    pub key: Secret,
    /// The key's name there.
    pub kid: String,
    /// The levels that will do.
    pub acr: Vec<String>,
    /// What is asked for at a login.
    pub scopes: Vec<String>,
    /// Whether it can sign.
    pub signs: bool,
    /// Whether the name is asked for beside the ID token.
    pub userinfo: bool,
    /// Whether client assertions are made out to the token endpoint rather than the issuer.
    pub assertion_to_token_endpoint: bool,
    /// The authorities its certificate must come from (PEM); none: the public ones.
    pub ca: Option<Vec<u8>>,
}

/// What BankID is called on the pages, on this device and on another.
const BANKID: [&str; 2] = ["BankID", "Mobilt BankID"];

/// The e-IDs that the pages promise and nobody here provides.
#[must_use]
pub fn unmet<'a>(promised: &'a [String], providers: &[Oidc]) -> Vec<&'a str> {
    let met = |it: &str| BANKID.contains(&it) || providers.iter().any(|one| one.label == it);
    promised.iter().map(String::as_str).filter(|it| !met(it)).collect()
}

impl Reader<'_> {
    /// The providers, in the order of the file.
    pub(super) fn providers(&mut self) -> Vec<Oidc> {
        let ids = self.list("oidc", &[]);
        ids.iter().filter_map(|id| self.provider(id)).collect()
    }

    fn provider(&mut self, id: &str) -> Option<Oidc> {
        let path = |name: &str| format!("oidc.{id}.{name}");
        let (label, client_id) = (self.text(&path("label")), self.text(&path("client_id")));
        let (issuer, kid) = (self.issuer(&path("issuer")), self.text(&path("kid")));
        let key = self.content(&path("key"));
        let ca = self.all.contains_key(&path("ca")).then(|| self.content(&path("ca")));
        let assertion_to_token_endpoint = self.audience(&path("client_assertion_audience"));
        Some(Oidc {
            id: id.to_owned(),
            label: label?,
            issuer: issuer?,
            client_id: client_id?,
            key: Secret::new(key?),
            kid: kid?,
            acr: self.list(&path("acr"), &[LEVEL]),
            scopes: self.list(&path("scopes"), &SCOPES),
            signs: self.truth(&path("signs"), false),
            userinfo: self.truth(&path("userinfo"), true),
            assertion_to_token_endpoint,
            ca: ca.flatten().map(String::into_bytes),
        })
    }

    fn issuer(&mut self, key: &str) -> Option<String> {
        let text = self.text(key)?;
        let uri = text.parse::<Uri>().ok();
        let own_machine =
            matches!(uri.as_ref().and_then(Uri::host), Some("localhost" | "127.0.0.1" | "[::1]"));
        let scheme = uri.as_ref().and_then(Uri::scheme_str);
        match scheme {
            Some("https") => {}
            Some("http") if own_machine => {}
            _ => self.fault(key, "should begin with `https://`"),
        }
        Some(text)
    }

    fn audience(&mut self, key: &str) -> bool {
        match self.optional(key).as_deref() {
            None | Some("issuer") => false,
            Some("token_endpoint") => true,
            Some(_) => {
                self.fault(key, "should be `issuer` or `token_endpoint`");
                false
            }
        }
    }
}
