//! Golden sites: a folder of content in, a folder of files out.
//!
//! `tests/sites/<name>/expected` holds every file of the site. Four things are
//! reduced, so that a difference is about the subject of its site:
//!
//! - the hashes in `/_theme/<hash>/` and `/_search/<name>.<hash>.json` are masked;
//! - the theme's own files and the search index are not kept. The names of all files
//!   are, in `files.txt`;
//! - of a PDF, size and hash are kept: what it says is looked at in `paper`;
//! - what is alike in every site, the header and footer of pages and the names of the
//!   theme's files, is kept in the site `minimal` only.
//!
//! `BLESS=1 cargo test -p tests --test suite sites` writes the folders anew: read
//! the difference before it is committed.

use std::collections::BTreeSet;
use std::fs;

use sha2::{Digest, Sha256};
use tests::support::site::{Files, SiteTest, files_in, sites};

/// The one site in which whole pages are compared, and all names.
const WITH_FRAME: &str = "minimal";

#[test]
fn golden_sites_are_as_expected() {
    let mut names: Vec<String> = fs::read_dir(sites())
        .expect("the golden sites")
        .map(|it| it.expect("a folder").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(names.len() >= 5, "{names:?}");
    let mut differences = Vec::new();
    for name in names {
        let (files, mistakes) = SiteTest::new(&name).site();
        assert!(mistakes.is_empty(), "{name}\n{}", mistakes.report());
        let made = reduced(&name, files);
        let folder = sites().join(&name).join("expected");
        if std::env::var_os("BLESS").is_some() {
            bless(&folder, &made);
        }
        differences.extend(compared(&name, &files_in(&folder), &made));
    }

    assert!(
        differences.is_empty(),
        "the golden sites differ; if that is right, run with BLESS=1 and read the difference:\n  {}\n",
        differences.join("\n  ")
    );
}

/// What is kept of a site.
fn reduced(name: &str, files: Files) -> Files {
    let listed = |path: &&String| name == WITH_FRAME || !path.starts_with("_theme/");
    let names: Vec<String> = files.keys().filter(listed).map(|path| masked(path)).collect();
    let mut kept = Files::from([("files.txt".to_owned(), (names.join("\n") + "\n").into_bytes())]);
    for (path, bytes) in files {
        if path.starts_with("_theme/") || path.starts_with("_search/") {
            continue;
        }
        if path.ends_with(".pdf") {
            let hash = hex::encode(Sha256::digest(&bytes));
            kept.insert(path, format!("{} bytes, SHA-256 {hash}\n", bytes.len()).into_bytes());
            continue;
        }
        let bytes = match String::from_utf8(bytes) {
            Ok(text) if path.ends_with(".html") && name != WITH_FRAME => {
                without(&without(&masked(&text), "header"), "footer").into_bytes()
            }
            Ok(text) => masked(&text).into_bytes(),
            Err(other) => other.into_bytes(),
        };
        kept.insert(path, bytes);
    }
    kept
}

/// The text with the hashes of file names masked.
fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, sign)) = ["_theme/", "_search/index.", "_search/texts.", "_search/words."]
        .iter()
        .filter_map(|sign| Some((rest.find(sign)? + sign.len(), sign)))
        .min()
    {
        let hash = rest[at..].bytes().take_while(u8::is_ascii_hexdigit).count();
        assert_eq!(hash, 16, "no hash after {sign} in {}", &rest[at..]);
        masked.push_str(&rest[..at]);
        masked.push_str("HASH");
        rest = &rest[at + hash..];
    }
    masked + rest
}

/// The page without what stands in an element.
fn without(html: &str, name: &str) -> String {
    let (open, close) = (format!("<{name} "), format!("</{name}>"));
    let start = html.find(&open).expect("the element begins");
    let end = html.find(&close).expect("the element ends");
    format!("{}<{name}>…{}", &html[..start], &html[end..])
}

fn bless(folder: &std::path::Path, files: &Files) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("the old folder removed");
    }
    for (path, bytes) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, bytes).expect("a file");
    }
}

/// One line for each file that is missing, not expected, or other than expected.
fn compared(name: &str, expected: &Files, made: &Files) -> Vec<String> {
    let paths: BTreeSet<&String> = expected.keys().chain(made.keys()).collect();
    let difference = |path: &String| match (expected.get(path), made.get(path)) {
        (Some(expected), Some(made)) if expected == made => None,
        (Some(expected), Some(made)) => Some(format!("{name}/{path}: {}", first(expected, made))),
        (Some(_), None) => Some(format!("{name}/{path}: not made any more")),
        (None, _) => Some(format!("{name}/{path}: made, but not expected")),
    };
    paths.into_iter().filter_map(difference).collect()
}

fn first(expected: &[u8], made: &[u8]) -> String {
    let (expected, made) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(made));
    let (mut old, mut new) = (expected.lines(), made.lines());
    for number in 1.. {
        match (old.next(), new.next()) {
            (None, None) => break,
            (old, new) if old == new => {}
            (old, new) => {
                let shown = |it: Option<&str>| it.unwrap_or("(the end)").to_owned();
                return format!("line {number}\n    - {}\n    + {}", shown(old), shown(new));
            }
        }
    }
    "the line ends differ".to_owned()
}
