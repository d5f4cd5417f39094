//! Files on their way into the content folder. The only part of the program that writes there.
//!
//! What an author has is never lost: [`add`] refuses as a whole when one of its files is there already,
//! and [`replace`] is for who has said so.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::output::OutputFiles;

/// Writes new files; none when one of them is there already.
pub(crate) fn add(folder: &Path, files: &OutputFiles) -> Result<Vec<PathBuf>> {
    if let Some(there) = existing(folder, files).first() {
        bail!("`{}` is already there, and nothing was written", folder.join(there).display());
    }
    let write = |path: &Path, bytes: &[u8]| {
        let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(bytes)
    };
    put(folder, files, write)
}

/// Writes files over what is there, each as a whole.
pub(crate) fn replace(folder: &Path, files: &OutputFiles) -> Result<Vec<PathBuf>> {
    let write = |path: &Path, bytes: &[u8]| {
        // Beside the old one first: a full disk leaves the old one as it was.
        let beside = path.with_extension("lucka-new");
        fs::write(&beside, bytes)?;
        fs::rename(&beside, path)
    };
    put(folder, files, write)
}

/// Writes a text under a name that is free: `name.md`, `name-2.md` …
pub(crate) fn note(folder: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let numbered = (2..).map(|number: u32| format!("{name}-{number}.md"));
    let mut names = std::iter::once(format!("{name}.md")).chain(numbered);
    let free = names.find(|it| folder.join(it).symlink_metadata().is_err()).unwrap_or_default();
    let files = [(free.clone(), text.as_bytes().to_vec())].into();
    add(folder, &files)?;
    Ok(folder.join(free))
}

/// The paths where something is already.
pub(crate) fn existing<'a>(folder: &Path, files: &'a OutputFiles) -> Vec<&'a String> {
    // A link that leads nowhere is something, too.
    files.keys().filter(|it| folder.join(it).symlink_metadata().is_ok()).collect()
}

fn put(
    folder: &Path,
    files: &OutputFiles,
    write: impl Fn(&Path, &[u8]) -> std::io::Result<()>,
) -> Result<Vec<PathBuf>> {
    let mut written = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        if path.split('/').any(|part| part.is_empty() || part == "..") {
            bail!("`{path}` leads out of the folder");
        }
        let target = folder.join(path);
        let parent = target.parent().unwrap_or(folder);
        fs::create_dir_all(parent).with_context(|| format!("creating `{}`", parent.display()))?;
        write(&target, bytes).with_context(|| format!("writing `{}`", target.display()))?;
        written.push(target);
    }
    Ok(written)
}
