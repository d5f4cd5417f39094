//! Files on their way to the disk. The only part of the program that writes.
//!
//! Compare and swap: a file that already holds the same bytes is not touched,
//! every other one is written beside the site first and then renamed into
//! place, so a web server never reads half a file. Scripts and styles come
//! before the pages that use them, and what is no longer made goes last. A
//! file that the generator has not made is never overwritten or removed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

/// What is made, by path from the root of the site: `a-o/index.html`.
pub type OutputFiles = BTreeMap<String, Vec<u8>>;

/// The list of what the generator made last time.
const MANIFEST: &str = "_site/manifest.json";
/// Where files wait to be renamed: on the same disk, and not served.
const STAGING: &str = ".lucka-staging";
/// How many foreign files a message names.
const NAMED: usize = 5;

/// What was done.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were new or had changed.
    pub changed: usize,
    /// Files that were already right.
    pub unchanged: usize,
    /// Files that are no longer made.
    pub removed: usize,
}

/// Makes the folder hold exactly these files.
///
/// # Errors
/// When the folder holds files that the generator has not made, and when the
/// disk refuses.
pub(crate) fn write(folder: &Path, files: &OutputFiles) -> Result<Written> {
    fs::create_dir_all(folder).with_context(|| format!("creating `{}`", folder.display()))?;
    let earlier = manifest(folder)?;
    refuse_foreign(folder, &earlier)?;

    let mut written = Written::default();
    let changed = changed(folder, files, &mut written)?;
    let stale: Vec<&String> = earlier.iter().filter(|it| !files.contains_key(*it)).collect();
    if changed.is_empty() && stale.is_empty() && !earlier.is_empty() {
        return Ok(written);
    }
    // Both lists are known as ours from now on, should the machine stop half-way.
    let both = earlier.iter().chain(files.keys()).cloned().collect();
    note_manifest(folder, &both)?;
    stage(folder, files, &changed)?;
    for path in stale {
        remove(folder, path)?;
        written.removed += 1;
    }
    note_manifest(folder, &files.keys().cloned().collect())?;
    let staging = folder.join(STAGING);
    fs::remove_dir_all(&staging).with_context(|| format!("removing `{}`", staging.display()))?;
    Ok(written)
}

fn manifest(folder: &Path) -> Result<BTreeSet<String>> {
    let path = folder.join(MANIFEST);
    if !path.exists() {
        return Ok(BTreeSet::new());
    }
    let text = fs::read(&path).with_context(|| format!("reading `{}`", path.display()))?;
    let paths: BTreeSet<String> = serde_json::from_slice(&text)
        .with_context(|| format!("understanding `{}`", path.display()))?;
    // Nothing outside the folder is ever ours to remove, whatever the list says.
    let inside = |it: &String| it.split('/').all(|part| !part.is_empty() && part != "..");
    Ok(paths.into_iter().filter(inside).collect())
}

/// Stops before anything is touched when somebody else's files are in the folder.
fn refuse_foreign(folder: &Path, ours: &BTreeSet<String>) -> Result<()> {
    let hidden = |it: &walkdir::DirEntry| it.file_name().to_string_lossy().starts_with('.');
    let entries = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
    let mut foreign = Vec::new();
    for entry in entries.filter_entry(|it| !hidden(it)) {
        let entry = entry.with_context(|| format!("reading `{}`", folder.display()))?;
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let path = path.iter().map(|it| it.to_string_lossy()).collect::<Vec<_>>().join("/");
        if !entry.file_type().is_dir() && path != MANIFEST && !ours.contains(&path) {
            foreign.push(path);
        }
    }
    if foreign.is_empty() {
        return Ok(());
    }
    let named: Vec<String> = foreign.iter().take(NAMED).map(|it| format!("`{it}`")).collect();
    let more = if foreign.len() > NAMED { ", …" } else { "" };
    bail!(
        "`{}` holds files that the generator has not made: {}{more}; move them, or point out another folder with `--out`",
        folder.display(),
        named.join(", ")
    )
}

/// The paths to write: pages last.
fn changed<'a>(
    folder: &Path,
    files: &'a OutputFiles,
    written: &mut Written,
) -> Result<Vec<&'a str>> {
    let mut changed = Vec::new();
    for (path, bytes) in files {
        let target = folder.join(path);
        match fs::read(&target) {
            Ok(existing) if existing == *bytes => written.unchanged += 1,
            Ok(_) => changed.push(path.as_str()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => changed.push(path),
            Err(error) => {
                return Err(error).with_context(|| format!("reading `{}`", target.display()));
            }
        }
    }
    changed.sort_by_key(|path| path.ends_with(".html"));
    written.changed = changed.len();
    Ok(changed)
}

/// Writes everything beside the site, and only then renames it into place.
fn stage(folder: &Path, files: &OutputFiles, changed: &[&str]) -> Result<()> {
    let staging = folder.join(STAGING);
    fs::create_dir_all(&staging).with_context(|| format!("creating `{}`", staging.display()))?;
    let staged = |number: usize| staging.join(number.to_string());
    for (number, path) in changed.iter().enumerate() {
        let file = staged(number);
        fs::write(&file, &files[*path]).with_context(|| format!("writing `{}`", file.display()))?;
    }
    for (number, path) in changed.iter().enumerate() {
        let target = folder.join(path);
        make_room(&target)?;
        fs::rename(staged(number), &target)
            .with_context(|| format!("putting `{}` in place", target.display()))?;
    }
    Ok(())
}

fn make_room(target: &Path) -> Result<()> {
    let Some(parent) = target.parent() else { return Ok(()) };
    fs::create_dir_all(parent).with_context(|| format!("creating `{}`", parent.display()))
}

/// Removes a file and the folders that it leaves empty.
fn remove(folder: &Path, path: &str) -> Result<()> {
    let target = folder.join(path);
    match fs::remove_file(&target) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("removing `{}`", target.display()));
        }
        _ => {}
    }
    let mut parent = target.parent().map(PathBuf::from);
    while let Some(it) = parent.filter(|it| it != folder) {
        // Not empty is the usual answer, and the sign to stop.
        if fs::remove_dir(&it).is_err() {
            break;
        }
        parent = it.parent().map(PathBuf::from);
    }
    Ok(())
}

fn note_manifest(folder: &Path, paths: &BTreeSet<String>) -> Result<()> {
    let target = folder.join(MANIFEST);
    let staged = folder.join(STAGING).join("manifest");
    make_room(&target)?;
    make_room(&staged)?;
    let text = serde_json::to_vec_pretty(paths).context("writing the list of files")?;
    fs::write(&staged, text).with_context(|| format!("writing `{}`", staged.display()))?;
    fs::rename(&staged, &target).with_context(|| format!("writing `{}`", target.display()))
}
