//! The files of the repository, as text. What git knows, or where there is no
//! git, everything but what is made.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use walkdir::WalkDir;

/// Folders that hold what is made, not written.
const MADE: [&str; 5] = [".git", "target", "node_modules", "public", "artefacts"];

/// A text file.
#[derive(Debug)]
pub(super) struct File {
    /// From the root of the repository, with `/`.
    pub(super) path: String,
    /// What it holds.
    pub(super) text: String,
}

impl File {
    /// The ending of the name, without the dot.
    pub(super) fn ending(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    /// The lines, counted from 1, with their place as `path:line`.
    pub(super) fn lines(&self) -> impl Iterator<Item = (String, &str)> {
        let place = |number: usize| format!("{}:{}", self.path, number + 1);
        self.text.lines().enumerate().map(move |(number, line)| (place(number), line))
    }
}

/// The root of the repository.
pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests have a folder of their own")
}

/// Every text file, in the order of their paths.
pub(super) fn files() -> &'static [File] {
    static FILES: OnceLock<Vec<File>> = OnceLock::new();
    FILES.get_or_init(|| {
        let read = |path: String| {
            // What is not UTF-8 is a picture or a font; what is gone is about to be committed so.
            let text = std::fs::read_to_string(root().join(&path)).ok()?;
            Some(File { path, text })
        };
        let files: Vec<File> = paths().into_iter().filter_map(read).collect();
        assert!(files.len() > 100, "only {} files were found", files.len());
        files
    })
}

/// The files whose paths begin like this.
pub(super) fn below(folder: &str) -> impl Iterator<Item = &'static File> {
    files().iter().filter(move |it| it.path.starts_with(folder))
}

/// All Rust.
pub(super) fn rust() -> impl Iterator<Item = &'static File> {
    files().iter().filter(|it| it.ending() == "rs")
}

fn paths() -> Vec<String> {
    let mut paths = if root().join(".git").exists() { known_to_git() } else { found() };
    paths.sort();
    paths.dedup();
    paths
}

fn known_to_git() -> Vec<String> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    let output = Command::new("git").args(list).current_dir(root()).output();
    let output = output.expect("git runs: install it, or take away the folder `.git`");
    assert!(output.status.success(), "git: {}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8(output.stdout).expect("paths are UTF-8");
    listed.split_terminator('\0').map(str::to_owned).collect()
}

fn found() -> Vec<String> {
    let made = |it: &walkdir::DirEntry| MADE.iter().any(|made| it.file_name() == *made);
    let entries = WalkDir::new(root()).into_iter().filter_entry(|it| !made(it));
    let files =
        entries.map(|it| it.expect("a readable folder")).filter(|it| it.file_type().is_file());
    let path = |it: walkdir::DirEntry| {
        let path = it.path().strip_prefix(root()).expect("a path below the root").to_owned();
        path.to_string_lossy().replace('\\', "/")
    };
    files.map(path).collect()
}

#[test]
fn both_ways_to_find_the_files_find_the_sources() {
    let found = found();

    for it in paths().iter().filter(|it| it.ends_with(".rs")) {
        assert!(found.contains(it) || !root().join(it).exists(), "{it} is not found without git");
    }
}
