//! Modules joined into one file, so that they come in one round trip and are compressed together.
//!
//! A module whose first line says [`MARK`] is published with all that it
//! imports inside. Each module becomes a function of its own that is called
//! once, so that names cannot meet; nothing is renamed.
//!
//! **Invariant:** what is read here is the house's own way of writing modules:
//! an import is one line with plain names from a neighbour, and what is exported
//! is a function or a constant. Anything else is an error when the theme is made.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::files::Files;

/// The first line of a module that is published with what it imports.
const MARK: &str = "// Joined: ";

/// Whether a module is to be joined with what it imports.
pub(crate) fn is_joined(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK.as_bytes())
}

/// A module with all that it imports, the imported before those that import.
pub(crate) fn joined(files: &Files, path: &str) -> Result<String, Error> {
    let mut modules = Modules { files, seen: BTreeMap::new(), out: String::new() };
    for line in files.text(path, "the theme")?.lines() {
        match neighbours(line) {
            Some((names, name)) if line.starts_with("export ") => {
                modules.add(&name, path)?;
                let from = held_as(&name);
                modules.out.push_str(&format!("export const {{ {names} }} = {from};\n"));
            }
            _ if line.starts_with("//") => {}
            _ => return Err(not_joined(path, line)),
        }
    }
    Ok(modules.out)
}

struct Modules<'a> {
    files: &'a Files,
    /// Those whose text is in `out`, or is being made, and which of the two.
    seen: BTreeMap<String, bool>,
    out: String,
}

impl Modules<'_> {
    fn add(&mut self, name: &str, named_in: &str) -> Result<(), Error> {
        let path = format!("js/{name}");
        match self.seen.get(name) {
            Some(true) => return Ok(()),
            Some(false) => return Err(not_joined(&path, "it imports itself")),
            None => self.seen.insert(name.to_owned(), false),
        };
        let (mut body, mut exported) = (String::new(), Vec::new());
        for line in self.files.text(&path, named_in)?.lines() {
            if let (Some((names, from)), true) = (neighbours(line), line.starts_with("import ")) {
                self.add(&from, &path)?;
                body.push_str(&format!("const {{ {names} }} = {};\n", held_as(&from)));
                continue;
            }
            if line.starts_with("import ") {
                return Err(not_joined(&path, line));
            }
            let own = line.strip_prefix("export ").unwrap_or(line);
            if own != line {
                exported.push(declared(own).ok_or_else(|| not_joined(&path, line))?);
            }
            body.push_str(own);
            body.push('\n');
        }
        let (held, names) = (held_as(name), exported.join(", "));
        let module = format!("const {held} = (() => {{\n{body}return {{ {names} }};\n}})();\n");
        self.out.push_str(&module);
        self.seen.insert(name.to_owned(), true);
        Ok(())
    }
}

/// The names and the file of `import { a, b } from "./file.js";`, or the same with `export`.
fn neighbours(line: &str) -> Option<(String, String)> {
    let rest = line.strip_prefix("import { ").or_else(|| line.strip_prefix("export { "))?;
    let (names, rest) = rest.split_once(" } from \"./")?;
    let name = rest.strip_suffix("\";")?;
    let plain = !names.contains(" as ") && !name.contains(['/', '"']);
    plain.then(|| (names.to_owned(), name.to_owned()))
}

/// What a line declares: the name of a function or a constant.
fn declared(line: &str) -> Option<&str> {
    let starts = ["function ", "async function ", "const "];
    let rest = starts.iter().find_map(|it| line.strip_prefix(it))?;
    rest.split(|it: char| !it.is_alphanumeric() && it != '_' && it != '$').next()
}

/// What holds the names of a module: `search-near.js` → `in_search_near`.
fn held_as(file: &str) -> String {
    format!("in_{}", file.trim_end_matches(".js").replace(['-', '.'], "_"))
}

fn not_joined(file: &str, line: &str) -> Error {
    Error::NotJoined { file: file.to_owned(), line: line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{declared, neighbours};

    #[test]
    fn only_plain_imports_from_neighbours_are_read() {
        let both = Some(("a, b".to_owned(), "near.js".to_owned()));
        for (line, expected) in [
            ("import { a, b } from \"./near.js\";", both.clone()),
            ("export { a, b } from \"./near.js\";", both),
            ("import { a as b } from \"./near.js\";", None),
            ("import a from \"./near.js\";", None),
            ("import { a } from \"../near.js\";", None),
            ("import { a } from \"./other/near.js\";", None),
            ("const a = 1;", None),
        ] {
            assert_eq!(neighbours(line), expected, "{line}");
        }
    }

    #[test]
    fn what_is_exported_has_a_name() {
        assert_eq!(declared("function a(b) {"), Some("a"));
        assert_eq!(declared("async function a(b) {"), Some("a"));
        assert_eq!(declared("const LONG = 2;"), Some("LONG"));
        assert_eq!(declared("default class {"), None);
    }
}
