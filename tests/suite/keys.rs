//! The golden sites leave no key out: `everything` has each key of the headers and
//! of the four TOML files, `form` each key of a form and each kind of question.
//!
//! The keys are read from the types' source, so that a new one is missed here first.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tests::support::site::{files_in, sites};

#[test]
fn the_site_everything_has_every_key_of_the_content() {
    let folder = "generator/src/content";
    let files = ["handlers.rs", "pages.rs", "search_lists.rs", "service.rs", "site.rs"];
    let known: BTreeSet<String> =
        files.iter().flat_map(|it| keys_of_types(&format!("{folder}/{it}"))).collect();
    assert!(known.len() > 40, "{known:?}");

    let missing: Vec<_> = known.difference(&keys_written("everything")).cloned().collect();

    assert!(missing.is_empty(), "tests/sites/everything has no {missing:?}");
}

#[test]
fn the_site_form_has_every_key_of_a_form() {
    let known: BTreeSet<String> = keys_of_types("form-model/src/form.rs").into_iter().collect();
    assert!(known.len() > 25, "{known:?}");

    let missing: Vec<_> = known.difference(&keys_written("form")).cloned().collect();

    assert!(missing.is_empty(), "tests/sites/form has no {missing:?}");
}

#[test]
fn the_site_form_has_every_kind_of_question() {
    let form = fs::read_to_string(sites().join("form/content/e-tjanster/bidrag/form.toml"));
    let form = form.expect("a form");
    let source = source("form-model/src/form.rs");
    let body = source.split("pub enum Kind {").nth(1).expect("the kinds");
    let kinds = body.split("\n}").next().expect("their end").lines();
    for kind in kinds.filter_map(|it| it.trim().strip_suffix(',')) {
        let kind = snake(kind);
        assert!(form.contains(&format!("kind = \"{kind}\"")), "tests/sites/form has no `{kind}`");
    }
}

/// The fields of every type in a file that is read from TOML.
fn keys_of_types(file: &str) -> Vec<String> {
    let source = source(file);
    let mut keys = Vec::new();
    for part in source.split("#[derive(").skip(1) {
        let read = part.split(")]").next().is_some_and(|it| it.contains("Deserialize"));
        let body = part.split("struct ").nth(1).filter(|_| read);
        let Some(body) = body.and_then(|it| it.split("\n}").next()) else { continue };
        let mut renamed = None;
        for line in body.lines().skip(1).map(str::trim) {
            if let Some(name) = line.strip_prefix("#[serde(rename = \"") {
                renamed = name.split('"').next();
            }
            let field = line.strip_prefix("pub(crate) ").or_else(|| line.strip_prefix("pub "));
            if let Some((name, _)) = field.and_then(|it| it.split_once(": ")) {
                keys.push(renamed.take().unwrap_or(name).to_owned());
            }
        }
    }
    keys
}

/// Every key in the TOML of a site's content.
fn keys_written(site: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (path, bytes) in files_in(&sites().join(site).join("content")) {
        let text = String::from_utf8(bytes).unwrap_or_default();
        let toml = match path.rsplit_once('.') {
            Some((_, "toml")) => text.as_str(),
            Some((_, "md")) => text.split("+++").nth(1).expect("a header"),
            _ => continue,
        };
        collect(&toml::Value::Table(toml.parse().expect("TOML")), &mut keys);
    }
    keys
}

fn collect(value: &toml::Value, keys: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => table.iter().for_each(|(key, value)| {
            keys.insert(key.clone());
            collect(value, keys);
        }),
        toml::Value::Array(list) => list.iter().for_each(|it| collect(it, keys)),
        _ => {}
    }
}

fn source(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    fs::read_to_string(path).expect("the types")
}

/// `LongText` → `long_text`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for it in name.chars() {
        if it.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(it.to_ascii_lowercase());
    }
    snake
}
