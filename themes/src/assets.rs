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

/// A script goes without the lines that are only comments: they are for those who change it.
fn published(path: &str, bytes: &[u8]) -> Vec<u8> {
    let Some(text) = path.ends_with(".js").then(|| str::from_utf8(bytes).ok()).flatten() else {
        return bytes.to_vec();
    };
    let says_something =
        |line: &&str| !["//", "/**", "* ", "*/"].iter().any(|it| line.trim_start().starts_with(it));
    text.split_inclusive('\n').filter(says_something).collect::<String>().into_bytes()
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
    fn only_lines_that_are_comments_go() {
        let script = "// Why.\nconst a = \"https://example.se\"; // here\n  /** How. */\n  b();\n";

        let kept = published("js/a.js", script.as_bytes());

        let kept = String::from_utf8(kept).expect("text");
        assert_eq!(kept, "const a = \"https://example.se\"; // here\n  b();\n");
        assert_eq!(published("static/a.svg", b"// Why.\n"), b"// Why.\n");
    }
}
