//! Published forms: the newest of each service from the site's folder, and the
//! versions that drafts and cases were begun on from the database.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use form_model::compiled::CompiledForm;

use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{ReadTx, WriteTx};

/// Versions kept in memory; all of them together are a few megabytes.
const KEPT: usize = 500;

/// The forms that the generator has published.
pub struct Forms {
    folder: PathBuf,
    read: Mutex<HashMap<String, Arc<CompiledForm>>>,
}

impl Forms {
    /// Reads from the folder of a built site.
    #[must_use]
    pub fn new(site: &Path) -> Self {
        Self { folder: site.join("_site").join("forms"), read: Mutex::default() }
    }

    /// The form that a service has now. Read each time, so that a new version
    /// is used as soon as the site is published.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when the service has no form.
    pub fn newest(&self, service: &str) -> Result<Arc<CompiledForm>> {
        Ok(self.remember(self.published(service)?))
    }

    fn published(&self, service: &str) -> Result<CompiledForm> {
        if !service.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-') {
            return Err(Problem::NotFound);
        }
        let file = self.folder.join(format!("{service}.json"));
        let json = match std::fs::read(&file) {
            Ok(json) => json,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Problem::NotFound);
            }
            Err(error) => return Err(Problem::Internal(error.into())),
        };
        let form = CompiledForm::read(&json)
            .with_context(|| format!("reading the published form of `{service}`"))?;
        Ok(form)
    }

    /// The form that each service has now, by the service's name. They are not remembered:
    /// whoever asks for all looks through them once, and most are not used that day.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn all_newest(&self) -> Result<Vec<CompiledForm>> {
        let unread = || format!("reading the folder `{}`", self.folder.display());
        let mut services = Vec::new();
        for entry in std::fs::read_dir(&self.folder).with_context(unread)? {
            let name = entry.with_context(unread)?.file_name();
            let service = name.to_str().and_then(|it| it.strip_suffix(".json"));
            services.extend(service.map(str::to_owned));
        }
        services.sort();
        services.iter().map(|it| self.published(it)).collect()
    }

    /// The slugs of the units that handle what comes in by the published forms.
    ///
    /// # Errors
    /// As [`Self::all_newest`].
    pub fn units(&self) -> Result<BTreeSet<String>> {
        let forms = self.all_newest()?;
        let units = forms.iter().filter_map(|it| it.service.delivery.as_ref());
        Ok(units.map(|it| it.unit.clone()).collect())
    }

    /// The version with this hash, which a draft or a case uses.
    ///
    /// # Errors
    /// When the database has lost it.
    pub fn version(&self, tx: &ReadTx<'_>, hash: &str) -> Result<Arc<CompiledForm>> {
        if let Some(form) = self.read.lock().unwrap_or_else(PoisonError::into_inner).get(hash) {
            return Ok(Arc::clone(form));
        }
        let json = tx.form(hash)?.context("a case uses a form that is not kept")?;
        let form = CompiledForm::read(json.as_bytes()).context("reading a kept form")?;
        Ok(self.remember(form))
    }

    /// Keeps a version for as long as a case needs it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn keep(&self, tx: &WriteTx<'_>, form: &CompiledForm) -> Result<()> {
        let json = serde_json::to_string(form).context("writing a form")?;
        tx.keep_form(&form.hash, &form.service.slug, &json)
    }

    fn remember(&self, form: CompiledForm) -> Arc<CompiledForm> {
        let form = Arc::new(form);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.len() >= KEPT {
            read.clear();
        }
        read.insert(form.hash.clone(), Arc::clone(&form));
        form
    }
}
