//! What a provider says of itself, and the keys that it signs with: fetched when
//! needed, checked, and kept for a while.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jsonwebtoken::Algorithm;
use serde::Deserialize;
use serde_json::Value;

use crate::login::oidc::error::OidcError;
use crate::login::oidc::jose::{self, ALGORITHMS, Verified};
use crate::login::oidc::request::SIGN_SCOPE;
use crate::login::oidc::{Provider, Settings};
use crate::outbound::TransportError;
use crate::outbound_web::Call;

/// How long what was fetched is used (ms).
const KEPT: i64 = 60 * 60 * 1000;
/// How long it is used when the provider does not answer any more (ms).
const KEPT_AT_MOST: i64 = 24 * 60 * 60 * 1000;
/// Keys are fetched for the sake of an unknown one at most this often (ms).
const ROTATED_EVERY: i64 = 60 * 1000;

/// How long a provider that did not answer is left alone (ms): whoever presses the
/// button meanwhile is told at once, and keeps nobody else waiting.
const LEFT_ALONE: i64 = 10 * 1000;

/// What has been fetched.
#[derive(Default)]
pub(super) struct Discovery {
    silent_since: Mutex<Option<Kept<()>>>,
    metadata: Mutex<Option<Kept<Metadata>>>,
    keys: Mutex<Option<Kept<Vec<Value>>>>,
}

#[derive(Clone)]
struct Kept<T> {
    value: T,
    fetched_at: i64,
}

/// The part of a provider's description that we use.
#[derive(Clone, Debug, Deserialize)]
pub struct Metadata {
    /// Its name in tokens.
    pub issuer: String,
    /// Where browsers are sent.
    pub authorization_endpoint: String,
    /// Where tokens are had.
    pub token_endpoint: String,
    /// Where a person's data is had.
    #[serde(default)]
    pub userinfo_endpoint: String,
    jwks_uri: String,
    /// Whether answers say whom they come from.
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
    #[serde(default)]
    claims_parameter_supported: bool,
    #[serde(default)]
    request_parameter_supported: bool,
    #[serde(default)]
    response_types_supported: Vec<String>,
    #[serde(default)]
    code_challenge_methods_supported: Vec<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
    #[serde(default)]
    id_token_signing_alg_values_supported: Vec<String>,
    token_endpoint_auth_signing_alg_values_supported: Option<Vec<String>>,
    request_object_signing_alg_values_supported: Option<Vec<String>>,
    acr_values_supported: Option<Vec<String>>,
    scopes_supported: Option<Vec<String>>,
}

impl Metadata {
    /// What makes the provider unfit as it is configured; nothing when it is fit.
    #[must_use]
    pub fn faults(&self, settings: &Settings) -> Vec<String> {
        let has = |list: &[String], word: &str| list.iter().any(|it| it == word);
        let may = |list: &Option<Vec<String>>, word: &str| {
            list.as_ref().is_none_or(|list| has(list, word))
        };
        let scopes = settings.scopes.iter().map(String::as_str);
        let scopes: Vec<&str> = scopes.chain(settings.signs.then_some(SIGN_SCOPE)).collect();
        let address = |it: &str| secure(it, &settings.issuer);
        let userinfo = !settings.userinfo || address(&self.userinfo_endpoint);
        #[rustfmt::skip]
        let checks = [
            (self.issuer == settings.issuer,                                "another `issuer`"),
            (address(&self.authorization_endpoint),                         "`authorization_endpoint`"),
            (address(&self.token_endpoint),                                 "`token_endpoint`"),
            (address(&self.jwks_uri),                                       "`jwks_uri`"),
            (userinfo,                                                      "`userinfo_endpoint`"),
            (has(&self.response_types_supported, "code"),                   "no response type `code`"),
            (has(&self.code_challenge_methods_supported, "S256"),           "no PKCE with `S256`"),
            (has(&self.token_endpoint_auth_methods_supported, "private_key_jwt"), "no `private_key_jwt`"),
            (may(&self.token_endpoint_auth_signing_alg_values_supported, "ES256"), "no client assertions with `ES256`"),
            (may(&self.request_object_signing_alg_values_supported, "ES256"), "no request objects with `ES256`"),
            (!self.algorithms().is_empty(),                                 "no ID tokens with `ES256` or `RS256`"),
            (self.claims_parameter_supported,                               "no `claims` parameter"),
            (self.request_parameter_supported,                              "no `request` parameter"),
            (settings.acr.iter().any(|it| may(&self.acr_values_supported, it)), "none of the wanted `acr`"),
            (scopes.iter().all(|it| may(&self.scopes_supported, it)),       "not all of the wanted scopes"),
        ];
        checks.iter().filter(|(fit, _)| !fit).map(|(_, what)| (*what).to_owned()).collect()
    }

    /// What its tokens may be signed with.
    #[must_use]
    pub fn algorithms(&self) -> Vec<Algorithm> {
        let said = &self.id_token_signing_alg_values_supported;
        let known = ALGORITHMS.iter().filter(|(name, _)| said.iter().any(|it| it == name));
        known.map(|(_, it)| *it).collect()
    }
}

impl Provider {
    /// What the provider says of itself.
    ///
    /// # Errors
    /// When it does not answer, or cannot be used as configured.
    pub fn metadata(&self, now: i64) -> Result<Metadata, OidcError> {
        let kept = locked(&self.discovery.metadata).clone();
        if let Some(it) = kept.as_ref().filter(|it| it.is_fresh(now, KEPT)) {
            return Ok(it.value.clone());
        }
        match (self.fetched_unless_silent(now), kept) {
            (Ok(value), _) => {
                *locked(&self.discovery.metadata) =
                    Some(Kept { value: value.clone(), fetched_at: now });
                Ok(value)
            }
            (Err(OidcError::NoAnswer(_)), Some(it)) if it.is_fresh(now, KEPT_AT_MOST) => {
                Ok(it.value)
            }
            (Err(cause), _) => Err(cause),
        }
    }

    fn fetched_unless_silent(&self, now: i64) -> Result<Metadata, OidcError> {
        let silent = locked(&self.discovery.silent_since).clone();
        if silent.is_some_and(|it| it.is_fresh(now, LEFT_ALONE)) {
            return Err(OidcError::NoAnswer(TransportError::TimedOut));
        }
        let fetched = self.fetched_metadata();
        if matches!(fetched, Err(OidcError::NoAnswer(_))) {
            *locked(&self.discovery.silent_since) = Some(Kept { value: (), fetched_at: now });
        }
        fetched
    }

    fn fetched_metadata(&self) -> Result<Metadata, OidcError> {
        let issuer = self.settings.issuer.trim_end_matches('/');
        let url = format!("{issuer}/.well-known/openid-configuration");
        let value = self.fetched(&url, "description")?;
        let metadata: Metadata =
            serde_json::from_value(value).map_err(|_| OidcError::Unreadable("description"))?;
        let faults = metadata.faults(&self.settings);
        match faults.is_empty() {
            true => Ok(metadata),
            false => Err(OidcError::Unsuitable(faults.join(", "))),
        }
    }

    /// As after a start: everything must be fetched again.
    #[cfg(test)]
    pub(super) fn forget(&self) {
        *locked(&self.discovery.metadata) = None;
        *locked(&self.discovery.keys) = None;
    }

    /// Reads a token that the provider must have signed with a key that it publishes.
    pub(super) fn verified(
        &self,
        metadata: &Metadata,
        token: &str,
        now: i64,
    ) -> Result<Verified, OidcError> {
        let kid = jose::kid(token)?;
        let jwk = self.key_named(metadata, &kid, now)?;
        jose::verify(token, &jwk, &metadata.algorithms())
    }

    /// The key of that name; one that is not known may be new.
    fn key_named(&self, metadata: &Metadata, kid: &str, now: i64) -> Result<Value, OidcError> {
        let kept = locked(&self.discovery.keys).clone();
        let known = |keys: &[Value]| keys.iter().find(|it| it["kid"] == kid).cloned();
        let found = kept.as_ref().and_then(|it| known(&it.value));
        match (&kept, found) {
            (Some(it), Some(key)) if it.is_fresh(now, KEPT) => return Ok(key),
            (Some(it), None) if it.is_fresh(now, ROTATED_EVERY) => {
                return Err(OidcError::Token("an unknown key"));
            }
            _ => {}
        }
        let value = self.fetched(&metadata.jwks_uri, "keys")?;
        let keys = value["keys"].as_array().cloned().ok_or(OidcError::Unreadable("keys"))?;
        let found = known(&keys);
        *locked(&self.discovery.keys) = Some(Kept { value: keys, fetched_at: now });
        found.ok_or(OidcError::Token("an unknown key"))
    }

    fn fetched(&self, url: &str, what: &'static str) -> Result<Value, OidcError> {
        let headers = [("Accept", "application/json")];
        let answer = self.web.call(&Call { url, headers: &headers, form: None })?;
        if answer.status != 200 {
            return Err(OidcError::Unsuitable(format!("its {what} answered {}", answer.status)));
        }
        serde_json::from_slice(&answer.body).map_err(|_| OidcError::Unreadable(what))
    }
}

impl<T> Kept<T> {
    /// A clock that was set back makes nothing fresh for ever.
    fn is_fresh(&self, now: i64, life: i64) -> bool {
        (0..life).contains(&(now - self.fetched_at))
    }
}

/// Nothing slow happens while it is locked.
fn locked<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Encrypted, or as little as the provider itself on this machine.
fn secure(url: &str, issuer: &str) -> bool {
    url.starts_with("https://") || (is_own_machine(issuer) && is_own_machine(url))
}

/// A provider for tests, without encryption.
#[must_use]
pub fn is_own_machine(url: &str) -> bool {
    let host = url.strip_prefix("http://").unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}
