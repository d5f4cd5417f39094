//! What browsers fetch. The folder's name follows from the contents, so the files
//! may be kept for ever, and paths from one to another stay plain and relative.

use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::files::Files;
use crate::script;
use crate::style;

/// Hex digits of the hash in the folder's name: 64 bits, enough that two themes
/// never meet by chance.
const DIGITS: usize = 16;

/// A file to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Path from the root of the site: `_theme/3f2a9c…/css/site.css`.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// All assets and where they are.
#[derive(Debug)]
pub(crate) struct Assets {
    /// `/_theme/3f2a9c…/`
    pub(crate) base: String,
    pub(crate) list: Vec<Asset>,
}

impl Assets {
    /// One style sheet, the scripts and the static files.
    pub(crate) fn collect(files: &Files) -> Result<Self, Error> {
        let mut found = vec![("css/site.css", style::joined(files)?.into_bytes())];
        for folder in ["js/", "static/"] {
            for (path, _) in files.below(folder) {
                let Some(bytes) = files.bytes(path) else { continue };
                let bytes = match script::is_joined(bytes) {
                    true => published(path, script::joined(files, path)?.as_bytes()),
                    false => published(path, bytes),
                };
                found.push((path, bytes));
            }
        }
        let base = format!("_theme/{}/", fingerprint(&found));
        let list = found
            .into_iter()
            .map(|(path, bytes)| Asset { path: format!("{base}{path}"), bytes })
            .collect();
        Ok(Self { base: format!("/{base}"), list })
    }
}

/// A script goes without indents, blank lines and lines that are only comments: they are for those
/// who change it. One with a text over several lines keeps all: blanks may be part of the text.
fn published(path: &str, bytes: &[u8]) -> Vec<u8> {
    let Some(text) = path.ends_with(".js").then(|| str::from_utf8(bytes).ok()).flatten() else {
        return bytes.to_vec();
    };
    if text.lines().any(|it| it.matches('`').count() % 2 == 1) {
        return bytes.to_vec();
    }
    let is_comment = |line: &str| ["//", "/**", "* ", "*/"].iter().any(|it| line.starts_with(it));
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty() && !is_comment(it));
    lines.flat_map(|it| [it, "\n"]).collect::<String>().into_bytes()
}

fn fingerprint(found: &[(&str, Vec<u8>)]) -> String {
    let mut hash = Sha256::new();
    for (path, bytes) in found {
        // Lengths first, so that no two lists look alike.
        hash.update((path.len() as u64).to_be_bytes());
        hash.update(path);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
    let mut name = hex::encode(hash.finalize());
    name.truncate(DIGITS);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_that_are_comments_and_blanks_go() {
        let script =
            "// Why.\nconst a = \"https://example.se\"; // here\n\n  /** How. */\n  b();\n";
        let over_lines = "// Why.\nconst a = `one\n  two`;\n";

        let kept =
            |path, text: &str| String::from_utf8(published(path, text.as_bytes())).expect("text");

        assert_eq!(kept("js/a.js", script), "const a = \"https://example.se\"; // here\nb();\n");
        assert_eq!(kept("js/a.js", over_lines), over_lines);
        assert_eq!(kept("static/a.svg", "// Why.\n"), "// Why.\n");
    }
}
