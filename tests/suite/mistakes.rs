//! Everything an author can get wrong, and what the author reads about it.
//!
//! Each file of `tests/mistakes` is called as its mistake and holds what causes it,
//! on top of the content of `tests/sites/minimal`, or of the site after `Base:`.
//! A block says what to do to a file: `diff` exchanges lines that stand together,
//! `removed` takes the file away, `hex` writes its bytes, anything else writes it
//! whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tests::support::site::SiteTest;

#[test]
fn every_mistake_says_what_where_and_the_way_out() {
    insta::glob!("..", "mistakes/*.md", |path| {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("snapshots/mistakes");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let report = content_of(path).report();

        settings.bind(|| insta::assert_snapshot!("report", report));
    });
}

#[test]
fn every_mistake_has_its_file() {
    let variants = variants();
    let mut covered = BTreeSet::new();
    for (name, path) in files() {
        let (site, mistakes) = content_of(&path).site();
        assert!(site.is_empty(), "{name}: a site was made all the same");
        let caused: BTreeSet<String> =
            mistakes.iter().map(|it| variant(&format!("{:?}", it.mistake))).collect();
        let own = variants.iter().find(|it| kebab(it) == name);
        let own = own.unwrap_or_else(|| panic!("tests/mistakes/{name}.md is called as no mistake"));
        assert!(caused.contains(own), "tests/mistakes/{name}.md causes {caused:?}, not {own}");
        covered.insert(own.clone());
    }

    let missing: Vec<String> = variants.difference(&covered).map(|it| kebab(it)).collect();
    assert!(missing.is_empty(), "write tests/mistakes/<name>.md for {missing:?}");
}

#[test]
fn every_mistake_is_told_in_the_same_way() {
    for (name, path) in files() {
        let test = content_of(&path);
        let (_, mistakes) = test.site();

        assert_eq!(test.report().matches("  help: ").count(), mistakes.len(), "{name}: no way out");
        for it in mistakes.iter().map(ToString::to_string) {
            assert!(!it.ends_with('.'), "{name}: `{it}` ends with a full stop");
            // "HTML" is written so everywhere.
            let capital = it.starts_with(char::is_uppercase) && !it.starts_with("HTML");
            assert!(!capital, "{name}: `{it}` begins with a capital");
        }
    }
}

/// The names of all mistakes, from the source: an enum cannot be asked. One enum for each stage.
fn variants() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src/diagnostic/mistake");
    let stages = ["content", "catalogue", "text", "form"].map(|it| {
        let source = fs::read_to_string(folder.join(format!("{it}.rs"))).expect("the mistakes");
        let (_, body) = source.split_once("Mistake {").expect("the enum");
        body.split("\n}").next().expect("its end").to_owned()
    });
    let names = stages.iter().flat_map(|it| it.lines()).filter_map(|it| {
        let name = it.strip_prefix("    ")?.trim_end_matches([' ', '{', ',']);
        let is_name = name.starts_with(|it: char| it.is_ascii_uppercase())
            && name.chars().all(|it| it.is_ascii_alphanumeric());
        is_name.then(|| name.to_owned())
    });
    let names: BTreeSet<String> = names.collect();
    assert!(names.len() > 30, "{names:?}");
    names
}

/// `Text(DeadLink { … })` → `DeadLink`.
fn variant(shown: &str) -> String {
    let shown = shown.split_once('(').map_or(shown, |(_, it)| it);
    shown.split([' ', '{', ')']).next().unwrap_or_default().to_owned()
}

/// `DeadLink` → `dead-link`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for it in name.chars() {
        if it.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(it.to_ascii_lowercase());
    }
    kebab
}

fn files() -> BTreeMap<String, PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("mistakes");
    let entries = fs::read_dir(folder).expect("the mistakes").map(|it| it.expect("a file").path());
    let name = |it: &PathBuf| it.file_stem().expect("a name").to_string_lossy().into_owned();
    entries.map(|it| (name(&it), it)).collect()
}

/// The content that a file describes.
fn content_of(path: &Path) -> SiteTest {
    let text = fs::read_to_string(path).expect("a text");
    let base = text.lines().find_map(|it| it.strip_prefix("Base: ")).unwrap_or("minimal");
    let test = SiteTest::new(base);
    let mut rest = text.as_str();
    while let Some((_, block)) = rest.split_once("\n```") {
        let (info, body) = block.split_once('\n').expect("a line that says what the block is");
        let body = if body.starts_with("```") { "" } else { body };
        let end = body.find("\n```").map_or(0, |at| at + 1);
        apply(&test, info, &body[..end]);
        rest = block.split_once("```").map_or("", |(_, rest)| rest);
    }
    test
}

fn apply(test: &SiteTest, info: &str, body: &str) {
    let (what, path) = info.split_once(' ').unwrap_or_else(|| panic!("`{info}` names no file"));
    let path = path.trim_start_matches("content/");
    match what {
        "diff" => {
            let lines = |sign: char| -> String {
                let kept = body.split_inclusive('\n').filter(|it| it.starts_with([' ', sign]));
                kept.map(|it| &it[1..]).collect()
            };
            test.replace(path, &lines('-'), &lines('+'));
        }
        "removed" => test.remove(path),
        "hex" => {
            let digits: String = body.split_whitespace().collect();
            test.write(path, hex::decode(digits).expect("hex digits"));
        }
        _ => test.write(path, body),
    }
}
