//! The files of a theme: built into the program, or in a folder.

use std::collections::BTreeMap;
use std::path::Path;

use rust_embed::RustEmbed;

use crate::error::Error;

/// Contents by path within the theme, with `/` between the parts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files(BTreeMap<String, Vec<u8>>);

// Built into release programs; read from the source folder by debug ones, so
// that a template can be changed without building again.
#[derive(RustEmbed)]
#[folder = "default/"]
struct Embedded;

impl Files {
    /// The files built into the program.
    pub(crate) fn embedded() -> Self {
        let contents = |path: &str| Embedded::get(path).map(|file| file.data.into_owned());
        Self(
            Embedded::iter()
                .filter_map(|path| Some((path.to_string(), contents(&path)?)))
                .collect(),
        )
    }

    /// The files in a folder and those below it.
    pub(crate) fn folder(folder: &Path) -> Result<Self, Error> {
        let unreadable =
            |cause: std::io::Error| Error::Unreadable { folder: folder.to_owned(), cause };
        let mut files = BTreeMap::new();
        for entry in walkdir::WalkDir::new(folder) {
            let entry = entry.map_err(|error| unreadable(error.into()))?;
            let Ok(path) = entry.path().strip_prefix(folder) else { continue };
            if !entry.file_type().is_file() {
                continue;
            }
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            files.insert(parts.join("/"), std::fs::read(entry.path()).map_err(unreadable)?);
        }
        Ok(Self(files))
    }

    /// These files, with `others` in place of those with the same path.
    pub(crate) fn replaced_by(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The bytes of a file.
    pub(crate) fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    /// The text of a file that `named_in` asks for.
    pub(crate) fn text(&self, path: &str, named_in: &str) -> Result<&str, Error> {
        let missing = || Error::Missing { file: path.to_owned(), named_in: named_in.to_owned() };
        let bytes = self.bytes(path).ok_or_else(missing)?;
        std::str::from_utf8(bytes).map_err(|_| Error::NotText { file: path.to_owned() })
    }

    /// The paths in a folder and below, with what follows the folder's name.
    pub(crate) fn below<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        self.0.keys().filter_map(move |path| Some((path.as_str(), path.strip_prefix(folder)?)))
    }
}
