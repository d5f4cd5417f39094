//! Reads the content folder into memory: names and texts, nothing understood yet.
//!
//! Files and folders whose names begin with `.` or `_` are left alone, and so is
//! `README.md`: editors and version control keep their own things there.

use std::fs;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::content::ContentMistake;

/// A file as found.
#[derive(Debug)]
pub(crate) struct Found {
    /// Path in the content folder, with `/`.
    pub(crate) path: String,
    /// What is in it; `None` when it could not be read, which has been noted.
    pub(crate) bytes: Option<Vec<u8>>,
}

impl Found {
    /// The parts of the path.
    pub(crate) fn parts(&self) -> Vec<&str> {
        self.path.split('/').collect()
    }
}

/// Every file in the folder, in the order of their paths. The author knows the folder as `root`.
pub(crate) fn walk(folder: &Path, root: &str, mistakes: &mut Mistakes) -> Vec<Found> {
    let entries = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
    let mut found = Vec::new();
    for entry in entries.filter_entry(|it| !is_ignored(it)) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let path = relative(folder, entry.path());
                let bytes = fs::read(entry.path()).map_err(|error| {
                    mistakes.add_without_place(unreadable(root, &path, &error));
                });
                found.push(Found { path, bytes: bytes.ok() });
            }
            Err(error) => {
                let path = error.path().map(|it| relative(folder, it)).unwrap_or_default();
                mistakes.add_without_place(unreadable(root, &path, &error));
            }
        }
    }
    found
}

fn is_ignored(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with(['.', '_']) || name.ends_with('~') || name == "README.md"
}

fn relative(folder: &Path, path: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn unreadable(root: &str, path: &str, error: &dyn std::error::Error) -> ContentMistake {
    ContentMistake::Unreadable { file: format!("{root}/{path}"), reason: error.to_string() }
}
