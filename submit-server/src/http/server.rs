//! The accept loop and what happens to one request between socket and page:
//! the only async file of the server.
//!
//! A request is read whole and within limits, answered by an ordinary function
//! on the blocking pool, and sent back with the protecting headers. A refused
//! request ends its connection, because what follows it cannot be trusted.

use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{CONNECTION, HeaderValue, TRANSFER_ENCODING};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};
use tokio::time::{Instant, sleep, timeout, timeout_at};

use crate::http::forwarded::{self, Network};
use crate::http::framing::MAX_HEAD_BYTES;
use crate::http::gate;
use crate::http::headers::Security;
use crate::http::limits::{Limits, MAX_HEADERS, ORDINARY_BODY_BYTES, limit_for};
use crate::http::request::Request;
use crate::http::response::Response;
use crate::http::seats::{Seat, Seats};
use crate::http::wire::Wire;
use crate::log::{self, Answered};

/// How long to wait when a connection cannot be accepted: the usual cause is
/// that there are no descriptors left, and trying at once only burns a core.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// hyper's read buffer: room for a head, and for a large body to come in.
const BUFFER_BYTES: usize = 64 * 1024;

/// What answers requests. It runs on the blocking pool and may panic: that
/// request gets 500.
pub type Answer = Arc<dyn Fn(Request) -> Response + Send + Sync>;

/// As [`Answer`], on the thread that read the request: for what need not wait. None
/// when it must be answered as any other.
pub type AnswerAtOnce = Arc<dyn Fn(&Request) -> Option<AtOnce> + Send + Sync>;

/// An answer that nobody had to wait for.
pub struct AtOnce {
    /// What is sent.
    pub response: Response,
    /// When something is being written: tells `true` when it is kept, and not before that
    /// is the answer sent. Otherwise the request is answered as any other.
    pub kept: Option<oneshot::Receiver<bool>>,
}

/// What a program gets for a status at a path, in place of a page; none for a browser.
pub type Refuse = fn(u16, &str) -> Option<Response>;

/// How the server behaves.
#[derive(Default)]
pub struct Settings {
    /// Numbers.
    pub limits: Limits,
    /// The hosts answered for, with the port where it is not the usual one.
    pub hosts: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// The protecting headers.
    pub security: Security,
    /// Pages for [`REFUSALS`]; plain words where one is missing.
    pub refusals: Vec<Response>,
    /// What programs get instead; pages for them, too, when it is missing.
    pub refuse: Option<Refuse>,
    /// What is answered without waiting, if anything.
    pub at_once: Option<AnswerAtOnce>,
}

/// The statuses with which a request may be refused before, or instead of,
/// being answered by a page.
pub const REFUSALS: [u16; 7] = [400, 405, 408, 413, 421, 500, 503];

struct Server {
    answer: Answer,
    settings: Settings,
    handlers: Arc<Semaphore>,
    large_bodies: Arc<Semaphore>,
    connections_by: Seats,
    large_bodies_by: Seats,
}

/// A body, and its place among the large ones.
struct Body {
    bytes: Bytes,
    large: Option<(OwnedSemaphorePermit, Seat)>,
}

/// The status that refuses a request.
struct Refused(u16);

/// Serves until `stop` is done, then lets requests under way finish.
pub async fn serve(
    listener: TcpListener,
    answer: Answer,
    settings: Settings,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let (most, patience) = (settings.limits.connections, settings.limits.stop);
    let server = Arc::new(Server::new(answer, settings));
    let connections = Arc::new(Semaphore::new(most));
    let (stopping, stopped) = watch::channel(false);
    let mut stop = pin!(stop);
    let mut failing = false;
    loop {
        let free = Arc::clone(&connections).acquire_owned();
        let place = tokio::select! { () = &mut stop => break, it = free => it? };
        let accepted = tokio::select! { () = &mut stop => break, it = listener.accept() => it };
        match accepted {
            Ok((stream, peer)) => {
                failing = false;
                let server = Arc::clone(&server);
                tokio::spawn(connection(server, stream, peer.ip(), (place, stopped.clone())));
            }
            Err(cause) => {
                if !failing {
                    tracing::error!(cause = %cause, "connections cannot be accepted");
                }
                failing = true;
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    stopping.send_replace(true);
    // Every connection holds one place, so having all of them means none is left.
    let all = u32::try_from(most).context("too many connections to count")?;
    if timeout(patience, connections.acquire_many(all)).await.is_err() {
        tracing::warn!("stopped with requests under way");
    }
    Ok(())
}

/// One connection from its first byte to its last.
async fn connection(
    server: Arc<Server>,
    stream: TcpStream,
    peer: IpAddr,
    (_place, mut stopped): (OwnedSemaphorePermit, watch::Receiver<bool>),
) {
    let proxy = server.settings.trusted_proxies.iter().any(|it| it.contains(peer));
    let seat = server.connections_by.take(peer.to_canonical());
    if seat.is_none() && !proxy {
        return;
    }
    // Answers are small and written whole; without this the last part waits.
    drop(stream.set_nodelay(true));
    let limits = server.settings.limits.clone();
    let service = service_fn(move |request| {
        let server = Arc::clone(&server);
        async move { Ok::<_, Infallible>(server.exchange(request, peer).await) }
    });
    let io = TokioIo::new(Wire::new(stream, limits.write));
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header)
            .max_headers(MAX_HEADERS)
            .max_header_size(MAX_HEAD_BYTES)
            .max_buf_size(BUFFER_BYTES)
            .serve_connection(io, service)
    );
    let stopping = async { drop(stopped.wait_for(|it| *it).await) };
    // How a connection ends (reset, timed out, malformed) is the client's matter.
    tokio::select! {
        ended = connection.as_mut() => drop(ended),
        () = stopping => {
            connection.as_mut().graceful_shutdown();
            drop(connection.await);
        }
    }
}

impl Server {
    fn new(answer: Answer, settings: Settings) -> Server {
        let limits = &settings.limits;
        Server {
            answer,
            handlers: Arc::new(Semaphore::new(limits.handlers)),
            large_bodies: Arc::new(Semaphore::new(limits.large_bodies)),
            connections_by: Seats::new(limits.per_address),
            large_bodies_by: Seats::new(limits.large_bodies.saturating_sub(1).max(1)),
            settings,
        }
    }

    /// One request and its answer.
    async fn exchange(
        &self,
        incoming: hyper::Request<Incoming>,
        peer: IpAddr,
    ) -> hyper::Response<Full<Bytes>> {
        let started = Instant::now();
        let (mut parts, body) = incoming.into_parts();
        // See `wire`: what follows a chunked body is not judged.
        let mut last = parts.headers.contains_key(TRANSFER_ENCODING);
        let response = match self.answered(&mut parts, body, peer).await {
            Ok(response) => response,
            Err(Refused(status)) => {
                last = true;
                self.refusal(status, parts.uri.path())
            }
        };
        let incident = response.incident.clone();
        let mut outgoing = self.outgoing(response);
        if last {
            outgoing.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        log::request(&Answered {
            method: &parts.method,
            path: parts.uri.path(),
            status: outgoing.status().as_u16(),
            took: started.elapsed(),
            incident: incident.as_deref(),
        });
        outgoing
    }

    async fn answered(
        &self,
        parts: &mut Parts,
        body: Incoming,
        peer: IpAddr,
    ) -> Result<Response, Refused> {
        if let Some(status) = gate::refusal(parts, &self.settings.hosts) {
            return Err(Refused(status));
        }
        let client = forwarded::client(peer, &parts.headers, &self.settings.trusted_proxies);
        let target = parts.uri.path_and_query().map_or("/", |it| it.as_str());
        let method = if parts.method == Method::HEAD { Method::GET } else { parts.method.clone() };
        let mut request = Request::new(method, target, client);
        let limit = limit_for(&request.method, &request.path);
        let body = self.body(body, limit, client).await?;
        request.headers = std::mem::take(&mut parts.headers);
        request.body = body.bytes;
        if let Some(response) = self.at_once(&request).await {
            return Ok(response);
        }
        self.handled(request, body.large).await
    }

    /// The answer that needs no thread of its own.
    async fn at_once(&self, request: &Request) -> Option<Response> {
        let AtOnce { response, kept } = self.settings.at_once.as_ref()?(request)?;
        let kept = match kept {
            Some(kept) => kept.await.unwrap_or(false),
            None => true,
        };
        kept.then_some(response)
    }

    /// Reads a body to its end, within its limits.
    async fn body(&self, mut body: Incoming, limit: u64, client: IpAddr) -> Result<Body, Refused> {
        let limits = &self.settings.limits;
        let started = Instant::now();
        let mut whole = BytesMut::new();
        let mut large = None;
        loop {
            let total = started + limits.body_total(whole.len() as u64);
            let until = total.min(Instant::now() + limits.body_idle);
            let frame = match timeout_at(until, body.frame()).await {
                Err(_) => return Err(Refused(408)),
                Ok(None) => break,
                Ok(Some(frame)) => frame.map_err(|_| Refused(400))?,
            };
            let Ok(data) = frame.into_data() else {
                continue;
            };
            let length = (whole.len() + data.len()) as u64;
            if length > limit {
                return Err(Refused(413));
            }
            if length > ORDINARY_BODY_BYTES && large.is_none() {
                large = Some(self.large_place(client).await?);
            }
            whole.extend_from_slice(&data);
        }
        Ok(Body { bytes: whole.freeze(), large })
    }

    /// A place among the large bodies; one client always leaves one to others.
    /// Waiting costs nothing here: the sender is held back by its own socket.
    async fn large_place(&self, client: IpAddr) -> Result<(OwnedSemaphorePermit, Seat), Refused> {
        let seat = self.large_bodies_by.take(client).ok_or(Refused(503))?;
        let free = Arc::clone(&self.large_bodies).acquire_owned();
        match timeout(self.settings.limits.body, free).await {
            Ok(Ok(place)) => Ok((place, seat)),
            _ => Err(Refused(503)),
        }
    }

    /// Lets a page answer, on the blocking pool. The places are held until the
    /// page is done, also when the client has gone.
    async fn handled(
        &self,
        request: Request,
        large: Option<(OwnedSemaphorePermit, Seat)>,
    ) -> Result<Response, Refused> {
        let free = Arc::clone(&self.handlers).acquire_owned();
        let Ok(Ok(place)) = timeout(self.settings.limits.wait, free).await else {
            return Err(Refused(503));
        };
        let answer = Arc::clone(&self.answer);
        let path = request.path.clone();
        let work = tokio::task::spawn_blocking(move || {
            let response = answer(request);
            drop((place, large));
            response
        });
        Ok(work.await.unwrap_or_else(|_| self.refusal(500, &path).with_incident(log::incident())))
    }

    fn refusal(&self, status: u16, path: &str) -> Response {
        if let Some(response) = self.settings.refuse.and_then(|refuse| refuse(status, path)) {
            return response.refusing();
        }
        let page = self.settings.refusals.iter().find(|it| it.status == status);
        page.map_or_else(|| Response::refusal(status), |it| it.clone().refusing())
    }

    /// What hyper sends. An answer that cannot be sent as it is becomes 500.
    fn outgoing(&self, response: Response) -> hyper::Response<Full<Bytes>> {
        let mut outgoing = assemble(response).unwrap_or_else(|cause| {
            tracing::error!(cause = %cause, "an answer has a header that cannot be sent");
            let mut bare = hyper::Response::new(Full::default());
            *bare.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            bare
        });
        self.settings.security.apply(outgoing.headers_mut());
        outgoing
    }
}

fn assemble(response: Response) -> hyper::http::Result<hyper::Response<Full<Bytes>>> {
    let headers = response.header_map()?;
    let mut outgoing = hyper::Response::new(Full::new(response.body));
    *outgoing.status_mut() = StatusCode::from_u16(response.status)?;
    *outgoing.headers_mut() = headers;
    Ok(outgoing)
}
