//! Every page of the real content: its frame, its links, its headings, its weight.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use tests::support::site::real;
use tests::support::tags::{Tag, between, tags};

/// What one round trip of TCP carries at first: ten segments of 1460 bytes, less
/// the headers.
const ROUND_TRIP_BYTES: usize = 14_000;

#[test]
fn every_page_has_its_frame() {
    for (path, html) in pages() {
        let all: Vec<Tag<'_>> = tags(html).collect();
        let count = |name: &str| all.iter().filter(|it| it.name == name).count();
        let title = between(html, "<title", "</title>").unwrap_or_default();
        let title = title.split_once('>').map_or("", |it| it.1);

        assert!(html.starts_with("<!DOCTYPE html>"), "{path}");
        assert_eq!(all[0].value("lang").as_deref(), Some("sv"), "{path}: no language");
        assert!(title.ends_with("Ånge kommun") && title.len() > 12, "{path}: the title is {title}");
        for (name, expected) in [("main", 1), ("h1", 1), ("header", 1), ("footer", 1), ("title", 1)]
        {
            assert_eq!(count(name), expected, "{path}: <{name}>");
        }
        let first = all.iter().find(|it| it.name == "a").and_then(|it| it.value("href"));
        let main = all.iter().find(|it| it.name == "main").and_then(|it| it.value("id"));
        assert_eq!(first, main.map(|it| format!("#{it}")), "{path}: the skip link is not first");
    }
}

#[test]
fn titles_tell_pages_apart() {
    let mut seen: BTreeMap<&str, &String> = BTreeMap::new();
    for (path, html) in pages() {
        let title = between(html, "<title", "</title>").expect("a title");
        let title = title.split_once('>').expect("its words").1;
        if let Some(other) = seen.insert(title, path) {
            panic!("{path} and {other} are both called {title}");
        }
    }
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    for (path, html) in pages() {
        let main = between(html, "<main", "</main>").expect("the page");
        let levels = tags(main).filter_map(|it| it.name.strip_prefix('h')?.parse::<u8>().ok());
        let mut above = 0;
        for level in levels {
            assert!(level <= above + 1, "{path}: h{level} after h{above}");
            above = level;
        }
    }
}

#[test]
fn ids_are_used_once() {
    for (path, html) in pages() {
        let mut seen = BTreeSet::new();
        for id in ids(html) {
            assert!(seen.insert(id.clone()), "{path}: the id {id} is used twice");
        }
    }
}

#[test]
fn every_reference_within_a_page_leads_somewhere() {
    let names = ["aria-labelledby", "aria-describedby", "aria-controls", "for"];
    for (path, html) in pages() {
        let ids: BTreeSet<String> = ids(html).collect();
        for tag in tags(html) {
            for named in names.iter().filter_map(|it| tag.value(it)) {
                for id in named.split_whitespace() {
                    assert!(ids.contains(id), "{path}: <{}> names #{id}", tag.name);
                }
            }
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    let ids: BTreeMap<&str, BTreeSet<String>> =
        pages().map(|(path, html)| (path.as_str(), ids(html).collect())).collect();
    let mut dead = BTreeSet::new();
    for (path, html) in pages() {
        let named = tags(html).flat_map(|it| [it.value("href"), it.value("src")]);
        for to in named.flatten() {
            if let Some(why) = dead_link(path, &to, &ids) {
                dead.insert(format!("{path}: {to}: {why}"));
            }
        }
    }

    assert!(dead.is_empty(), "{} dead links:\n{dead:#?}", dead.len());
}

#[test]
fn no_page_is_heavier_than_one_round_trip() {
    let (path, style) =
        real().iter().find(|(path, _)| path.ends_with("/css/site.css")).expect("the style sheet");
    let style = weight(style);
    let mut heavy = Vec::new();
    for (path, html) in pages() {
        let bytes = weight(html.as_bytes()) + style;
        if bytes > ROUND_TRIP_BYTES {
            heavy.push(format!("{path}: {bytes} bytes"));
        }
    }

    assert!(heavy.is_empty(), "{path} is {style} bytes; with it, over the limit: {heavy:#?}");
}

#[test]
fn every_script_and_style_comes_from_the_theme() {
    for (path, html) in pages() {
        for tag in tags(html) {
            assert!(tag.value("style").is_none(), "{path}: a style in <{}>", tag.name);
            assert!(tag.name != "style", "{path}: a style sheet inside the page");
            let loaded = match tag.name {
                "script" => Some(tag.value("src").unwrap_or_default()),
                "link" if tag.value("rel").as_deref() == Some("stylesheet") => tag.value("href"),
                "img" | "iframe" | "object" | "embed" => tag.value("src"),
                _ => None,
            };
            assert!(
                loaded.as_ref().is_none_or(|it| it.starts_with("/_theme/")),
                "{path}: <{}> loads {loaded:?}",
                tag.name
            );
        }
    }
}

fn dead_link(from: &str, to: &str, ids: &BTreeMap<&str, BTreeSet<String>>) -> Option<String> {
    let elsewhere = ["https://", "tel:", "mailto:"].iter().any(|it| to.starts_with(it));
    if elsewhere || to.starts_with("/mina-sidor/") {
        return None;
    }
    let (path, anchor) = to.split_once('#').unwrap_or((to, ""));
    let path = path.split('?').next().unwrap_or_default();
    let file = match path.strip_prefix('/') {
        None if path.is_empty() => from.to_owned(),
        None => return Some("not a whole address".to_owned()),
        Some(path) if path.is_empty() || path.ends_with('/') => format!("{path}index.html"),
        Some(path) => path.to_owned(),
    };
    if !real().contains_key(&file) {
        return Some("no such page".to_owned());
    }
    let ids = ids.get(file.as_str())?;
    (!anchor.is_empty() && !ids.contains(anchor)).then(|| "no such heading".to_owned())
}

fn weight(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("compressed");
    encoder.finish().expect("compressed").len()
}

fn ids(html: &str) -> impl Iterator<Item = String> {
    tags(html).filter_map(|it| it.value("id"))
}

fn pages() -> impl Iterator<Item = (&'static String, &'static str)> {
    let html = |bytes: &'static Vec<u8>| std::str::from_utf8(bytes).expect("UTF-8");
    let pages = real().iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(move |(path, bytes)| (path, html(bytes)))
}
