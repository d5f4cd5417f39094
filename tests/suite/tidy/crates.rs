//! Which crate may depend on which. The two programs meet only in files.

use crate::tidy::no_offences;
use crate::tidy::tree::{files, root};

/// Each crate of ours with those of ours that it may use.
#[rustfmt::skip]
const CRATES: &[(&str, &str, &[&str])] = &[
    ("form-model",    "form-model",    &[]),
    ("themes",        "theme",         &[]),
    ("generator",     "generator",     &["form-model", "pdf", "theme"]),
    ("pdf",           "pdf",           &[]),
    ("submit-server", "submit-server", &["form-model", "pdf", "theme"]),
    ("tests",         "tests",         &["form-model", "generator", "pdf", "submit-server", "theme"]),
];

#[test]
fn crates_depend_one_way() {
    let mut offences = Vec::new();
    for (folder, name, may) in CRATES {
        let manifest = manifest(&format!("{folder}/Cargo.toml"));
        assert_eq!(manifest["package"]["name"].as_str(), Some(*name), "{folder}/Cargo.toml");
        for list in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(list) = manifest.get(list).and_then(toml::Value::as_table) else { continue };
            for used in list.keys() {
                let ours = CRATES.iter().any(|(_, name, _)| name == used);
                if ours && !may.contains(&used.as_str()) {
                    offences.push(format!("{folder}/Cargo.toml: {name} may not use {used}"));
                }
            }
        }
    }

    no_offences("crates depend one way, see the table in tests/suite/tidy/crates.rs", &offences);
}

#[test]
fn every_crate_is_in_the_table_and_takes_its_versions_from_the_workspace() {
    let workspace = manifest("Cargo.toml");
    let members = workspace["workspace"]["members"].as_array().expect("members");
    let mut offences = Vec::new();
    for it in members.iter().filter_map(toml::Value::as_str) {
        if !CRATES.iter().any(|(folder, _, _)| *folder == it) {
            offences.push(format!("Cargo.toml: {it} is not in the table"));
        }
        let manifest = manifest(&format!("{it}/Cargo.toml"));
        for list in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(list) = manifest.get(list).and_then(toml::Value::as_table) else { continue };
            for (name, value) in list {
                if value.get("workspace").and_then(toml::Value::as_bool) != Some(true) {
                    offences.push(format!("{it}/Cargo.toml: {name} has a version of its own"));
                }
            }
        }
        if manifest["lints"]["workspace"].as_bool() != Some(true) {
            offences.push(format!("{it}/Cargo.toml: the lints of the workspace are not used"));
        }
    }

    no_offences("versions and lints live in the workspace", &offences);
}

#[test]
fn dependencies_are_sorted() {
    let mut offences = Vec::new();
    for file in files().iter().filter(|it| it.path.ends_with("Cargo.toml")) {
        let (mut sorting, mut before) = (false, "");
        for (place, line) in file.lines() {
            if line.starts_with('[') {
                (sorting, before) = (line.ends_with("dependencies]"), "");
            }
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if !sorting || line.starts_with('[') || name.is_empty() {
                continue;
            }
            if name < before {
                offences.push(format!("{place}: {name} stands after {before}"));
            }
            before = name;
        }
    }

    no_offences("dependencies are sorted", &offences);
}

fn manifest(path: &str) -> toml::Table {
    let text = std::fs::read_to_string(root().join(path)).expect("a manifest");
    text.parse().expect("TOML")
}
