//! Catalogue → files: every page, and what the server and the browser read.
//!
//! [`site`] is the entry. Reading order: [`site_view`] and [`page_view`] (what
//! every page says), [`line`] (an entry in a list), [`lists`] (start page,
//! categories) with [`groups`], [`search`] (results, missing pages), [`alphabet`] (A–Ö), [`service`] with [`start`], [`paper`],
//! [`without`] and [`handling`] (one entry), [`moved`] (its old addresses), [`forms`] (for the server), [`machines`] (sitemap, robots).
//!
//! A template gets one view with everything worked out; it looks nothing up.

pub(crate) mod alphabet;
pub(crate) mod forms;
pub(crate) mod groups;
pub(crate) mod handling;
pub(crate) mod line;
pub(crate) mod lists;
pub(crate) mod machines;
pub(crate) mod moved;
pub(crate) mod page_view;
pub(crate) mod paper;
pub(crate) mod search;
pub(crate) mod service;
pub(crate) mod site_view;
pub(crate) mod start;
pub(crate) mod without;

use anyhow::{Context, Result};
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::Serialize;
use theme::Theme;

use crate::blankett::Papers;
use crate::catalogue::Catalogue;
use crate::output::OutputFiles;
use crate::render::page_view::PageView;
use crate::render::site_view::SiteView;

/// What pages are made with.
pub(crate) struct Rendering<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) theme: &'a Theme,
    /// The printed blanketter.
    pub(crate) papers: &'a Papers,
    /// Address of the search index.
    pub(crate) search_index: String,
    environment: Environment<'static>,
    files: OutputFiles,
    /// Whole addresses of the pages that search engines may list.
    listed: Vec<String>,
}

/// Every page and what belongs to them; the search index is made beside, at the path given.
pub(crate) fn site(
    catalogue: &Catalogue,
    (theme, papers): (&Theme, &Papers),
    search_index: &str,
) -> Result<OutputFiles> {
    let view = SiteView::of(catalogue, theme);
    let mut rendering = Rendering {
        catalogue,
        theme,
        papers,
        search_index: format!("/{search_index}"),
        environment: theme.environment_of(&Serde(&view).into()).context("reading the theme")?,
        files: OutputFiles::new(),
        listed: Vec::new(),
    };
    lists::render(&mut rendering)?;
    search::render(&mut rendering)?;
    alphabet::render(&mut rendering)?;
    service::render(&mut rendering)?;
    moved::render(&mut rendering)?;
    let Rendering { mut files, listed, .. } = rendering;
    files.insert("_site/site.json".to_owned(), pretty(&view)?);
    forms::write(catalogue, &mut files)?;
    machines::write(catalogue, &listed, &mut files);
    files.extend(theme.assets().into_iter().map(|it| (it.path, it.bytes)));
    files.extend(catalogue.files.iter().cloned());
    Ok(files)
}

impl Rendering<'_> {
    /// Makes a page and puts it at its address.
    fn page(&mut self, template: &str, page: &PageView, view: &impl Serialize) -> Result<()> {
        let path = page.path();
        let variables = context! {
            page => Serde(page),
            account => (),
            view => Serde(view),
        };
        let template = self.environment.get_template(template);
        let html = template.and_then(|template| template.render(variables)).map_err(|error| {
            // Alternate formatting of a template error names the line and the variables.
            anyhow::anyhow!("{error:#}").context(format!("making `{path}`"))
        })?;
        self.files.insert(path, html.into_bytes());
        self.listed.extend(page.canonical.clone());
        Ok(())
    }

    /// A fixed phrase.
    fn text(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.theme.text(&format!("catalogue.{key}"), args)
    }
}

/// JSON that a person can read, with a line end.
fn pretty(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut json = serde_json::to_vec_pretty(value).context("writing JSON")?;
    json.push(b'\n');
    Ok(json)
}
