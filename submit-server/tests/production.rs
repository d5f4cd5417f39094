//! The program that is put into production cannot log anyone in by itself: it
//! holds no stand-in and no test person, and no crate that does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// Words of the stand-ins that no honest program has a reason to say.
const STAND_INS: [&str; 6] = [
    "Provapp",
    "stand-ins",
    "stand_ins",
    "throw-away-key",
    "bara för demonstration",
    "Vanlig vuxen utan barn",
];

/// Bytes of the shortest words that are looked for.
const SHORTEST: usize = 6;

#[test]
fn the_program_holds_no_stand_in() {
    let program = program();
    for word in STAND_INS {
        assert!(!program.contains(word), "the program says `{word}`");
    }
}

#[test]
fn the_program_knows_no_test_person() {
    let source = text("../tests/stand-ins/persons.rs");
    let numbers: BTreeSet<&str> = strings(&source)
        .filter(|it| it.len() == 12 && it.bytes().all(|it| it.is_ascii_digit()))
        .collect();
    let surnames: BTreeSet<&str> = after(&source, "surname: \"").collect();
    let streets: BTreeSet<&str> = after(&source, "home(\"").collect();
    assert!(numbers.len() >= 15, "{numbers:?}");
    assert!(surnames.len() >= 10, "{surnames:?}");
    assert!(streets.len() >= 5, "{streets:?}");

    let program = program();
    // Without its century, a number is found in both ways of writing it.
    let numbers = numbers.iter().map(|it| &it[2..]);
    for person in numbers.chain(surnames).chain(streets) {
        assert!(!program.contains(person), "the program says `{person}`");
    }
}

#[test]
fn what_is_looked_for_would_be_found() {
    let program = program();

    assert!(program.contains("submit-server") && program.contains("__Host-"));
}

#[test]
fn no_crate_of_the_program_holds_the_stand_ins() {
    let lock: toml::Table = text("../Cargo.lock").parse().expect("TOML");
    let packages = lock["package"].as_array().expect("packages");
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        let list = package.get("dependencies").and_then(toml::Value::as_array);
        let names = list.into_iter().flatten().filter_map(toml::Value::as_str);
        // A name that occurs in two versions is followed by the version.
        let names = names.filter_map(|it| it.split(' ').next());
        uses.entry(name).or_default().extend(names);
    }
    let mut reached = BTreeSet::new();
    let mut next = vec!["submit-server"];
    while let Some(name) = next.pop() {
        if reached.insert(name) {
            next.extend(uses.get(name).into_iter().flatten());
        }
    }

    assert!(reached.contains("hyper") && reached.contains("form-model"), "{reached:?}");
    for other in ["tests", "generator"] {
        assert!(uses.contains_key(other), "there is no crate `{other}` any more");
        assert!(!reached.contains(other), "submit-server depends on `{other}`");
    }
}

/// Nothing that is compiled in lies outside the folders of the programs.
#[test]
fn no_source_reaches_into_the_tests() {
    for folder in ["src", "../form-model/src", "../themes/src"] {
        for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            let source = fs::read_to_string(&path).expect("a source");
            for line in source.lines().filter(|it| it.contains("include_") || it.contains("#[path"))
            {
                assert!(!line.contains("tests"), "{}: {}", path.display(), line.trim());
            }
        }
    }
}

/// What the program says: the parts of it that could be text.
fn program() -> &'static str {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let bytes = fs::read(env!("CARGO_BIN_EXE_submit-server")).expect("the program");
        let parts = bytes.split(|it| it.is_ascii_control()).filter(|it| it.len() >= SHORTEST);
        parts.map(String::from_utf8_lossy).collect::<Vec<_>>().join("\n")
    })
}

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a text")
}

/// Everything between double quotes.
fn strings(source: &str) -> impl Iterator<Item = &str> {
    source.split('"').skip(1).step_by(2)
}

/// What follows a sign, up to the next quote.
fn after<'a>(source: &'a str, sign: &str) -> impl Iterator<Item = &'a str> {
    source.split(sign).skip(1).filter_map(|it| it.split('"').next())
}

fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
    found
}
