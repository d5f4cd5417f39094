//! Mail: one letter, to one address, through the municipality's own server.
//!
//! **Invariants:** nothing is sent before the connection is encrypted and the
//! certificate checked. A letter has the same Message-ID however often it is
//! sent. What the server writes back is reduced to its three digits: the rest
//! may hold an address.

use std::time::{Duration, UNIX_EPOCH};

use anyhow::Context;
use lettre::Transport;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::SmtpTransport;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;

use crate::config;
use crate::config::MailSecurity;
use crate::notify::Failure;
use crate::notify::words::Text;

/// How long the server may be silent.
const SILENCE: Duration = Duration::from_secs(10);

/// Answers that are about us, not about the letter: log in, log in better.
const OUR_FAULT: [u16; 4] = [530, 534, 535, 538];

/// Answers that are about the address: no such mailbox, moved, full, not allowed.
const ADDRESS_AT_FAULT: [u16; 5] = [550, 551, 552, 553, 556];

/// The way to the mail server.
pub struct Mail {
    transport: SmtpTransport,
    from: lettre::Address,
    domain: String,
}

/// A letter to send.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// The message's id; the letter's Message-ID is made of it.
    pub id: &'a str,
    /// Who it says that it is from: the municipality's name.
    pub sender: &'a str,
    /// Where it goes.
    pub to: &'a str,
    /// Its words.
    pub text: &'a Text,
    /// When, in milliseconds since 1970 UTC.
    pub now: i64,
}

/// `Auto-Submitted: auto-generated`, so that no holiday reply comes back (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

/// `Content-Language: sv`
#[derive(Clone)]
struct ContentLanguage;

impl Mail {
    /// Prepares the way; nothing is called yet.
    ///
    /// # Errors
    /// When the sender is no address, or the authority no certificate.
    pub fn new(it: &config::Mail) -> anyhow::Result<Self> {
        let tls = tls(it).context("preparing the encryption of mail")?;
        let mut builder = SmtpTransport::builder_dangerous(&it.host)
            .port(it.port)
            .hello_name(ClientId::Domain(it.domain.clone()))
            .timeout(Some(SILENCE))
            .tls(match it.security {
                MailSecurity::StartTls => Tls::Required(tls),
                MailSecurity::Tls => Tls::Wrapper(tls),
            });
        if let Some((user, password)) = &it.login {
            let password = password.expose().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        let from = it.from.parse().with_context(|| format!("`{}` is no address", it.from))?;
        Ok(Self { transport: builder.build(), from, domain: it.domain.clone() })
    }

    /// Sends a letter.
    ///
    /// # Errors
    /// When the server did not take it.
    pub fn send(&self, letter: &Letter<'_>) -> Result<(), Failure> {
        let never = |_| Failure::Never("letter".to_owned());
        let to = letter.to.parse().map_err(|_| Failure::Address("address".to_owned()))?;
        let message = self.written(letter, &to).map_err(never)?;
        let envelope = Envelope::new(Some(self.from.clone()), vec![to])
            .map_err(|_| Failure::Never("envelope".to_owned()))?;
        match self.transport.send_raw(&envelope, &message.formatted()) {
            Ok(_) => Ok(()),
            Err(error) => Err(judged(&error)),
        }
    }

    fn written(&self, letter: &Letter<'_>, to: &lettre::Address) -> anyhow::Result<Message> {
        let since = Duration::from_millis(u64::try_from(letter.now)?);
        Ok(Message::builder()
            .from(Mailbox::new(Some(letter.sender.to_owned()), self.from.clone()))
            .to(Mailbox::new(None, to.clone()))
            .date(UNIX_EPOCH + since)
            .message_id(Some(format!("<{}@{}>", letter.id, self.domain)))
            .subject(letter.text.subject.clone())
            .header(AutoSubmitted)
            .header(ContentLanguage)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.body.clone())?)
    }
}

fn tls(it: &config::Mail) -> anyhow::Result<TlsParameters> {
    let builder = TlsParameters::builder(it.host.clone());
    let builder = match &it.ca {
        // With an authority of one's own, no other is trusted.
        Some(pem) => builder
            .certificate_store(CertificateStore::None)
            .add_root_certificate(Certificate::from_pem(pem)?),
        None => builder.certificate_store(CertificateStore::WebpkiRoots),
    };
    Ok(builder.build_rustls()?)
}

/// What an error means for the letter.
fn judged(error: &lettre::transport::smtp::Error) -> Failure {
    let code = error.status().map(u16::from);
    let words = match code {
        Some(code) => format!("smtp {code}"),
        None if error.is_timeout() => "smtp: no answer in time".to_owned(),
        None if error.is_tls() => "smtp: no trusted encryption".to_owned(),
        None if error.is_client() => "smtp: the server cannot do what we need".to_owned(),
        None => "smtp: not reachable".to_owned(),
    };
    match code {
        Some(code) if !error.is_permanent() || OUR_FAULT.contains(&code) => Failure::Later(words),
        Some(code) if ADDRESS_AT_FAULT.contains(&code) && !is_policy(error) => {
            Failure::Address(words)
        }
        Some(_) => Failure::Never(words),
        None => Failure::Later(words),
    }
}

/// `5.7.…` says that we may not send (RFC 3463); no address is at fault then.
fn is_policy(error: &lettre::transport::smtp::Error) -> bool {
    error.to_string().contains(" 5.7.")
}

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "sv".to_owned())
    }
}
