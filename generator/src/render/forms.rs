//! `_site/forms/<service>.json`: what the server needs of each form.

use anyhow::{Context, Result};
use form_model::compiled::{CompiledForm, Service};

use crate::catalogue::Catalogue;
use crate::catalogue::entry::{Entry, Kind};
use crate::output::OutputFiles;
use crate::render::pretty;

/// Seals every form and puts it among the files.
pub(super) fn write(catalogue: &Catalogue, files: &mut OutputFiles) -> Result<()> {
    for it in &catalogue.entries {
        let Some(form) = it.form.as_ref().filter(|_| it.kind == Kind::Service) else { continue };
        let sealed = CompiledForm::seal(form.clone(), service(it, catalogue))
            .with_context(|| format!("sealing the form of `{}`", it.slug))?;
        files.insert(format!("_site/forms/{}.json", it.slug), pretty(&sealed)?);
    }
    Ok(())
}

fn service(it: &Entry, catalogue: &Catalogue) -> Service {
    let blankett = it.blankett.and_then(|index| catalogue.entries.get(index));
    Service {
        slug: it.slug.clone(),
        title: it.title.clone(),
        verb: it.verb.clone(),
        summary: it.summary.clone(),
        url: it.url.clone(),
        login: it.login,
        signers: it.signers,
        minutes: it.facts.minutes,
        unit: it.handling.unit.clone(),
        handler: it.handling.handler.clone(),
        contact: it.handling.contact.clone(),
        personal_data: it.handling.personal_data.clone(),
        blankett_url: blankett.map(|it| it.url.clone()),
        delivery: it.handling.delivery.clone(),
    }
}
