//! `sitemap.xml` and `robots.txt`.

use crate::catalogue::Catalogue;
use crate::output::OutputFiles;

/// Puts both among the files.
pub(super) fn write(catalogue: &Catalogue, files: &mut OutputFiles) {
    files.insert("sitemap.xml".to_owned(), sitemap(catalogue).into_bytes());
    files.insert("robots.txt".to_owned(), robots(catalogue).into_bytes());
}

fn sitemap(catalogue: &Catalogue) -> String {
    let base_url = &catalogue.site.base_url;
    let categories = catalogue.categories.iter().map(|it| it.url.as_str());
    let entries = catalogue.entries.iter().map(|it| it.url.as_str());
    let pages = catalogue.pages.iter().map(|it| it.url.as_str());
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for url in ["/", "/a-o/"].into_iter().chain(categories).chain(entries).chain(pages) {
        // Addresses are a–z, 0–9 and hyphens, so nothing needs escaping.
        xml.push_str(&format!("<url><loc>{base_url}{url}</loc></url>\n"));
    }
    xml.push_str("</urlset>\n");
    xml
}

fn robots(catalogue: &Catalogue) -> String {
    let site = &catalogue.site;
    format!(
        "User-agent: *\nDisallow: {}\nDisallow: /sok/\n\nSitemap: {}/sitemap.xml\n",
        site.account, site.base_url
    )
}
