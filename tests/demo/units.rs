//! The units of the demonstration: whatever the published forms need, so that every case comes in.

use std::fs;
use std::path::Path;

use anyhow::Context;
use form_model::compiled::Means;
use submit_server::config::{Delivery, Secret, Unit, Webhook};
use submit_server::forms::Forms;
use tests::stand_ins::unit_system::SECRET;
use tests::stand_ins::units::UnitsServer;

/// Makes the folders that the forms of a site need, and says where all else is.
pub(crate) fn delivery(site: &Path, world: &UnitsServer) -> anyhow::Result<Delivery> {
    let mut units: Vec<Unit> = Vec::new();
    let forms = Forms::new(site).all_newest().context("reading the forms")?;
    for it in forms.iter().filter_map(|it| it.service.delivery.as_ref()) {
        if it.by == Means::Folder {
            let folder = world.root.join(&it.unit);
            fs::create_dir_all(folder).context("making a unit's folder")?;
        } else if units.iter().all(|unit| unit.id != it.unit) {
            units.push(unit(&it.unit, world));
        }
    }
    Ok(Delivery { folder: Some(world.root.clone()), units })
}

/// A unit with a mailbox, and a system that all of them share.
fn unit(id: &str, world: &UnitsServer) -> Unit {
    let webhook = Webhook { url: world.webhook_url(), secret: Secret::new(SECRET), ca: None };
    Unit { id: id.to_owned(), mailbox: Some(format!("{id}@example.se")), webhook: Some(webhook) }
}
