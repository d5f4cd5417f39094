//! The page for results, the page for what is not there, and what the search box asks for first.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::render::Rendering;
use crate::render::lists::StartView;
use crate::render::lists::start_view;
use crate::render::page_view::PageView;

/// Under a name that stays: which index is the newest.
const NEWEST: &str = "sok/index.json";

#[derive(Serialize)]
struct Newest<'a> {
    /// Address of the first file of the search index.
    index: &'a str,
    /// What the box says.
    phrases: BTreeMap<&'a str, &'a str>,
}

#[derive(Serialize)]
struct SearchView<'a> {
    #[serde(flatten)]
    start: StartView<'a>,
    /// What the script says about the results, as JSON.
    phrases: String,
}

/// Makes the search page, the page that stands for missing ones, and [`NEWEST`].
///
/// Only these and the start page name the index: a changed text changes its
/// name, and must not change every page.
pub(super) fn render(rendering: &mut Rendering<'_>) -> Result<()> {
    let base_url = &rendering.catalogue.site.base_url;
    let index = rendering.search_index.clone();
    let start = start_view(rendering, &index);
    let phrases = rendering.theme.phrases("search.results");
    let phrases = serde_json::to_string(&phrases).context("writing the search's phrases")?;
    let view = SearchView { start, phrases };
    let title = rendering.text("search_title", &[]);
    let page = PageView::new(base_url, "/sok/", &title, &title)
        .under(vec![rendering.home()])
        .in_section("sok")
        .unlisted();
    rendering.page("search.html", &page, &view)?;
    let title = rendering.text("missing_title", &[]);
    let page = PageView::new(base_url, "/404.html", &title, &title).in_section("").unlisted();
    rendering.page("not-found.html", &page, &view)?;
    let newest = Newest { index: &index, phrases: rendering.theme.phrases("search.box") };
    let newest = serde_json::to_vec(&newest).context("writing which search index is the newest")?;
    rendering.files.insert(NEWEST.to_owned(), newest);
    Ok(())
}
