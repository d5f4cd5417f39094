//! The mail server's door: SMTP (RFC 5321) with STARTTLS (RFC 3207) and AUTH PLAIN, one thread a
//! connection.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{Letter, Mailbox, PASSWORD, USER, Weather, base64};
use crate::stand_ins::pki::Pki;

/// Nobody is silent for longer than this.
const SILENCE: Duration = Duration::from_secs(20);

/// The open door; it closes when this is dropped.
#[derive(Debug)]
pub struct MailServer {
    /// Where it listens; the certificate is the stand-ins'.
    pub address: SocketAddr,
    closed: Arc<AtomicBool>,
}

impl MailServer {
    /// Opens a free loopback port.
    pub fn open(mailbox: Arc<Mailbox>, pki: &Pki) -> anyhow::Result<MailServer> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("opening a port")?;
        let address = listener.local_addr()?;
        let tls = Arc::new(tls(pki)?);
        let closed = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&closed);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if seen.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (mailbox, tls) = (Arc::clone(&mailbox), Arc::clone(&tls));
                // A client that hangs up is the client's business.
                thread::spawn(move || drop(begin(stream, &mailbox, tls)));
            }
        });
        Ok(MailServer { address, closed })
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for a connection; if it cannot be reached, it has ended.
        drop(TcpStream::connect(self.address));
    }
}

/// What a client has said so far.
#[derive(Default)]
struct Said {
    known: bool,
    from: Option<String>,
    to: Option<String>,
}

fn begin(stream: TcpStream, mailbox: &Mailbox, tls: Arc<ServerConfig>) -> io::Result<()> {
    stream.set_read_timeout(Some(SILENCE))?;
    if mailbox.weather() == Weather::Refusing {
        return Ok(());
    }
    let mut plain = BufReader::new(stream);
    answer(&mut plain, mailbox, "220 mailbox ready")?;
    loop {
        let line = line(&mut plain)?;
        match verb(&line).as_str() {
            "EHLO" if mailbox.weather() == Weather::Plain => {
                answer(&mut plain, mailbox, "250 mailbox")?;
            }
            "EHLO" => answer(&mut plain, mailbox, "250-mailbox\r\n250 STARTTLS")?,
            "STARTTLS" => {
                answer(&mut plain, mailbox, "220 go on")?;
                let connection = ServerConnection::new(tls).map_err(io::Error::other)?;
                let stream = StreamOwned::new(connection, plain.into_inner());
                return talk(BufReader::new(stream), mailbox);
            }
            "QUIT" => return answer(&mut plain, mailbox, "221 bye"),
            _ => answer(&mut plain, mailbox, "530 encrypt first")?,
        }
    }
}

/// The conversation once it is encrypted.
fn talk(mut stream: BufReader<impl Read + Write>, mailbox: &Mailbox) -> io::Result<()> {
    let mut said = Said::default();
    loop {
        let line = line(&mut stream)?;
        let reply = match verb(&line).as_str() {
            "EHLO" => "250-mailbox\r\n250 AUTH PLAIN".to_owned(),
            "AUTH" => {
                let expected = format!("\0{USER}\0{PASSWORD}");
                let given = line.split(' ').nth(2).unwrap_or_default();
                said.known = base64(given) == expected.as_bytes();
                if said.known { "235 welcome" } else { "535 who are you" }.to_owned()
            }
            "MAIL" if !said.known => "530 log in first".to_owned(),
            "MAIL" => {
                said.from = address(&line);
                "250 ok".to_owned()
            }
            "RCPT" => match mailbox.weather() {
                Weather::Forbidding => "550 5.7.1 relaying denied".to_owned(),
                Weather::Answering(code) => format!("{code} no, {line}"),
                _ => {
                    said.to = address(&line);
                    "250 ok".to_owned()
                }
            },
            "DATA" => {
                answer(&mut stream, mailbox, "354 go on")?;
                let source = data(&mut stream)?;
                let (from, to) = (said.from.take(), said.to.take());
                let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
                mailbox.take(Letter { from, to, source });
                if mailbox.weather() == Weather::SilentAfterData {
                    return Ok(());
                }
                "250 taken".to_owned()
            }
            "QUIT" => return answer(&mut stream, mailbox, "221 bye"),
            _ => "250 ok".to_owned(),
        };
        answer(&mut stream, mailbox, &reply)?;
    }
}

fn answer(
    stream: &mut BufReader<impl Read + Write>,
    mailbox: &Mailbox,
    reply: &str,
) -> io::Result<()> {
    if let Weather::Slow(wait) = mailbox.weather() {
        thread::sleep(wait);
    }
    stream.get_mut().write_all(format!("{reply}\r\n").as_bytes())?;
    stream.get_mut().flush()
}

fn line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut bytes = Vec::new();
    if stream.read_until(b'\n', &mut bytes)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let line = String::from_utf8_lossy(&bytes);
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Everything up to a line with only a dot; a dot that was doubled is one again.
fn data(stream: &mut impl BufRead) -> io::Result<String> {
    let mut source = String::new();
    loop {
        let line = line(stream)?;
        if line == "." {
            return Ok(source);
        }
        source.push_str(line.strip_prefix('.').unwrap_or(&line));
        source.push_str("\r\n");
    }
}

fn verb(line: &str) -> String {
    line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase()
}

/// `RCPT TO:<a@example.se>` → `a@example.se`
fn address(line: &str) -> Option<String> {
    Some(line.split_once('<')?.1.split_once('>')?.0.to_owned())
}

fn tls(pki: &Pki) -> anyhow::Result<ServerConfig> {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth();
    let certificate = CertificateDer::from_pem_file(&pki.server.certificate)?;
    let key = PrivateKeyDer::from_pem_file(&pki.server.key)?;
    Ok(config.with_single_cert(vec![certificate], key)?)
}
