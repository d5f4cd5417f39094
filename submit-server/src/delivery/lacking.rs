//! What the published forms need to reach their units, and the configuration has
//! not. Nothing is stopped by it: what cannot be delivered waits, and is seen.

use std::collections::BTreeSet;

use form_model::compiled::{CompiledForm, Means};

use crate::config::Config;

/// One line for each thing that is missing, in the order of the units.
#[must_use]
pub fn lacking(config: &Config, forms: &[CompiledForm]) -> Vec<String> {
    let mut needed = BTreeSet::new();
    let mut lacking = BTreeSet::new();
    for service in forms.iter().map(|it| &it.service) {
        match &service.delivery {
            Some(it) => {
                needed.insert((it.unit.as_str(), it.by));
            }
            None => {
                let slug = &service.slug;
                lacking.insert(format!("{slug}: says no delivery, build the site again"));
            }
        }
    }
    for (unit, by) in needed {
        lacking.extend(missing(config, unit, by).map(|it| format!("{unit}: {it}")));
    }
    lacking.into_iter().collect()
}

fn missing(config: &Config, unit: &str, by: Means) -> Option<String> {
    let delivery = &config.delivery;
    let block = delivery.unit(unit);
    match by {
        Means::Folder => match &delivery.folder {
            None => Some("needs `delivery.folder`".to_owned()),
            Some(root) if !root.join(unit).is_dir() => {
                Some(format!("needs the folder `{}`", root.join(unit).display()))
            }
            Some(_) => None,
        },
        Means::Mail if block.is_none_or(|it| it.mailbox.is_none()) => {
            Some(format!("needs `mailbox` in `[[units]]` with `id = \"{unit}\"`"))
        }
        Means::Mail if config.mail.is_none() => Some("needs `[mail]`".to_owned()),
        Means::Webhook if block.is_none_or(|it| it.webhook.is_none()) => {
            Some(format!("needs `webhook` in `[[units]]` with `id = \"{unit}\"`"))
        }
        Means::Mail | Means::Webhook => None,
    }
}
