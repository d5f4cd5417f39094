//! The municipality's units, as the stories need them: a folder for those that get the whole case,
//! a mailbox, and a system behind a real port.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use submit_server::config::{Delivery, Secret, Unit, Webhook};
use tokio::runtime::{Builder, Runtime};

use crate::stand_ins::pki::Pki;
use crate::stand_ins::sockets::Open;
use crate::stand_ins::unit_system::{PATH, SECRET, UnitSystem};

/// The unit that the report of a fault in the street goes to, by webhook, and parking permits by folder.
pub const STREETS: &str = "gata-och-trafik";
/// The unit that applications for preschool go to, by folder.
pub const PRESCHOOLS: &str = "forskola-och-fritidshem";
/// The unit that applications for grants go to, by mail.
pub const LEISURE: &str = "fritid-och-foreningsliv";
/// Its mailbox.
pub const MAILBOX: &str = "fritid@example.se";

/// The units.
pub struct Units {
    /// The system of [`STREETS`].
    pub system: Arc<UnitSystem>,
    door: Open,
    pki: Pki,
    _runtime: Runtime,
    folder: tempfile::TempDir,
}

impl Units {
    /// Opens the system, and makes the folders.
    pub(super) fn open() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for unit in [STREETS, PRESCHOOLS] {
            fs::create_dir_all(folder.path().join("arenden").join(unit)).expect("a unit's folder");
        }
        let pki = Pki::write(folder.path()).expect("certificates");
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let system = Arc::new(UnitSystem::default());
        let door = runtime.block_on(system.open(Some(&pki))).expect("a port");
        Self { system, door, pki, _runtime: runtime, folder }
    }

    /// The folder of a unit.
    #[must_use]
    pub fn folder(&self, unit: &str) -> PathBuf {
        self.root().join(unit)
    }

    /// The folder of all units.
    #[must_use]
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("arenden")
    }

    /// What the server is told of them.
    ///
    /// # Panics
    /// When the authority is gone.
    #[must_use]
    pub fn config(&self) -> Delivery {
        let webhook = Webhook {
            url: format!("https://localhost:{}{PATH}", self.door.address.port()),
            secret: Secret::new(SECRET),
            ca: Some(fs::read(&self.pki.authority).expect("the authority")),
        };
        let streets = Unit { id: STREETS.to_owned(), mailbox: None, webhook: Some(webhook) };
        let mailbox = Some(MAILBOX.to_owned());
        let leisure = Unit { id: LEISURE.to_owned(), mailbox, webhook: None };
        Delivery { folder: Some(self.root()), units: vec![streets, leisure] }
    }
}
