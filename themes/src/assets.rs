//! What browsers fetch. The folder's name follows from the contents, so the files
//! may be kept for ever, and paths from one to another stay plain and relative.

use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::files::Files;
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
            let paths = files.below(folder).map(|(path, _)| path);
            found.extend(paths.filter_map(|path| Some((path, files.bytes(path)?.to_vec()))));
        }
        let base = format!("_theme/{}/", fingerprint(&found));
        let list = found
            .into_iter()
            .map(|(path, bytes)| Asset { path: format!("{base}{path}"), bytes })
            .collect();
        Ok(Self { base: format!("/{base}"), list })
    }
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
