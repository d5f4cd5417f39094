//! The way out: calls to BankID and the population register over mutual TLS.
//!
//! [`Https`] trusts the given roots and nothing else: no public certificate
//! authorities, no proxy from the environment, no redirects. A status of 400 or
//! more is an [`Answer`]; only a call that got no answer is an error.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};

/// Longest wait for a connection, TLS included, unless configured.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Longest wait for a whole call, unless configured.
pub const TOTAL_TIMEOUT: Duration = Duration::from_secs(10);
/// The largest real answers are signatures, some 400 kB; this leaves room.
const MAX_ANSWER_BYTES: u64 = 2 * 1024 * 1024;
/// Enough for the collector's workers and some pages at the same time.
const IDLE_CONNECTIONS: usize = 8;

/// What the other side answered, whatever the status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Body as received.
    pub body: Vec<u8>,
}

/// The call got no answer; whether it was carried out is not known.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// No connection, or the TLS handshake was refused.
    #[error("not reachable: {0}")]
    Unreachable(String),
    /// The call went out, and then the connection was lost.
    #[error("the connection broke off")]
    BrokenOff,
    /// The answer was too large to be read.
    #[error("the answer is larger than {MAX_ANSWER_BYTES} bytes")]
    TooLarge,
}

/// Carries a call to one outside system.
pub trait Transport: Send + Sync {
    /// Posts `body` to `path`, which begins with `/` and is relative to the
    /// system's base address. The content type is among `headers`.
    ///
    /// # Errors
    /// When no answer came.
    fn post(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, TransportError>;
}

/// Whom to call, whom to trust and who we are.
#[derive(Clone)]
pub struct Peer {
    /// `https://…`, with or without a slash at the end.
    pub base_url: String,
    /// The roots to trust, PEM.
    pub ca_pem: Vec<u8>,
    /// Our certificate chain, leaf first, PEM.
    pub certificate_pem: Vec<u8>,
    /// Its private key, PEM.
    pub key_pem: Vec<u8>,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest wait for a whole call.
    pub total_timeout: Duration,
}

/// HTTPS with a client certificate and pinned roots. TLS 1.2 or 1.3.
pub struct Https {
    agent: ureq::Agent,
    base_url: String,
}

impl Https {
    /// Reads the certificates; nothing is called yet.
    ///
    /// # Errors
    /// When the address is not `https`, a file holds no certificate or key, or
    /// the key does not belong to the certificate.
    pub fn new(peer: &Peer) -> anyhow::Result<Self> {
        let base_url = peer.base_url.trim_end_matches('/').to_owned();
        anyhow::ensure!(base_url.starts_with("https://"), "`{base_url}` is not an https address");
        check(peer).with_context(|| format!("reading the certificates for `{base_url}`"))?;
        let roots = certificates(&peer.ca_pem)?;
        let chain = certificates(&peer.certificate_pem)?;
        let key = PrivateKey::from_pem(&peer.key_pem)?;
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::from(roots))
            .client_cert(Some(ClientCert::new_with_certs(&chain, key)))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .https_only(true)
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent("submit-server")
            .accept("application/json")
            .timeout_connect(Some(peer.connect_timeout))
            .timeout_global(Some(peer.total_timeout))
            .max_idle_connections_per_host(IDLE_CONNECTIONS)
            .build();
        Ok(Self { agent: config.new_agent(), base_url })
    }
}

impl Transport for Https {
    fn post(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, TransportError> {
        let mut call = self.agent.post(format!("{}{path}", self.base_url));
        for (name, value) in headers {
            call = call.header(*name, *value);
        }
        let answer = call.send(body).map_err(failure)?;
        let status = answer.status().as_u16();
        let mut bytes = Vec::new();
        answer
            .into_body()
            .into_reader()
            .take(MAX_ANSWER_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|cause| failure(ureq::Error::from(cause)))?;
        if bytes.len() as u64 > MAX_ANSWER_BYTES {
            return Err(TransportError::TooLarge);
        }
        Ok(Answer { status, body: bytes })
    }
}

fn failure(cause: ureq::Error) -> TransportError {
    match cause {
        ureq::Error::Timeout(_) => TransportError::TimedOut,
        ureq::Error::BodyExceedsLimit(_) => TransportError::TooLarge,
        other => TransportError::Unreachable(other.to_string()),
    }
}

fn certificates(pem: &[u8]) -> anyhow::Result<Vec<Certificate<'static>>> {
    let mut found = Vec::new();
    for item in parse_pem(pem) {
        if let PemItem::Certificate(it) = item? {
            found.push(it);
        }
    }
    Ok(found)
}

/// What the client library would only notice, some of it with a panic, at the first call.
fn check(peer: &Peer) -> anyhow::Result<()> {
    let mut roots = rustls::RootCertStore::empty();
    for root in CertificateDer::pem_slice_iter(&peer.ca_pem) {
        roots.add(root.context("in the file of trusted roots")?)?;
    }
    anyhow::ensure!(!roots.is_empty(), "there is no certificate in the file of trusted roots");
    let chain = CertificateDer::pem_slice_iter(&peer.certificate_pem)
        .collect::<Result<Vec<_>, _>>()
        .context("in the certificate file")?;
    anyhow::ensure!(!chain.is_empty(), "there is no certificate in the certificate file");
    let key = PrivateKeyDer::from_pem_slice(&peer.key_pem).context("in the key file")?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_client_auth_cert(chain, key)
        .context("the key does not belong to the certificate, or its kind is not supported")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{CONNECT_TIMEOUT, Https, Peer, TOTAL_TIMEOUT};

    #[test]
    fn a_peer_that_cannot_work_is_refused_at_start() {
        let peer = |base_url: &str, ca: &str| Peer {
            base_url: base_url.into(),
            ca_pem: ca.into(),
            certificate_pem: Vec::new(),
            key_pem: Vec::new(),
            connect_timeout: CONNECT_TIMEOUT,
            total_timeout: TOTAL_TIMEOUT,
        };
        for (name, peer, expected) in [
            ("no encryption", peer("http://bankid.example.se", ""), "not an https address"),
            ("no roots", peer("https://bankid.example.se", ""), "no certificate in the file"),
            (
                "broken roots",
                peer(
                    "https://bankid.example.se",
                    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                ),
                "reading the certificates for",
            ),
        ] {
            let message = Https::new(&peer).err().map(|it| format!("{it:#}")).unwrap_or_default();
            assert!(message.contains(expected), "{name}: {message}");
        }
    }
}
