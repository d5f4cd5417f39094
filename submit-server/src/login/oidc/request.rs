//! What a provider is asked: a request object that we sign, so that nobody can
//! change it on the way through the browser.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::login::oidc::discovery::Metadata;
use crate::login::oidc::error::OidcError;
use crate::login::oidc::{Provider, base64, base64url};
use crate::login::order::Errand;

/// Asks for a signature.
pub(super) const SIGN_SCOPE: &str = "https://id.oidc.se/scope/sign";
/// What is to be signed, in the request.
const SIGN_REQUEST: &str = "https://id.oidc.se/param/signRequest";
/// A personnummer.
pub(super) const PERSONAL_NUMBER: &str = "https://id.oidc.se/claim/personalIdentityNumber";
/// A samordningsnummer.
pub(super) const COORDINATION_NUMBER: &str = "https://id.oidc.se/claim/coordinationNumber";
/// The personnummer as a scope.
const NUMBER_SCOPE: &str = "https://id.oidc.se/scope/naturalPersonNumber";
/// How long a request may be on its way (s).
const LIFE: i64 = 300;
/// An address longer than this may be cut on its way; it is sent as a form instead.
pub(super) const MAX_ADDRESS: usize = 6_000;

/// The random parts of one request.
pub(super) struct Randoms {
    /// Ties the answer to the session.
    pub(super) state: String,
    /// Ties the ID token to the request.
    pub(super) nonce: String,
    /// Ties the token request to the request.
    pub(super) verifier: String,
}

impl Provider {
    /// The request object for an errand, signed.
    pub(super) fn request(
        &self,
        (public_url, randoms): (&str, &Randoms),
        errand: &Errand<'_>,
        now: i64,
    ) -> Result<String, OidcError> {
        let it = &self.settings;
        let seconds = now / 1000;
        let mut claims = json!({
            "iss": it.client_id,
            "aud": it.issuer,
            "iat": seconds,
            "nbf": seconds,
            "exp": seconds + LIFE,
            "jti": randoms.nonce,
            "client_id": it.client_id,
            "response_type": "code",
            "redirect_uri": self.redirect_uri(public_url),
            "state": randoms.state,
            "nonce": randoms.nonce,
            "code_challenge": challenge(&randoms.verifier),
            "code_challenge_method": "S256",
            "ui_locales": "sv",
        });
        match errand {
            Errand::Login => self.ask_who(&mut claims),
            Errand::Signature { person, visible, hidden, .. } => {
                self.ask_for_signature(&mut claims, person, (visible, hidden));
            }
        }
        let signed = self.key.sign("oauth-authz-req+jwt", &claims);
        signed.map_err(|cause| OidcError::Own(format!("{cause:#}")))
    }

    fn ask_who(&self, claims: &mut Value) {
        claims["scope"] = json!(with_openid(&self.settings.scopes).join(" "));
        claims["prompt"] = json!("login");
        claims["claims"] = json!({"id_token": {
            "acr": self.wanted_level(),
            PERSONAL_NUMBER: {"essential": true},
            COORDINATION_NUMBER: null,
        }});
    }

    /// `texts` are what is shown and what is signed, both base64.
    fn ask_for_signature(&self, claims: &mut Value, person: &str, texts: (&str, &str)) {
        let (visible, hidden) = texts;
        claims["scope"] = json!(["openid", NUMBER_SCOPE, SIGN_SCOPE].join(" "));
        claims["prompt"] = json!("login consent");
        claims["claims"] = json!({"id_token": {
            "acr": self.wanted_level(),
            PERSONAL_NUMBER: {"essential": true, "value": person},
        }});
        claims[SIGN_REQUEST] = json!({
            "tbs_data": hidden,
            "sign_message": {"message": visible, "mime_type": "text/plain"},
        });
    }

    fn wanted_level(&self) -> Value {
        json!({"essential": true, "values": self.settings.acr})
    }

    /// What stands outside the request object; the provider reads the rest inside it.
    pub(super) fn outer<'a>(&'a self, request: &'a str) -> [(&'static str, &'a str); 4] {
        [
            ("client_id", self.settings.client_id.as_str()),
            ("response_type", "code"),
            ("scope", "openid"),
            ("request", request),
        ]
    }
}

/// Where the browser is sent, when the address is not too long.
pub(super) fn address(metadata: &Metadata, outer: &[(&str, &str)]) -> Option<String> {
    let endpoint = &metadata.authorization_endpoint;
    let separator = if endpoint.contains('?') { '&' } else { '?' };
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(outer).finish();
    let address = format!("{endpoint}{separator}{query}");
    (address.len() < MAX_ADDRESS).then_some(address)
}

/// A text as it stands in a request.
#[must_use]
pub fn encoded(text: &str) -> String {
    base64(text.as_bytes())
}

fn challenge(verifier: &str) -> String {
    base64url(&Sha256::digest(verifier.as_bytes()))
}

fn with_openid(scopes: &[String]) -> Vec<&str> {
    let others = scopes.iter().map(String::as_str).filter(|it| *it != "openid");
    std::iter::once("openid").chain(others).collect()
}
