//! One connection as hyper sees it: heads arrive whole and judged, a reader
//! that does not read is given up, and an answer is not lost because its
//! request was never read to the end.
//!
//! A head that [`crate::http::framing`] does not trust is replaced by a line
//! that hyper refuses with 400, after which it closes the connection.

use std::future::Future;
use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

use crate::http::framing::{Framing, MAX_HEAD_BYTES, framing, head_end};

/// No method begins like this, so hyper answers 400 and closes.
const REFUSED: &[u8] = b"\0\r\n\r\n";

/// How much is read at a time while a head is awaited.
const READ_BYTES: usize = 4096;

/// How long bytes are read and thrown away after the last answer. To close
/// with bytes unread is a reset, and a reset can overtake the answer: the
/// citizen would see a broken connection and not that the file was too large.
const LINGER_TIME: Duration = Duration::from_secs(2);

/// A stream between hyper and the socket.
pub(super) struct Wire<S> {
    stream: S,
    state: State,
    /// Read from the stream, not yet handed on.
    held: Vec<u8>,
    /// How much of `held` has been searched for the end of a head.
    seen: usize,
    patience: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
    /// Once everything is written: until when the rest is thrown away.
    lingering: Option<Pin<Box<Sleep>>>,
}

/// What the next bytes are.
#[derive(Clone, Copy)]
enum State {
    /// A head, or the part of it that has come.
    Head,
    /// So many bytes that belong together: the rest of a head and its body.
    Pass(u64),
    /// Whatever comes; nothing more is judged on this connection.
    Through,
    /// Nothing: what is held is handed on, and then it is the end.
    End,
}

impl<S: Unpin> Wire<S> {
    /// Wraps a stream; a write that makes no progress for `patience` fails.
    pub(super) fn new(stream: S, patience: Duration) -> Wire<S> {
        Wire {
            stream,
            state: State::Head,
            held: Vec::new(),
            seen: 0,
            patience,
            stalled: None,
            lingering: None,
        }
    }

    /// Looks at what is held while a head is awaited.
    fn judge(&mut self) {
        while self.held.starts_with(b"\r\n") {
            // RFC 9112 §2.2: empty lines before a request are skipped.
            self.held.drain(..2);
        }
        let end = head_end(&self.held, self.seen.min(self.held.len()));
        self.seen = self.held.len();
        self.state = match end {
            Ok(Some(end)) => match framing(&self.held[..end]) {
                Ok(Framing::Length(body)) => State::Pass(body.saturating_add(end as u64)),
                Ok(Framing::Chunked) => State::Through,
                Err(_) => self.refuse(),
            },
            // hyper answers 431 when it has seen as much.
            Ok(None) if self.held.len() > MAX_HEAD_BYTES => State::Through,
            Ok(None) => State::Head,
            Err(_) => self.refuse(),
        };
    }

    fn refuse(&mut self) -> State {
        self.held = REFUSED.to_vec();
        State::End
    }

    /// Hands on what is held, at most `most` bytes; how many were handed.
    fn hand_on(&mut self, buffer: &mut ReadBuf<'_>, most: u64) -> u64 {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let count = self.held.len().min(buffer.remaining()).min(most);
        buffer.put_slice(&self.held[..count]);
        self.held.drain(..count);
        count as u64
    }

    fn passed(&mut self, left: u64) {
        if left == 0 {
            self.state = State::Head;
            self.seen = 0;
        } else {
            self.state = State::Pass(left);
        }
    }

    /// Turns a write that waits too long into an error.
    fn waited<T>(&mut self, cx: &mut Context<'_>, done: Poll<Result<T>>) -> Poll<Result<T>> {
        if done.is_ready() {
            self.stalled = None;
            return done;
        }
        let patience = self.patience;
        let timer = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(Err(Error::from(ErrorKind::TimedOut)))
    }
}

impl<S: AsyncRead + Unpin> Wire<S> {
    /// Reads more of a head into `held`; false at the end of the stream.
    fn poll_more(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool>> {
        let mut bytes = [0; READ_BYTES];
        let mut part = ReadBuf::new(&mut bytes);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut part))?;
        self.held.extend_from_slice(part.filled());
        Poll::Ready(Ok(!part.filled().is_empty()))
    }

    /// Reads straight into hyper's buffer, at most `most` bytes.
    fn poll_through(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
        most: u64,
    ) -> Poll<Result<u64>> {
        let room = buffer.remaining().min(usize::try_from(most).unwrap_or(usize::MAX));
        let mut part = ReadBuf::new(buffer.initialize_unfilled_to(room));
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut part))?;
        let count = part.filled().len();
        buffer.advance(count);
        Poll::Ready(Ok(count as u64))
    }
}

impl<S: AsyncRead + Unpin> Wire<S> {
    /// Throws away the rest of what the client sends, for a while.
    fn poll_linger(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let between_requests = matches!(self.state, State::Head) && self.held.is_empty();
        let Some(until) = self.lingering.as_mut().filter(|_| !between_requests) else {
            return Poll::Ready(());
        };
        while until.as_mut().poll(cx).is_pending() {
            let mut bytes = [0; READ_BYTES];
            let mut part = ReadBuf::new(&mut bytes);
            let read = ready!(Pin::new(&mut self.stream).poll_read(cx, &mut part));
            if read.is_err() || part.filled().is_empty() {
                break;
            }
        }
        Poll::Ready(())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        loop {
            match self.state {
                State::Head => {
                    self.judge();
                    if matches!(self.state, State::Head) && !ready!(self.poll_more(cx))? {
                        self.state = State::End;
                    }
                }
                State::Pass(left) if !self.held.is_empty() => {
                    let count = self.hand_on(buffer, left);
                    self.passed(left - count);
                    return Poll::Ready(Ok(()));
                }
                State::Pass(left) => {
                    let count = ready!(self.poll_through(cx, buffer, left))?;
                    self.passed(left - count);
                    return Poll::Ready(Ok(()));
                }
                State::Through if self.held.is_empty() => {
                    ready!(self.poll_through(cx, buffer, u64::MAX))?;
                    return Poll::Ready(Ok(()));
                }
                State::Through | State::End => {
                    self.hand_on(buffer, u64::MAX);
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.waited(cx, done)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        self.waited(cx, done)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let done = Pin::new(&mut self.stream).poll_flush(cx);
        self.waited(cx, done)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        if self.lingering.is_none() {
            let done = Pin::new(&mut self.stream).poll_shutdown(cx);
            ready!(self.waited(cx, done))?;
            self.lingering = Some(Box::pin(tokio::time::sleep(LINGER_TIME)));
        }
        self.poll_linger(cx).map(Ok)
    }
}
