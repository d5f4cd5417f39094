//! What templates are given: everything worked out, nothing to look up.
//!
//! Reading order: `page` (every page), `form`, `account`; [`View`] puts a
//! view into its template.

pub(crate) mod account;
pub(crate) mod form;
pub(crate) mod page;

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use anyhow::Context;
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::{Deserialize, Serialize};
use theme::Theme;

use crate::problem::Result;
use crate::view::page::{AccountView, Link, PageView};

/// The theme with the site that it shows.
pub struct View {
    theme: Theme,
    file: PathBuf,
    published: RwLock<Arc<Published>>,
}

/// The site as it was published last. Read again when the file has changed, so
/// that our pages follow a new menu, phone number or style sheet at once.
struct Published {
    environment: Environment<'static>,
    site: Arc<Site>,
    changed: Option<SystemTime>,
}

/// The part of `_site/site.json` that the server reads; templates see all of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Site {
    /// The municipality's name.
    pub municipality: String,
    /// The switchboard's number, as read.
    pub phone: String,
    /// The e-IDs that the pages promise.
    #[serde(default)]
    pub e_ids: Vec<String>,
    /// Whether words that the search finds nothing for are counted.
    #[serde(default)]
    pub count_missing_words: bool,
}

impl Site {
    /// The site as it is published in a folder.
    ///
    /// # Errors
    /// When the generator has not made it.
    pub fn published(public: &Path) -> anyhow::Result<Self> {
        let file = public.join("_site").join("site.json");
        let reading = || format!("reading `{}`", file.display());
        let json = std::fs::read(&file).with_context(reading)?;
        serde_json::from_slice(&json).with_context(reading)
    }
}

impl View {
    /// Reads the site that the generator has built.
    ///
    /// # Errors
    /// When the site is not there, or the theme does not work.
    pub fn new(theme: Theme, public: &Path) -> anyhow::Result<Self> {
        let file = public.join("_site").join("site.json");
        let published = RwLock::new(Arc::new(Published::read(&theme, &file)?));
        Ok(Self { theme, file, published })
    }

    /// What the server itself says about the site.
    #[must_use]
    pub fn site(&self) -> Arc<Site> {
        Arc::clone(&self.published().site)
    }

    fn published(&self) -> Arc<Published> {
        let kept = self.published.read().unwrap_or_else(PoisonError::into_inner);
        let kept = Arc::clone(&kept);
        if kept.changed == changed(&self.file) {
            return kept;
        }
        match Published::read(&self.theme, &self.file) {
            Ok(read) => {
                let read = Arc::new(read);
                let mut published = self.published.write().unwrap_or_else(PoisonError::into_inner);
                *published = Arc::clone(&read);
                read
            }
            // The next page tries again; until then the pages stay as they were.
            Err(error) => {
                tracing::warn!(%error, "the published site was not read again");
                kept
            }
        }
    }

    /// A page: a template with its view.
    ///
    /// # Errors
    /// When the template fails; a fault of ours.
    pub(crate) fn page(
        &self,
        template: &str,
        page: &PageView,
        account: Option<&AccountView>,
        view: &impl Serialize,
    ) -> Result<String> {
        let published = self.published();
        let template =
            published.environment.get_template(template).context("finding a template")?;
        let values =
            context! { page => Serde(page), account => Serde(account), view => Serde(view) };
        Ok(template.render(values).context("showing a page")?)
    }

    /// The words of a letter or an SMS: a template of the theme's `mail/` or `sms/`.
    ///
    /// # Errors
    /// When there is no such template, or it fails; a fault of ours.
    pub(crate) fn letter(&self, template: &str, values: &impl Serialize) -> Result<String> {
        let published = self.published();
        let template =
            published.environment.get_template(template).context("finding a letter's template")?;
        Ok(template.render(Serde(values)).context("writing a letter")?)
    }

    /// A fixed phrase.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.theme.text(key, &[])
    }

    /// A fixed phrase with something filled in: name and value.
    #[must_use]
    pub fn said(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.theme.text(key, values)
    }
}

impl Published {
    fn read(theme: &Theme, file: &Path) -> anyhow::Result<Self> {
        let reading = || format!("reading `{}`; has `generator` made the site?", file.display());
        let changed = changed(file);
        let json = std::fs::read(file).with_context(reading)?;
        let whole: serde_json::Value = serde_json::from_slice(&json).with_context(reading)?;
        let site = serde_json::from_value(whole.clone()).with_context(reading)?;
        let environment = theme.environment_of(&Serde(&whole).into())?;
        Ok(Self { environment, site: Arc::new(site), changed })
    }
}

fn changed(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file).and_then(|it| it.modified()).ok()
}

impl PageView {
    /// A page of the account.
    pub(crate) fn account(title: impl Into<String>, breadcrumbs: Vec<Link>) -> Self {
        Self {
            title: title.into(),
            section: "konto".to_owned(),
            breadcrumbs,
            description: None,
            canonical: None,
            robots_noindex: true,
        }
    }
}

impl Link {
    pub(crate) fn new(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self { label: label.into(), url: url.into() }
    }
}
