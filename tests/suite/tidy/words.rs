//! Words that do not belong in the tree: what is left undone, what silences a
//! lint, what may panic, what hides an import, what only one machine knows.

use crate::tidy::code::{bare, shipped};
use crate::tidy::no_offences;
use crate::tidy::tree::{below, files, rust};

/// Crates that are shipped: there, only tests may give up.
const SHIPPED: [&str; 5] =
    ["form-model/src/", "generator/src/", "pdf/src/", "submit-server/src/", "themes/src/"];

#[test]
fn nothing_is_left_undone() {
    // Split, so that this file does not name what it looks for.
    let words = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")];
    let mut offences = Vec::new();
    for file in files().iter().filter(|it| it.ending() != "lock") {
        for (place, line) in file.lines() {
            let mut parts = line.split(|it: char| !it.is_ascii_alphanumeric());
            if parts.any(|it| words.contains(&it)) {
                offences.push(format!("{place}: {}", line.trim()));
            }
        }
    }

    no_offences("do it, or say it where the work is planned", &offences);
}

#[test]
fn rust_is_finished_and_its_lints_are_answered() {
    let mut offences = Vec::new();
    for file in rust() {
        for (number, line) in bare(&file.text).lines().enumerate() {
            let words = ["dbg!", "todo!", "unimplemented!", "#[ignore", "[allow(", "[allow ("];
            for word in words.iter().filter(|it| line.contains(**it)) {
                offences.push(format!("{}:{}: `{word}`", file.path, number + 1));
            }
        }
        for (at, _) in bare(&file.text).match_indices("[expect(") {
            let end = file.text[at..].find(")]").map_or(file.text.len(), |it| at + it);
            if !file.text[at..end].contains("reason = ") {
                let line = file.text[..at].matches('\n').count() + 1;
                offences.push(format!("{}:{line}: `expect` without a reason", file.path));
            }
        }
    }

    no_offences("`#[expect(lint, reason = …)]` and finished code only", &offences);
}

#[test]
fn what_is_shipped_does_not_give_up() {
    let words = [".unwrap()", ".expect(", "panic!(", "process::abort"];
    let mut offences = Vec::new();
    for file in SHIPPED.into_iter().flat_map(below).filter(|it| it.ending() == "rs") {
        for (number, line) in shipped(&file.path, &file.text).lines().enumerate() {
            for word in words.iter().filter(|it| line.contains(**it)) {
                offences.push(format!("{}:{}: `{word}`", file.path, number + 1));
            }
        }
    }

    no_offences("outside tests, a fault is returned", &offences);
}

/// A test module may take in everything of the file that it stands in.
#[test]
fn imports_are_named_one_by_one() {
    let mut offences = Vec::new();
    for file in rust() {
        let bare = bare(&file.text);
        let shipped = shipped(&file.path, &file.text);
        for (number, line) in bare.lines().enumerate() {
            let line = line.trim();
            let star = line.starts_with("use ") && line.contains('*');
            let of_its_file = line == "use super::*;" && number >= shipped.lines().count();
            if star && !of_its_file {
                offences.push(format!("{}:{}: `{line}`", file.path, number + 1));
            }
        }
    }

    no_offences("no star imports", &offences);
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let folders = ["home", "root", "work", "Users"].map(|it| format!("/{it}/"));
    let mut offences = Vec::new();
    for file in files() {
        for (place, line) in file.lines() {
            // In an address, the folder is somebody else's.
            let path = |folder: &String| {
                line.match_indices(folder.as_str()).any(|(at, _)| {
                    !line[..at].ends_with(|it: char| it.is_alphanumeric() || it == '.' || it == '}')
                })
            };
            for folder in folders.iter().filter(|it| path(it)) {
                offences.push(format!("{place}: `{folder}`"));
            }
        }
    }

    no_offences("no paths of a machine", &offences);
}
