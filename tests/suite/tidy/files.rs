//! How long files are, what they are called, and that each says what it is for.

use crate::tidy::no_offences;
use crate::tidy::tree::{files, rust};

/// Lines in a file of code: with more, it has two subjects.
const MOST_LINES: usize = 400;
/// Endings of files that have a subject.
const CODE: [&str; 6] = ["css", "html", "js", "mjs", "rs", "sql"];
/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 9] =
    ["common", "helper", "helpers", "manager", "misc", "types", "util", "utils", "stuff"];

#[test]
fn files_are_short() {
    let mut offences = Vec::new();
    for file in files().iter().filter(|it| CODE.contains(&it.ending())) {
        let lines = file.text.lines().count();
        if lines > MOST_LINES && !file.path.starts_with("content/") {
            offences.push(format!("{}:{lines}: more than {MOST_LINES} lines", file.path));
        }
    }

    no_offences("a file has one subject", &offences);
}

#[test]
fn names_say_what_is_inside() {
    let mut offences = Vec::new();
    for file in files().iter().filter(|it| !it.path.starts_with("content/")) {
        let names = file.path.split('/').map(|it| it.split('.').next().unwrap_or_default());
        for name in names.filter(|it| EMPTY_NAMES.contains(it)) {
            offences.push(format!("{}: `{name}` could hold anything", file.path));
        }
    }

    no_offences("a file is named by the noun that it is about", &offences);
}

#[test]
fn every_module_says_what_it_is_for() {
    let mut offences = Vec::new();
    for file in rust() {
        let first = file.text.lines().next().unwrap_or_default();
        // A crate's README may be its documentation.
        let said = first.starts_with("//! ") || first.starts_with("#![doc = include_str!(");
        if !said {
            offences.push(format!("{}:1: no `//!` line", file.path));
        }
    }

    no_offences("every file of Rust begins with what it is", &offences);
}
