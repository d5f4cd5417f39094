//! The sections of mail and SMS. Both may be left out whole: the channel is off
//! then, and the pages say so.

use hyper::Uri;

use crate::config::meant::Reader;
use crate::config::{Mail, MailSecurity, Secret, Sms};

/// Submission with STARTTLS (RFC 6409), and with TLS from the start (RFC 8314).
const STARTTLS_PORT: u64 = 587;
const TLS_PORT: u64 = 465;

/// A sender on a telephone: at most eleven letters and digits, a letter first.
const MOST_SENDER: usize = 11;

/// Letters of the least token that is not guessed: 128 bits in hex.
const LEAST_TOKEN: usize = 32;

impl Reader<'_> {
    /// The mail server, if any; nothing when it is not whole.
    pub(super) fn mail(&mut self) -> Option<Option<Mail>> {
        if !self.section("mail") {
            return Some(None);
        }
        let security = match self.optional("mail.security").as_deref() {
            None | Some("starttls") => Some(MailSecurity::StartTls),
            Some("tls") => Some(MailSecurity::Tls),
            Some(_) => {
                self.fault("mail.security", "should be `starttls` or `tls`");
                None
            }
        };
        let usual = if security == Some(MailSecurity::Tls) { TLS_PORT } else { STARTTLS_PORT };
        let port = self.number("mail.port", usual);
        let port = u16::try_from(port).ok();
        if port.is_none() {
            self.fault("mail.port", "should be between 1 and 65535");
        }
        let (host, from, domain) =
            (self.text("mail.host"), self.text("mail.from"), self.text("mail.domain"));
        if from.as_ref().is_some_and(|it| it.parse::<lettre::Address>().is_err()) {
            self.fault("mail.from", "should be an address like `sjalvservice@example.se`");
        }
        let login = self.mail_login();
        let ca = match self.all.contains_key("mail.ca") {
            true => Some(self.content("mail.ca")?.into_bytes()),
            false => None,
        };
        Some(Some(Mail {
            host: host?,
            port: port?,
            security: security?,
            login,
            from: from?,
            domain: domain?,
            ca,
        }))
    }

    /// A user and a password, or neither: some servers know us by our address.
    fn mail_login(&mut self) -> Option<(String, Secret)> {
        match (self.all.contains_key("mail.user"), self.all.contains_key("mail.password")) {
            (false, false) => None,
            _ => {
                let (user, password) = (self.text("mail.user"), self.content("mail.password"));
                Some((user?, Secret::new(password?.trim())))
            }
        }
    }

    /// The SMS gateway, if any; nothing when it is not whole.
    pub(super) fn sms(&mut self) -> Option<Option<Sms>> {
        if !self.section("sms") {
            return Some(None);
        }
        let (url, user, from) =
            (self.text("sms.url"), self.text("sms.user"), self.text("sms.from"));
        let (password, token) = (self.content("sms.password"), self.content("sms.webhook_token"));
        if url.as_ref().is_some_and(|it| !encrypted(it)) {
            self.fault("sms.url", "should begin with `https://`");
        }
        if from.as_ref().is_some_and(|it| !is_sender(it)) {
            self.fault("sms.from", "should be at most 11 letters a-z and digits, a letter first");
        }
        let token = token.map(|it| it.trim().to_owned());
        if token.as_ref().is_some_and(|it| !is_token(it)) {
            self.fault("sms.webhook_token", "should be at least 32 letters a-z and digits");
        }
        Some(Some(Sms {
            url: url?,
            user: user?,
            password: Secret::new(password?.trim()),
            from: from?,
            webhook_token: Secret::new(token?),
        }))
    }

    fn section(&self, name: &str) -> bool {
        self.all.keys().any(|key| key.split_once('.').is_some_and(|(section, _)| section == name))
    }
}

/// Only a stand-in on the same machine does without.
pub(super) fn encrypted(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let here = matches!(uri.host(), Some("localhost" | "127.0.0.1"));
    uri.scheme_str() == Some("https") || (uri.scheme_str() == Some("http") && here)
}

fn is_sender(text: &str) -> bool {
    text.len() <= MOST_SENDER
        && text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.bytes().all(|it| it.is_ascii_alphanumeric())
}

fn is_token(text: &str) -> bool {
    text.len() >= LEAST_TOKEN && text.bytes().all(|it| it.is_ascii_alphanumeric())
}
