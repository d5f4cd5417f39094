//! The outside world of the demonstration: certificates, BankID, folkbokföringen, mail,
//! SMS and Telia e-legitimation.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use tests::stand_ins::bankid::BankId;
use tests::stand_ins::bankid::server::BankIdServer;
use tests::stand_ins::elks::Elks;
use tests::stand_ins::mailbox::Mailbox;
use tests::stand_ins::mailbox::server::MailServer;
use tests::stand_ins::messages::MessagesServer;
use tests::stand_ins::pki::Pki;
use tests::stand_ins::register::Register;
use tests::stand_ins::register::server::RegisterServer;
use tests::stand_ins::telia::Telia;
use tests::stand_ins::time::MovableClock;
use tests::stand_ins::units::UnitsServer;

/// The stand-ins, open until this is dropped.
pub(crate) struct World {
    /// The certificates that the portal is configured with.
    pub(crate) pki: Pki,
    /// What time it is in the portal and its surroundings.
    pub(crate) clock: Arc<MovableClock>,
    /// BankID and its app.
    pub(crate) bankid: BankIdServer,
    /// Folkbokföringen.
    pub(crate) register: RegisterServer,
    /// The mail server.
    pub(crate) mail: MailServer,
    /// The SMS gateway, and the page with everything that was sent.
    pub(crate) messages: MessagesServer,
    /// What the units get.
    pub(crate) units: UnitsServer,
    /// Telia e-legitimation; left out without Node.js and its packages.
    pub(crate) telia: Option<Telia>,
}

impl World {
    /// Makes certificates in `folder` and opens everything on free loopback ports,
    /// for a portal at this address.
    pub(crate) async fn open(folder: &Path, portal: &str) -> anyhow::Result<World> {
        let certificates = folder.join("certificates");
        std::fs::create_dir(&certificates).context("making the certificates' folder")?;
        let pki = Pki::write(&certificates)?;
        let clock = Arc::new(MovableClock::default());
        let bankid = BankIdServer::open(Arc::new(BankId::new()), &pki, clock.reader()).await?;
        let register =
            RegisterServer::open(Arc::new(Register::new()), &pki, clock.reader()).await?;
        let (mailbox, elks) = (Arc::new(Mailbox::default()), Arc::new(Elks::default()));
        let mail = MailServer::open(Arc::clone(&mailbox), &pki)?;
        let messages = MessagesServer::open(mailbox, elks).await?;
        let units = UnitsServer::open(&folder.join("arenden")).await?;
        let telia = match Telia::start(portal, "ES256") {
            Ok(telia) => Some(telia),
            Err(cause) => {
                tracing::info!(%cause, "no Telia e-legitimation");
                None
            }
        };
        Ok(World { pki, clock, bankid, register, mail, messages, units, telia })
    }
}
