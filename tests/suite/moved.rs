//! Old addresses: who has one in a bookmark or a letter still finds the service.

use tests::support::site::SiteTest;

const SERVICE: &str = "e-tjanster/hyra-bat/index.md";

#[test]
fn an_old_address_leads_to_the_page_that_is_there_now() {
    let test = SiteTest::new("everything");

    let (site, mistakes) = test.site();

    assert!(mistakes.is_empty(), "{}", mistakes.report());
    for path in ["batar/index.html", "oversikt/overview/406/index.html"] {
        let page = String::from_utf8_lossy(&site[path]);
        assert!(page.contains("content=\"0; url=/e-tjanster/hyra-bat/\""), "{path}");
        assert!(
            page.contains("<a href=\"/e-tjanster/hyra-bat/\">"),
            "{path}: no way without refresh"
        );
        assert!(page.contains("noindex"), "{path}");
    }
    let sitemap = String::from_utf8_lossy(&site["sitemap.xml"]);
    assert!(!sitemap.contains("overview"), "an old address is listed");
}

#[test]
fn an_old_address_that_cannot_be_published_is_a_mistake() {
    #[rustfmt::skip]
    let cases = [
        ("/e-tjanster/lana-flytvast/", "lana-flytvast/index.md"),
        ("/kategorier/fritid/",        "fritid.md"),
        ("/sok/",                      "the portal itself"),
        ("/e-tjanster/",               "the portal itself"),
        ("/mina-sidor/utkast/",        "/mina-sidor/"),
        ("/batar/",                    "hyra-bat/index.md"),
        ("batar",                      "must be paths"),
        ("/batar",                     "must be paths"),
        ("/../../etc/",                "must be paths"),
        ("/a//b/",                     "must be paths"),
        ("/e-tjanster/hyra-bat/blankett.pdf/", "must be paths"),
        ("/_site/forms/",              "must be paths"),
        ("https://example.se/",        "must be paths"),
    ];
    for (alias, expected) in cases {
        let test = SiteTest::new("everything");
        test.replace(SERVICE, "/oversikt/overview/406/", alias);

        let (site, mistakes) = test.site();

        assert!(site.is_empty(), "{alias} was published");
        assert_eq!(mistakes.len(), 1, "{alias}: {}", mistakes.report());
        let said = mistakes.iter().next().expect("one").to_string();
        assert!(said.contains(expected), "{alias}: {said}");
    }
}
