//! What every page says about itself.

use crate::catalogue::entry::Link;

use serde::Serialize;

/// The variable `page` of every template.
#[derive(Debug, Serialize)]
pub(crate) struct PageView {
    pub(crate) title: String,
    /// The part of the menu that is marked.
    pub(crate) section: &'static str,
    pub(crate) breadcrumbs: Vec<Link>,
    pub(crate) description: Option<String>,
    pub(crate) canonical: Option<String>,
    pub(crate) robots_noindex: bool,
    #[serde(skip)]
    url: String,
}

impl PageView {
    /// A page at an address, for people and search engines.
    pub(crate) fn new(base_url: &str, url: &str, title: &str, description: &str) -> Self {
        Self {
            title: title.to_owned(),
            section: "omraden",
            breadcrumbs: Vec::new(),
            description: Some(description.to_owned()),
            canonical: Some(format!("{base_url}{url}")),
            robots_noindex: false,
            url: url.to_owned(),
        }
    }

    /// The same page with its breadcrumbs.
    pub(crate) fn under(mut self, breadcrumbs: Vec<Link>) -> Self {
        self.breadcrumbs = breadcrumbs;
        self
    }

    /// The same page in a section of the menu.
    pub(crate) fn in_section(mut self, section: &'static str) -> Self {
        self.section = section;
        self
    }

    /// The same page, not for search engines.
    pub(crate) fn unlisted(mut self) -> Self {
        self.robots_noindex = true;
        self.canonical = None;
        self
    }

    /// The path of its file: `/a-o/` → `a-o/index.html`.
    pub(crate) fn path(&self) -> String {
        let path = self.url.trim_start_matches('/');
        if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        }
    }
}
