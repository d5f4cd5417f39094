//! Every page of the account and of the forms is made from a sample of what the
//! server gives it, with undefined values as errors.
//!
//! A sample is `samples/<template>.json`, or `samples/<template>.<state>.json` for
//! another state of the same page. The pages and their assets are left in
//! `target/tmp/theme/` to be looked at in a browser.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use minijinja::value::Serde;
use serde_json::Value;
use theme::Theme;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// `account/bankid.failed` and the page.
fn pages() -> Vec<(String, String)> {
    let theme = Theme::embedded().unwrap();
    let mut site = json(&samples().join("site.json"));
    site["assets"] = theme.asset_base().into();
    let environment = theme.environment_of(&Serde(site).into()).unwrap();
    let mut pages = Vec::new();
    for folder in ["account", "form"] {
        for entry in std::fs::read_dir(samples().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let template = format!("{folder}/{}.html", name.split('.').next().unwrap());
            let page = environment.get_template(&template).unwrap().render(Serde(json(&path)));
            let page = page.unwrap_or_else(|error| panic!("{folder}/{name}: {error:#}"));
            pages.push((format!("{folder}/{name}"), page));
        }
    }
    pages
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// The values of an attribute, in order.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(start.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn every_page_can_be_made_and_looked_at() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("theme");
    for asset in Theme::embedded().unwrap().assets() {
        write(&out.join(&asset.path), &asset.bytes);
    }
    for (name, page) in pages() {
        write(&out.join(format!("{name}.html")), page.as_bytes());
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"sv\">"), "{name}");
    }
}

#[test]
fn every_template_of_the_account_and_the_forms_has_a_sample() {
    let sampled: BTreeSet<String> = pages()
        .into_iter()
        .map(|(name, _)| format!("{}.html", name.split('.').next().unwrap()))
        .collect();
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("default/templates");
    for folder in ["account", "form"] {
        for entry in std::fs::read_dir(templates.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let is_page = std::fs::read_to_string(&path).unwrap().contains("{% extends ");
            let name = path.strip_prefix(&templates).unwrap().to_str().unwrap().to_owned();
            assert!(!is_page || sampled.contains(&name), "{name} has no sample");
        }
    }
}

#[test]
fn ids_are_unique_and_what_points_at_them_finds_them() {
    for (name, page) in pages() {
        let ids = values(&page, "id");
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "an id is used twice in {name}: {ids:?}");
        let pointers = ["for", "aria-describedby", "aria-labelledby", "data-of"];
        let pointed =
            pointers.iter().flat_map(|it| values(&page, it)).flat_map(str::split_whitespace);
        let links = values(&page, "href").into_iter().filter_map(|it| it.strip_prefix('#'));
        for id in pointed.chain(links) {
            assert!(known.contains(id), "{name} has no #{id}");
        }
    }
}

#[test]
fn no_page_needs_a_style_or_a_script_in_itself() {
    for (name, page) in pages() {
        for (index, _) in page.match_indices("<script") {
            assert!(page[index..].contains(" src="), "{name}");
        }
        for unwanted in ["<style", " style=", " onclick=", "javascript:"] {
            assert!(!page.contains(unwanted), "{name} has `{unwanted}`");
        }
    }
}

#[test]
fn every_form_that_is_posted_to_us_has_a_token_and_no_other_has() {
    for (name, page) in pages() {
        for form in page.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            let ours = form.contains("method=\"post\"") && !form.contains("action=\"http");
            assert_eq!(form.contains("name=\"csrf\""), ours, "{name}: {form}");
        }
    }
}

#[test]
fn what_a_person_writes_is_text_and_not_markup() {
    let (_, step) = pages().into_iter().find(|(name, _)| name == "form/step").unwrap();

    assert!(step.contains("&lt;Furubackens&gt;"));
}

#[test]
fn the_page_for_protected_persons_offers_a_telephone_and_nothing_else() {
    let (_, page) = pages().into_iter().find(|(name, _)| name == "account/protected").unwrap();

    assert!(page.contains("tel:+46690250100"));
    assert!(!page.contains("mailto:"));
    assert!(!page.contains("/e-tjanster/"));
    assert!(!page.contains("type=\"search\""));
    assert!(!page.contains("logga-in"));
}
