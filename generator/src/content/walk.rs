//! Reads the content folder into memory: names and texts, nothing understood yet.
//!
//! Files and folders whose names begin with `.` or `_` are left alone, and so is
//! `README.md`: editors and version control keep their own things there.

use std::fs;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::Mistake;

/// A file as found.
#[derive(Debug)]
pub(crate) struct Found {
    /// Path in the content folder, with `/`.
    pub(crate) path: String,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

impl Found {
    /// The parts of the path.
    pub(crate) fn parts(&self) -> Vec<&str> {
        self.path.split('/').collect()
    }
}

/// Every file in the folder, in the order of their paths.
pub(crate) fn walk(folder: &Path, mistakes: &mut Mistakes) -> Vec<Found> {
    let entries = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
    let mut found = Vec::new();
    for entry in entries.filter_entry(|it| !is_ignored(it)) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let path = relative(folder, entry.path());
                match fs::read(entry.path()) {
                    Ok(bytes) => found.push(Found { path, bytes }),
                    Err(error) => mistakes.add_without_place(unreadable(path, &error)),
                }
            }
            Err(error) => {
                let path = error.path().map(|it| relative(folder, it)).unwrap_or_default();
                mistakes.add_without_place(unreadable(path, &error));
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

fn unreadable(file: String, error: &dyn std::error::Error) -> Mistake {
    Mistake::Unreadable { file, reason: error.to_string() }
}
