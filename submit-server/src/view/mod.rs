//! What templates are given: everything worked out, nothing to look up.
//!
//! Reading order: `page` (every page), `form`, `account`; [`View`] puts a
//! view into its template.

pub(crate) mod account;
pub(crate) mod form;
pub(crate) mod page;

use std::path::Path;

use anyhow::Context;
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::{Deserialize, Serialize};
use theme::Theme;

use crate::problem::Result;
use crate::view::page::{AccountView, Link, PageView};

/// The theme with the site that it shows.
pub struct View {
    environment: Environment<'static>,
    theme: Theme,
    /// What the server itself says about the site.
    pub site: Site,
}

/// The part of `_site/site.json` that the server reads; templates see all of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Site {
    /// The portal's name.
    pub name: String,
    /// The municipality's name.
    pub municipality: String,
    /// The switchboard's number, as read.
    pub phone: String,
    /// The switchboard's number, as dialled.
    pub phone_url: String,
    /// What the switchboard is called.
    pub switchboard_name: String,
}

impl View {
    /// Reads the site that the generator has built.
    ///
    /// # Errors
    /// When the site is not there, or the theme does not work.
    pub fn new(theme: Theme, public: &Path) -> anyhow::Result<Self> {
        let file = public.join("_site").join("site.json");
        let json = std::fs::read(&file)
            .with_context(|| format!("reading `{}`; run `generator` first", file.display()))?;
        let whole: serde_json::Value = serde_json::from_slice(&json)
            .with_context(|| format!("reading `{}`", file.display()))?;
        let site = serde_json::from_value(whole.clone())
            .with_context(|| format!("reading `{}`", file.display()))?;
        let mut environment = theme.environment()?;
        environment.add_global("site", Serde(&whole));
        Ok(Self { environment, theme, site })
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
        let template = self.environment.get_template(template).context("finding a template")?;
        let values =
            context! { page => Serde(page), account => Serde(account), view => Serde(view) };
        Ok(template.render(values).context("showing a page")?)
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
