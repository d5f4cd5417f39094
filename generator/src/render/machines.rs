//! `sitemap.xml` and `robots.txt`.

use crate::catalogue::Catalogue;
use crate::output::OutputFiles;

/// Puts both among the files. The sitemap has the addresses in `listed`.
pub(super) fn write(catalogue: &Catalogue, listed: &[String], files: &mut OutputFiles) {
    files.insert("sitemap.xml".to_owned(), sitemap(listed).into_bytes());
    files.insert("robots.txt".to_owned(), robots(catalogue).into_bytes());
}

fn sitemap(listed: &[String]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for url in listed {
        // Addresses are a–z, 0–9 and hyphens, so nothing needs escaping.
        xml.push_str(&format!("<url><loc>{url}</loc></url>\n"));
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
