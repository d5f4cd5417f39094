//! The outside world of the demonstration: certificates, BankID and folkbokföringen.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use tests::stand_ins::bankid::BankId;
use tests::stand_ins::bankid::server::{BankIdServer, wall_clock};
use tests::stand_ins::pki::Pki;
use tests::stand_ins::register::Register;
use tests::stand_ins::register::server::RegisterServer;

/// The stand-ins, open until this is dropped.
pub(crate) struct World {
    /// The certificates that the portal is configured with.
    pub(crate) pki: Pki,
    /// BankID and its app.
    pub(crate) bankid: BankIdServer,
    /// Folkbokföringen.
    pub(crate) register: RegisterServer,
}

impl World {
    /// Makes certificates in `folder` and opens everything on free loopback ports.
    pub(crate) async fn open(folder: &Path) -> anyhow::Result<World> {
        let certificates = folder.join("certificates");
        std::fs::create_dir(&certificates).context("making the certificates' folder")?;
        let pki = Pki::write(&certificates)?;
        let bankid = BankIdServer::open(Arc::new(BankId::new()), &pki, wall_clock()).await?;
        let register = RegisterServer::open(Arc::new(Register::new()), &pki, wall_clock()).await?;
        Ok(World { pki, bankid, register })
    }
}
