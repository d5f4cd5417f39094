//! Old addresses: a page that leads on, for web servers that know nothing of redirects.

use anyhow::Result;
use serde::Serialize;

use crate::render::Rendering;
use crate::render::page_view::PageView;

#[derive(Serialize)]
struct MovedView<'a> {
    title: &'a str,
    url: &'a str,
}

/// Makes a page for every alias.
pub(super) fn render(rendering: &mut Rendering<'_>) -> Result<()> {
    let catalogue = rendering.catalogue;
    let title = rendering.text("moved_title", &[]);
    for it in &catalogue.entries {
        let view = MovedView { title: &it.title, url: &it.url };
        for alias in &it.aliases {
            let page = PageView::new(&catalogue.site.base_url, alias, &title, &it.title).unlisted();
            rendering.page("moved.html", &page.in_section(""), &view)?;
        }
    }
    Ok(())
}
