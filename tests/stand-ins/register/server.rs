//! Folkbokföringen behind mutual TLS: the token service and the register on one port.

use std::sync::Arc;

use super::{API_PATH, Register, TOKEN_PATH};
use crate::stand_ins::bankid::server::Clock;
use crate::stand_ins::pki::Pki;
use crate::stand_ins::sockets::{Call, Open, open_mutual_tls};

/// The open door.
#[derive(Debug)]
pub struct RegisterServer {
    /// Both services; the certificate is the stand-ins'.
    pub door: Open,
}

impl RegisterServer {
    /// Opens a free loopback port.
    pub async fn open(
        register: Arc<Register>,
        pki: &Pki,
        clock: Clock,
    ) -> anyhow::Result<RegisterServer> {
        let answer = move |call: Call| {
            let headers: Vec<(&str, &str)> = call
                .headers
                .iter()
                .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
                .collect();
            let ours = call.path == TOKEN_PATH || call.path.starts_with(API_PATH);
            let path = if ours { call.path.as_str() } else { "" };
            register.handle(call.method.as_str(), path, &headers, &call.body, clock()).into()
        };
        Ok(RegisterServer { door: open_mutual_tls(pki, Arc::new(answer)).await? })
    }

    /// The address of the token service, without its path.
    pub fn origin(&self) -> String {
        format!("https://{}", self.door.address)
    }
}
