//! What people see: templates, messages, styles and scripts.
//!
//! Reading order: [`Theme`], `files` (where it is read from), `messages`
//! (every fixed phrase, by key), `environment` (the templates, compiled),
//! `constants` (what in them is the same on every page),
//! `assets` (what browsers fetch, under a name that changes with the content),
//! `style` (the style sheets joined into one), `script` (modules joined into one), [`Error`].
//!
//! **Invariant:** everything is read and checked when the theme is made. A page
//! never meets a missing file, a broken template or a phrase defined twice.

mod assets;
mod constants;
mod environment;
mod error;
mod files;
mod messages;
mod script;
mod style;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

pub use crate::assets::Asset;
pub use crate::error::Error;

use crate::assets::Assets;
use crate::files::Files;
use crate::messages::Messages;

/// A complete look: what is needed to show any page.
#[derive(Clone, Debug)]
pub struct Theme {
    files: Arc<Files>,
    messages: Arc<Messages>,
    assets: Arc<Assets>,
}

impl Theme {
    /// The look that comes with the program.
    ///
    /// # Errors
    /// When a message is defined twice or a listed style sheet is missing.
    pub fn embedded() -> Result<Self, Error> {
        Self::made_of(Files::embedded())
    }

    /// The look that comes with the program, with the files of a folder in place
    /// of those with the same path. A municipality that only changes its
    /// colours has a folder with nothing but `css/tokens.css`.
    ///
    /// # Errors
    /// When the folder cannot be read, and as [`Theme::embedded`].
    pub fn folder(folder: &Path) -> Result<Self, Error> {
        Self::made_of(Files::embedded().replaced_by(Files::folder(folder)?))
    }

    /// All templates, compiled; a template that cannot be is an error here.
    /// Undefined values and unknown messages are errors when a page is made.
    ///
    /// # Errors
    /// When a template is not valid.
    pub fn environment(&self) -> Result<minijinja::Environment<'static>, Error> {
        environment::environment(&self.files, &self.messages, None)
    }

    /// As [`Theme::environment`], for the pages of one site: it is the variable `site` of
    /// every template, and what a template makes of it alone is made here, once.
    ///
    /// # Errors
    /// As [`Theme::environment`].
    pub fn environment_of(
        &self,
        site: &minijinja::Value,
    ) -> Result<minijinja::Environment<'static>, Error> {
        environment::environment(&self.files, &self.messages, Some(site))
    }

    /// A fixed phrase, with `{name}` replaced by what stands for `name`. An
    /// unknown key gives the key itself: a page with an odd word is better than
    /// no page.
    #[must_use]
    pub fn text(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.messages.text(key, args).unwrap_or_else(|_| key.to_owned())
    }

    /// All phrases below a key, with `{name}` where a value goes: for scripts, which put them in.
    #[must_use]
    pub fn phrases(&self, below: &str) -> BTreeMap<&str, &str> {
        self.messages.phrases(below)
    }

    /// Everything that browsers fetch, to be published under `/`.
    #[must_use]
    pub fn assets(&self) -> Vec<Asset> {
        self.assets.list.clone()
    }

    /// Where the assets are: `/_theme/3f2a9c…/`.
    #[must_use]
    pub fn asset_base(&self) -> String {
        self.assets.base.clone()
    }

    fn made_of(files: Files) -> Result<Self, Error> {
        let messages = Messages::read(&files)?;
        let assets = Assets::collect(&files)?;
        Ok(Self { files: Arc::new(files), messages: Arc::new(messages), assets: Arc::new(assets) })
    }
}
