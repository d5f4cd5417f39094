//! Cases come in to the units that handle them: whole into a folder, or told by
//! mail or to the unit's own system.
//!
//! Reading order: [`plan`] (part of the case's own transaction), [`worker`] (what
//! is due is delivered), [`folder`], [`notice`] (what is told when the case is to be
//! fetched), [`mail`] and [`webhook`] (the ways), [`lacking`] (what the forms need
//! and the configuration has not).
//!
//! **Invariants:** nothing is delivered before the case has come in, and nothing
//! inside a transaction. Delivering twice is harmless. A delivery that does not
//! come through is nothing to the citizen: the case is in. No path is made of
//! anything that a person typed. What goes by mail or to a webhook holds no
//! answer and no person.

pub mod folder;
pub mod lacking;
pub mod mail;
pub mod notice;
pub mod plan;
pub mod webhook;
pub mod worker;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::cases::package::Package;
use crate::config;
use crate::delivery::webhook::Webhook;
use crate::notify::mail::Mail;
use crate::problem::Result;
use crate::store::{Channel, Store};
use crate::view::View;

/// The ways by which a case comes to a unit.
pub const CHANNELS: [Channel; 3] = [Channel::Folder, Channel::UnitMail, Channel::Webhook];

/// Puts a case together with all that belongs to it, by the case's id.
pub type Pack = Box<dyn Fn(&str) -> Result<Package> + Send + Sync>;

/// All that is needed to bring cases to their units.
pub struct Delivery {
    /// Where deliveries wait.
    pub store: Arc<Store>,
    /// The words of a letter.
    pub view: Arc<View>,
    /// Puts a case together.
    pub pack: Pack,
    /// Our own address, where a case is fetched, without a slash at the end.
    pub public_url: String,
    /// Holds a folder for each unit; none when it is not configured.
    pub folder: Option<PathBuf>,
    /// The mail server; none when it is not configured.
    pub mail: Option<Mail>,
    /// Units with a mailbox or a system of their own.
    pub units: BTreeMap<String, Unit>,
}

/// How a unit is reached.
pub struct Unit {
    /// Where notices go.
    pub mailbox: Option<String>,
    /// The system that is called.
    pub webhook: Option<Webhook>,
}

impl Unit {
    /// Prepares the ways; nothing is called yet.
    ///
    /// # Errors
    /// When a webhook's authority cannot be used.
    pub fn new(it: &config::Unit) -> anyhow::Result<Self> {
        let webhook = it.webhook.as_ref().map(Webhook::new).transpose()?;
        Ok(Self { mailbox: it.mailbox.clone(), webhook })
    }
}
