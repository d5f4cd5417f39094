//! The stand-ins without sockets, for stories with a stopped clock: the same answers, in process.

use std::sync::Arc;

use submit_server::outbound::{Answer, Transport, TransportError};

use super::Reply;
use super::bankid::BankId;
use super::bankid::server::Clock;
use super::register::{Register, Weather};

/// BankID in process.
pub struct BankIdTransport {
    bankid: Arc<BankId>,
    clock: Clock,
}

impl BankIdTransport {
    /// The caller keeps a handle on `bankid` to act as the app.
    pub fn new(bankid: Arc<BankId>, clock: Clock) -> BankIdTransport {
        BankIdTransport { bankid, clock }
    }
}

impl Transport for BankIdTransport {
    fn post(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, TransportError> {
        let content_type = header(headers, "content-type");
        Ok(answer(self.bankid.handle("POST", path, content_type, body, (self.clock)())))
    }
}

/// Folkbokföringen in process: both the token service and the register.
pub struct RegisterTransport {
    register: Arc<Register>,
    clock: Clock,
}

impl RegisterTransport {
    /// The caller keeps a handle on `register` to change its weather.
    pub fn new(register: Arc<Register>, clock: Clock) -> RegisterTransport {
        RegisterTransport { register, clock }
    }
}

impl Transport for RegisterTransport {
    fn post(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, TransportError> {
        match self.register.weather() {
            Weather::Unreachable => Err(TransportError::Unreachable("connection refused".into())),
            // Nobody waits in process: what is slow has not answered in time.
            Weather::Slow(_) => Err(TransportError::TimedOut),
            _ => Ok(answer(self.register.handle("POST", path, headers, body, (self.clock)()))),
        }
    }
}

fn header<'a>(headers: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
}

fn answer(reply: Reply) -> Answer {
    Answer { status: reply.status, body: reply.body.to_string().into_bytes() }
}
