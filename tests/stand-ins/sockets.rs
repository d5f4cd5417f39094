//! Puts a function from call to answer behind a loopback port, with or without TLS, mutual or not.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{WantsServerCert, WebPkiClientVerifier};
use rustls::{ConfigBuilder, RootCertStore, ServerConfig, WantsVerifier};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::pki::Pki;

/// Most bytes of a call: a screenshot fits.
const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// A call that came in.
#[derive(Debug)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// The path, without the query.
    pub path: String,
    /// The query, without the question mark.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Call {
    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// What goes back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Header names and values.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How long it is held back.
    pub delay: Duration,
}

impl From<super::Reply> for Answer {
    fn from(reply: super::Reply) -> Answer {
        Answer {
            status: reply.status,
            headers: vec![("content-type", "application/json".to_owned())],
            body: reply.body.to_string().into_bytes(),
            delay: reply.delay,
        }
    }
}

/// What answers the calls.
pub type Handler = Arc<dyn Fn(Call) -> Answer + Send + Sync>;

/// A port that answers until this is dropped.
#[derive(Debug)]
pub struct Open {
    /// Where it listens.
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Opens a free loopback port without TLS.
pub async fn open_plain(handler: Handler) -> anyhow::Result<Open> {
    open(None, handler).await
}

/// Opens a free loopback port with TLS where the caller shows no certificate.
pub async fn open_tls(pki: &Pki, handler: Handler) -> anyhow::Result<Open> {
    let config = versions()?.with_no_client_auth();
    open(Some(TlsAcceptor::from(Arc::new(with_certificate(config, pki)?))), handler).await
}

/// Opens a free loopback port where the caller must show a certificate of `pki`'s authority.
pub async fn open_mutual_tls(pki: &Pki, handler: Handler) -> anyhow::Result<Open> {
    let acceptor = TlsAcceptor::from(Arc::new(tls(pki)?));
    open(Some(acceptor), handler).await
}

async fn open(acceptor: Option<TlsAcceptor>, handler: Handler) -> anyhow::Result<Open> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("opening a port")?;
    let address = listener.local_addr()?;
    let task = tokio::spawn(async move {
        loop {
            // A connection that fails before it is accepted is the caller's loss.
            let Ok((stream, _)) = listener.accept().await else { continue };
            tokio::spawn(connection(stream, acceptor.clone(), Arc::clone(&handler)));
        }
    });
    Ok(Open { address, task })
}

async fn connection(stream: TcpStream, acceptor: Option<TlsAcceptor>, handler: Handler) {
    match acceptor {
        None => answer_all(stream, handler).await,
        Some(acceptor) => {
            // Without a certificate the handshake ends here, as with the real ones.
            if let Ok(stream) = acceptor.accept(stream).await {
                answer_all(stream, handler).await;
            }
        }
    }
}

async fn answer_all<S>(stream: S, handler: Handler)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request| answer(request, Arc::clone(&handler)));
    // The caller hung up: nobody is left to tell.
    drop(
        hyper::server::conn::http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service)
            .await,
    );
}

async fn answer(
    request: Request<Incoming>,
    handler: Handler,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, MAX_BODY_BYTES).collect().await else {
        return Ok(empty(StatusCode::PAYLOAD_TOO_LARGE));
    };
    let call = Call {
        method: head.method,
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body: body.to_bytes(),
    };
    let Ok(answer) = tokio::task::spawn_blocking(move || handler(call)).await else {
        return Ok(empty(StatusCode::INTERNAL_SERVER_ERROR));
    };
    tokio::time::sleep(answer.delay).await;
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    let body = Full::new(Bytes::from(answer.body));
    Ok(response.body(body).unwrap_or_else(|_| empty(StatusCode::INTERNAL_SERVER_ERROR)))
}

fn empty(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}

fn tls(pki: &Pki) -> anyhow::Result<ServerConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&pki.authority)?)?;
    let provider = Arc::new(ring::default_provider());
    let callers = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
        .build()
        .context("trusting the throw-away authority")?;
    with_certificate(versions()?.with_client_cert_verifier(callers), pki)
}

fn versions() -> anyhow::Result<ConfigBuilder<ServerConfig, WantsVerifier>> {
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    Ok(builder.with_safe_default_protocol_versions()?)
}

fn with_certificate(
    config: ConfigBuilder<ServerConfig, WantsServerCert>,
    pki: &Pki,
) -> anyhow::Result<ServerConfig> {
    let mut config = config.with_single_cert(
        vec![CertificateDer::from_pem_file(&pki.server.certificate)?],
        PrivateKeyDer::from_pem_file(&pki.server.key)?,
    )?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
