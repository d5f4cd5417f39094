//! Where cases come to their units: the folder of all units, and a block
//! `[[units]]` for each that has a mailbox or a system of its own.

use std::path::PathBuf;

use crate::config::Secret;
use crate::config::meant::Reader;
use crate::config::told::encrypted;

/// Characters of the shortest secret that signs anything.
const LEAST_SECRET: usize = 32;

/// Where cases come to their units.
#[derive(Debug, Clone, Default)]
pub struct Delivery {
    /// Holds a folder for each unit.
    pub folder: Option<PathBuf>,
    /// Units with a mailbox or a system of their own.
    pub units: Vec<Unit>,
}

/// How a unit is reached.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its key in `handlers.toml`.
    pub id: String,
    /// Where notices go.
    pub mailbox: Option<String>,
    /// The system that is called.
    pub webhook: Option<Webhook>,
}

/// A unit's own system.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The whole address.
    pub url: String,
    /// By which it knows us.
    pub secret: Secret,
    /// The authorities its certificate must come from (PEM); none: the public ones.
    pub ca: Option<Vec<u8>>,
}

impl Delivery {
    /// The unit with this key.
    #[must_use]
    pub fn unit(&self, id: &str) -> Option<&Unit> {
        self.units.iter().find(|it| it.id == id)
    }
}

impl Reader<'_> {
    /// Where cases come to their units.
    pub(super) fn delivery(&mut self) -> Delivery {
        let ids = self.list("units", &[]);
        Delivery {
            folder: self.optional("delivery.folder").map(PathBuf::from),
            units: ids.iter().map(|id| self.unit(id)).collect(),
        }
    }

    fn unit(&mut self, id: &str) -> Unit {
        let key = format!("units.{id}.mailbox");
        let mailbox = self.optional(&key);
        if mailbox.as_ref().is_some_and(|it| it.parse::<lettre::Address>().is_err()) {
            self.fault(&key, "should be an address like `enheten@example.se`");
        }
        Unit { id: id.to_owned(), mailbox, webhook: self.webhook(id) }
    }

    fn webhook(&mut self, id: &str) -> Option<Webhook> {
        let path = |name: &str| format!("units.{id}.{name}");
        let key = path("webhook");
        let Some(url) = self.optional(&key) else {
            for name in ["secret", "ca"].iter().filter(|it| self.all.contains_key(&path(it))) {
                self.fault(&path(name), "is of no use without `webhook`");
            }
            return None;
        };
        if !encrypted(&url) {
            self.fault(&key, "should begin with `https://`");
        }
        let secret = self.content(&path("secret")).map(|it| it.trim().to_owned());
        if secret.as_ref().is_some_and(|it| it.len() < LEAST_SECRET) {
            self.fault(&path("secret"), "should be at least 32 characters");
        }
        let ca = self.all.contains_key(&path("ca")).then(|| self.content(&path("ca")));
        let ca = ca.flatten().map(String::into_bytes);
        Some(Webhook { url, secret: Secret::new(secret?), ca })
    }
}
