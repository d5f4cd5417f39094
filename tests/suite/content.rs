//! The real content: all of it is there, and every page of it keeps what it promises.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use form_model::compiled::CompiledForm;
use tests::support::server::ServerTest;
use tests::support::site::{files_in, real, real_content};
use tests::support::tags::{Tag, between, links, tags};

/// An e-service or a blankett: where its page is, and what its header says.
struct Entry {
    page: String,
    header: toml::Table,
    /// Whether a form lies beside it.
    form: bool,
}

impl Entry {
    fn slug(&self) -> String {
        self.page.split('/').nth(1).expect("a slug").to_owned()
    }
}

#[test]
fn the_content_is_complete() {
    let count = |folder: &str| {
        let within = |it: &&String| it.starts_with(folder) && it.ends_with("/index.html");
        real().keys().filter(within).count()
    };

    assert_eq!(count("e-tjanster/"), 190);
    assert_eq!(count("blanketter/"), 130);
    assert_eq!(count("kategorier/"), 13);
}

#[test]
fn other_handlers_are_said_and_linked_to() {
    let handlers = handlers();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries() {
        let unit = entry.header["unit"].as_str().expect("a unit");
        let key = handlers["units"][unit]["handler"].as_str().expect("a handler");
        let handler = &handlers["handlers"][key];
        let name = handler["name"].as_str().expect("a name");
        let url = handler["personal_data_url"].as_str().expect("an address");
        let (page, html) = (&entry.page, html(&entry.page));
        *counts.entry(name).or_default() += 1;

        let privacy = between(html, "id=\"personuppgifter\"", "</details>").expect("a part");
        assert!(links(privacy).iter().any(|it| it == url), "{page} does not link to {url}");
        let said = between(html, "<main", "</main>").is_some_and(|it| it.contains(name));
        let own = handler.get("own").is_some();
        assert!(own || said, "{page} does not say that {name} handles it");
    }

    assert_eq!(counts.get("Bräcke kommun"), Some(&46));
    assert_eq!(counts.get("Sundsvalls kommun"), Some(&19));
}

#[test]
fn what_two_must_sign_says_so() {
    let entries = entries();
    let two = entries.iter().filter(|it| signers(it) == 2);
    for entry in two.clone() {
        assert!(html(&entry.page).contains("<strong>Båda måste skriva under."), "{}", entry.page);
    }

    assert_eq!(two.count(), 23);
    for entry in entries.iter().filter(|it| signers(it) == 1) {
        assert!(!html(&entry.page).contains("Båda måste skriva under."), "{}", entry.page);
    }
}

#[test]
fn every_form_is_published_for_the_server() {
    let forms = real().iter().filter(|(path, _)| path.starts_with("_site/forms/"));
    let mut slugs = Vec::new();
    for (path, bytes) in forms {
        let compiled = CompiledForm::read(bytes).unwrap_or_else(|it| panic!("{path}: {it}"));
        assert_eq!(*path, format!("_site/forms/{}.json", compiled.service.slug));
        assert!(!compiled.form.next.is_empty(), "{path} does not say what happens next");
        slugs.push(compiled.service.slug);
    }

    let written: Vec<String> = entries()
        .iter()
        .filter(|it| it.form && it.page.starts_with("e-tjanster/"))
        .map(Entry::slug)
        .collect();
    assert_eq!(slugs, written);
}

/// Where nothing can be begun, the case is taken elsewhere.
#[test]
fn what_needs_login_is_begun_and_saved_here_or_handled_elsewhere() {
    let entries = entries();
    let needs_login = entries
        .iter()
        .filter(|it| it.header.get("login").and_then(toml::Value::as_str) == Some("required"));
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        needs_login.partition(|it| !it.header.contains_key("external"));

    for entry in &here {
        assert!(entry.form, "{} has no form", entry.page);
    }
    assert!(here.len() > 3 * elsewhere.len(), "{} here, {} elsewhere", here.len(), elsewhere.len());
}

#[test]
fn an_e_service_without_a_form_offers_another_way() {
    for entry in entries().iter().filter(|it| it.page.starts_with("e-tjanster/")) {
        let (page, html) = (&entry.page, html(&entry.page));
        let begins = links(html).iter().any(|it| it.starts_with("/mina-sidor/ny/"));
        assert_eq!(begins, entry.form, "{page}");

        let start = between(html, "<section class=\"hatch start\"", "</section>").expect("a start");
        let way = links(start);
        let offered = ["tel:", "/blanketter/", "https://", "/mina-sidor/ny/"];
        let offers = |it: &String| offered.iter().any(|way| it.starts_with(way));
        assert!(way.iter().any(offers), "{page} has a dead start: {way:?}");
        let other = |it: &String| it.starts_with("tel:") || it.starts_with("/blanketter/");
        assert!(links(html).iter().any(other), "{page} has neither phone nor blankett");
    }
}

#[test]
fn every_e_service_says_what_those_do_who_have_no_eid() {
    let mut count = 0;
    for entry in entries().iter().filter(|it| it.page.starts_with("e-tjanster/")) {
        let (page, html) = (&entry.page, html(&entry.page));
        let heading = "<h2 id=\"utan\">Vad gör jag om jag inte har e-legitimation?</h2>";
        let answer = between(html, heading, "<h2").or_else(|| between(html, heading, "<p id="));
        let answer = answer.unwrap_or_else(|| panic!("{page} does not answer"));
        let ways = links(answer);

        assert!(ways.iter().any(|it| it.starts_with("tel:")), "{page}: no telephone: {answer}");
        assert!(answer.contains("Besök kommunhuset, Torggatan 10"), "{page}: no visit: {answer}");
        let paper = ways.iter().any(|it| it.starts_with("/blanketter/") || it.ends_with(".pdf"));
        let asked =
            answer.contains("skickar ett papper hem") || answer.contains("efter en blankett");
        assert!(paper || asked, "{page}: no paper: {answer}");
        let needs = entry.header["login"].as_str() == Some("required");
        let led = ways.contains(&"/saknar-e-legitimation/".to_owned());
        assert_eq!(needs, led, "{page}: {ways:?}");
        assert!(!answer.contains("giltig"), "{page}: {answer}");
        count += 1;
    }

    assert_eq!(count, 190);
}

#[test]
fn the_page_for_those_without_eid_is_kind_in_swedish_and_in_english() {
    let pages =
        [("saknar-e-legitimation/index.html", "sv"), ("en/saknar-e-legitimation/index.html", "en")];
    for (path, language) in pages {
        let page = html(path);
        let main = between(page, "<main", "</main>").expect("the page");
        let other =
            if language == "sv" { "/en/saknar-e-legitimation/" } else { "/saknar-e-legitimation/" };
        assert!(links(main).contains(&other.to_owned()), "{path} does not lead to {other}");
        for it in ["sv", "en"] {
            let alternate = format!("<link rel=\"alternate\" hreflang=\"{it}\" href=\"https://");
            assert!(page.contains(&alternate), "{path}: no alternate in {it}");
        }
        assert!(main.contains("samordningsnummer"), "{path}");
        assert!(links(main).contains(&"tel:+46690250100".to_owned()), "{path}");
        for unkind in ["giltig", "invalid", "felaktig", "not valid"] {
            assert!(!main.contains(unkind), "{path} says {unkind}");
        }
    }
    let english = html("en/saknar-e-legitimation/index.html");
    assert!(
        english.contains("<title lang=\"en\">")
            && english.contains("<div class=\"flow\" lang=\"en\">")
    );
    let login = ServerTest::new().browser().get("/mina-sidor/logga-in").body;
    for to in ["/saknar-e-legitimation/", "/en/saknar-e-legitimation/"] {
        assert!(links(&login).contains(&to.to_owned()), "the login page does not lead to {to}");
    }
    let service = html("e-tjanster/forskola-plats/index.html");
    assert!(links(service).contains(&"/en/saknar-e-legitimation/".to_owned()));
}

#[test]
fn who_has_a_protected_identity_is_offered_the_phone_only() {
    let page = html("skyddad-identitet/index.html");
    let main = between(page, "<main", "</main>").expect("the page");

    for link in links(page) {
        let offered = link.starts_with("mailto:") || link.starts_with("/e-tjanster/");
        assert!(!offered, "the page links to {link}");
    }
    assert!(links(main).contains(&"tel:+46690250100".to_owned()));
    assert!(!tags(main).any(|it| ["form", "input"].contains(&it.name)), "a form on the page");
    assert!(!links(main).iter().any(|it| it.starts_with("/mina-sidor/")), "a login on the page");
}

#[test]
fn the_sitemap_lists_every_page_that_is_to_be_found() {
    let sitemap = String::from_utf8_lossy(&real()["sitemap.xml"]).into_owned();
    let base = "<loc>https://sjalvservice.example.se/";
    let listed: BTreeSet<String> = sitemap
        .split(base)
        .skip(1)
        .filter_map(|it| it.split('<').next())
        .map(|it| format!("{it}index.html"))
        .collect();
    let noindex = |it: Tag<'_>| {
        it.name == "meta" && it.value("content").is_some_and(|it| it.starts_with("noindex"))
    };
    let hidden = |it: &&&String| tags(html(it)).any(noindex);
    let pages: Vec<&String> = real().keys().filter(|it| it.ends_with(".html")).collect();
    let unlisted: Vec<&String> = pages.iter().filter(hidden).copied().collect();
    let open: BTreeSet<String> =
        pages.into_iter().filter(|it| !unlisted.contains(it)).cloned().collect();

    assert_eq!(unlisted, ["404.html", "sok/index.html"]);
    let missing: Vec<_> = open.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&open).collect();
    assert!(missing.is_empty() && gone.is_empty(), "missing: {missing:?}, too many: {gone:?}");
}

/// What the server needs is not to be found by search engines or people.
#[test]
fn nothing_but_pages_links_into_the_servers_files() {
    for (path, html) in pages() {
        assert!(!links(html).iter().any(|it| it.starts_with("/_site/")), "{path}");
    }
}

fn signers(entry: &Entry) -> i64 {
    entry.header.get("signers").and_then(toml::Value::as_integer).unwrap_or(1)
}

fn handlers() -> toml::Table {
    let text = fs::read_to_string(real_content().join("handlers.toml")).expect("the handlers");
    text.parse().expect("TOML")
}

/// Every entry, with its header as written.
fn entries() -> Vec<Entry> {
    let files = files_in(&real_content()).into_iter();
    let (entries, others): (Vec<_>, Vec<_>) =
        files.partition(|(path, _)| path.ends_with("/index.md"));
    let entries = entries.into_iter();
    let entries: Vec<Entry> = entries
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes).expect("UTF-8");
            let header = text.split("+++").nth(1).expect("a header").parse().expect("TOML");
            let beside = path.replace("/index.md", "/form.toml");
            let form = others.iter().any(|(other, _)| *other == beside);
            Entry { page: path.replace("/index.md", "/index.html"), header, form }
        })
        .collect();
    assert_eq!(entries.len(), 320);
    entries
}

fn pages() -> impl Iterator<Item = (&'static String, &'static str)> {
    real().keys().filter(|it| it.ends_with(".html")).map(|path| (path, html(path)))
}

fn html(path: &str) -> &'static str {
    std::str::from_utf8(&real()[path]).expect("UTF-8")
}
