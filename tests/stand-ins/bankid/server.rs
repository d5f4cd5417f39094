//! BankID behind its two doors: the API with mutual TLS, and the app as a page on plain HTTP.

use std::sync::Arc;

use super::web::Web;
use super::{BankId, PREFIX};
use crate::stand_ins::pki::Pki;
use crate::stand_ins::sockets::{Open, open_mutual_tls, open_plain};

/// What time it is, in milliseconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The wall clock.
pub fn wall_clock() -> Clock {
    Arc::new(|| jiff::Timestamp::now().as_millisecond())
}

/// The two open doors.
#[derive(Debug)]
pub struct BankIdServer {
    /// The API; the certificate is the stand-ins'.
    pub api: Open,
    /// The app.
    pub app: Open,
}

impl BankIdServer {
    /// Opens both on free loopback ports.
    pub async fn open(
        bankid: Arc<BankId>,
        pki: &Pki,
        clock: Clock,
    ) -> anyhow::Result<BankIdServer> {
        let web = Web::new(Arc::clone(&bankid), Arc::clone(&clock))?;
        let api = open_mutual_tls(
            pki,
            Arc::new(move |call| {
                let path = if call.path.starts_with(PREFIX) { call.path.as_str() } else { "" };
                let content_type = call.header("content-type");
                bankid.handle(call.method.as_str(), path, content_type, &call.body, clock()).into()
            }),
        )
        .await?;
        let app = open_plain(Arc::new(move |call| web.answer(&call))).await?;
        Ok(BankIdServer { api, app })
    }

    /// The address the portal is configured with.
    pub fn api_url(&self) -> String {
        format!("https://{}{PREFIX}", self.api.address)
    }

    /// The address of the app.
    pub fn app_url(&self) -> String {
        format!("http://localhost:{}/", self.app.address.port())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use rustls::crypto::ring;
    use ureq::tls::{Certificate, ClientCert, PrivateKey, RootCerts, TlsConfig};

    use super::{BankIdServer, wall_clock};
    use crate::stand_ins::bankid::BankId;
    use crate::stand_ins::pki::Pki;

    fn agent(pki: &Pki, shows_certificate: bool) -> ureq::Agent {
        let read = |path| fs::read(path).expect("read");
        let root = Certificate::from_pem(&read(&pki.authority)).expect("certificate");
        let client = Certificate::from_pem(&read(&pki.bankid_client.certificate)).expect("pem");
        let key = PrivateKey::from_pem(&read(&pki.bankid_client.key)).expect("key");
        let client = ClientCert::new_with_certs(&[client], key);
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::from(vec![root]))
            .client_cert(shows_certificate.then_some(client))
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            .build();
        let config = ureq::Agent::config_builder().tls_config(tls).http_status_as_error(false);
        config.build().new_agent()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_handshake_fails_without_a_certificate() {
        let folder = tempfile::tempdir().expect("folder");
        let pki = Pki::write(folder.path()).expect("certificates");
        let server = BankIdServer::open(Arc::new(BankId::new()), &pki, wall_clock()).await;
        let url = format!("{}auth", server.as_ref().expect("open").api_url());

        let asked = tokio::task::spawn_blocking(move || {
            let ask = |agent: ureq::Agent| {
                let call = agent.post(&url).header("content-type", "application/json");
                call.send(r#"{"endUserIp":"192.0.2.1"}"#).map(|it| it.status().as_u16())
            };
            (ask(agent(&pki, true)), ask(agent(&pki, false)))
        });

        let (with, without) = asked.await.expect("asked");
        assert_eq!(with.ok(), Some(200));
        assert!(without.is_err());
    }
}
