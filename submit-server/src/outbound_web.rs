//! The way out to OpenID providers, the SMS gateway and the units' own systems:
//! whole addresses, GET and POST, no client certificate.
//!
//! The roots are the public ones, or those that are given instead. No proxy from
//! the environment, no redirects, nothing large. A status of 400 or more is an
//! [`Answer`]; only a call that got no answer is an error.

use std::io::{ErrorKind, Read};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use ureq::Timeout;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

use crate::outbound::{Answer, CONNECT_TIMEOUT, TOTAL_TIMEOUT, TransportError};

/// Configuration, keys and tokens are some ten kilobytes; a signature in a token
/// may be larger.
const MAX_ANSWER_BYTES: u64 = 1024 * 1024;

/// A call to an address.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The whole address.
    pub url: &'a str,
    /// Headers.
    pub headers: &'a [(&'a str, &'a str)],
    /// A form to post; none asks with GET.
    pub form: Option<&'a str>,
}

/// Carries calls to whole addresses.
pub trait Web: Send + Sync {
    /// Carries one call.
    ///
    /// # Errors
    /// When no answer came.
    fn call(&self, call: &Call<'_>) -> Result<Answer, TransportError>;
}

/// HTTPS with public or given roots. TLS 1.2 or 1.3.
pub struct WebClient {
    agent: ureq::Agent,
}

impl WebClient {
    /// `ca_pem` are the roots to trust instead of the public ones. Without
    /// encryption only where `plain` says so: a provider on this machine.
    ///
    /// # Errors
    /// When there is no certificate in `ca_pem`.
    pub fn new(ca_pem: Option<&[u8]>, plain: bool) -> anyhow::Result<Self> {
        Self::within(TOTAL_TIMEOUT, ca_pem, plain)
    }

    /// As [`WebClient::new`], with no call longer than `most`.
    ///
    /// # Errors
    /// As [`WebClient::new`].
    pub fn within(most: Duration, ca_pem: Option<&[u8]>, plain: bool) -> anyhow::Result<Self> {
        let roots = match ca_pem {
            None => RootCerts::WebPki,
            Some(pem) => RootCerts::from(certificates(pem)?),
        };
        let tls = TlsConfig::builder()
            .root_certs(roots)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .https_only(!plain)
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent("submit-server")
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_global(Some(most))
            .build();
        Ok(Self { agent: config.new_agent() })
    }
}

impl WebClient {
    /// Posts JSON to an address.
    ///
    /// # Errors
    /// When no answer came.
    pub fn post_json(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        json: &str,
    ) -> Result<Answer, TransportError> {
        let request = self.agent.post(url).header("Content-Type", "application/json");
        heard(with_headers(request, headers).send(json))
    }
}

impl Web for WebClient {
    fn call(&self, call: &Call<'_>) -> Result<Answer, TransportError> {
        let answer = match call.form {
            None => {
                let request = self.agent.get(call.url);
                with_headers(request, call.headers).call()
            }
            Some(form) => {
                let request = self.agent.post(call.url);
                let request = request.header("Content-Type", "application/x-www-form-urlencoded");
                with_headers(request, call.headers).send(form)
            }
        };
        heard(answer)
    }
}

/// The whole answer.
fn heard(
    answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<Answer, TransportError> {
    let answer = answer.map_err(failure)?;
    let status = answer.status().as_u16();
    let mut body = Vec::new();
    let reader = answer.into_body().into_reader();
    let read = reader.take(MAX_ANSWER_BYTES + 1).read_to_end(&mut body);
    read.map_err(|cause| failure(ureq::Error::from(cause)))?;
    if body.len() as u64 > MAX_ANSWER_BYTES {
        return Err(TransportError::TooLarge);
    }
    Ok(Answer { status, body })
}

fn with_headers<B>(
    request: ureq::RequestBuilder<B>,
    headers: &[(&str, &str)],
) -> ureq::RequestBuilder<B> {
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
}

/// Whether what was asked may have been heard decides who asks again.
fn failure(cause: ureq::Error) -> TransportError {
    match &cause {
        // Nothing was said before there was a connection.
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            TransportError::Unreachable(cause.to_string())
        }
        ureq::Error::Timeout(_) => TransportError::TimedOut,
        ureq::Error::Protocol(_) => TransportError::BrokenOff,
        ureq::Error::Io(it) if is_break(it.kind()) => TransportError::BrokenOff,
        ureq::Error::BodyExceedsLimit(_) => TransportError::TooLarge,
        other => TransportError::Unreachable(other.to_string()),
    }
}

fn is_break(kind: ErrorKind) -> bool {
    use ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(kind, BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof)
}

fn certificates(pem: &[u8]) -> anyhow::Result<Vec<Certificate<'static>>> {
    let mut found = Vec::new();
    for item in parse_pem(pem) {
        if let PemItem::Certificate(it) = item.context("in the file of trusted roots")? {
            found.push(it);
        }
    }
    anyhow::ensure!(!found.is_empty(), "there is no certificate in the file of trusted roots");
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_connection_nothing_was_heard() {
        let unreachable = |cause| matches!(failure(cause), TransportError::Unreachable(_));

        assert!(unreachable(ureq::Error::Timeout(Timeout::Connect)));
        assert!(unreachable(ureq::Error::HostNotFound));
        assert!(unreachable(ureq::Error::Io(ErrorKind::ConnectionRefused.into())));
        assert!(!unreachable(ureq::Error::Timeout(Timeout::RecvResponse)));
        assert!(!unreachable(ureq::Error::Io(ErrorKind::ConnectionReset.into())));
    }
}
