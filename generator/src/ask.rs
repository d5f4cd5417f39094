//! `generator search`: what the search answers, and why.
//!
//! The browser's own script is asked, in Node.js: there is no second
//! implementation that could answer otherwise.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::config::Question;
use crate::output::OutputFiles;

const SCRIPT: &str = include_str!("search/ask.mjs");

/// A line of a file of queries; what else stands there is for whoever judges the answers.
#[derive(Deserialize)]
struct Line {
    query: String,
}

/// Answers a question with the script and the index of a site, whose first file is `first`:
/// text for people, or lines of JSON in a file.
pub(crate) fn ask(files: &OutputFiles, first: &str, question: &Question) -> Result<Option<String>> {
    let folder = tempfile::tempdir().context("making a folder for the script")?;
    lay_out(files, folder.path())?;
    match question {
        Question::Words(words) => {
            Ok(Some(run(folder.path(), &[first, "explain"], std::slice::from_ref(words))?))
        }
        Question::File { queries, results, .. } => {
            let answers = run(folder.path(), &[first], &read(queries)?)?;
            fs::write(results, answers)
                .with_context(|| format!("writing `{}`", results.display()))?;
            Ok(None)
        }
    }
}

fn read(path: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(path).with_context(|| format!("reading `{}`", path.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let line: Line = serde_json::from_str(line)
                .with_context(|| format!("reading line {} of `{}`", at + 1, path.display()))?;
            Ok(line.query)
        })
        .collect()
}

/// Puts the script and the index where Node.js can read them: the index under its own addresses.
fn lay_out(files: &OutputFiles, folder: &Path) -> Result<()> {
    let put = |name: &str, bytes: &[u8]| {
        fs::write(folder.join(name), bytes).with_context(|| format!("writing `{name}`"))
    };
    fs::create_dir(folder.join("js")).context("making a folder for the script")?;
    put("package.json", br#"{"type":"module"}"#)?;
    put("ask.mjs", SCRIPT.as_bytes())?;
    for (path, bytes) in files {
        let name = path.rsplit('/').next().unwrap_or_default();
        if path.starts_with("_search/") {
            let parent = folder.join(path.trim_end_matches(name));
            fs::create_dir_all(parent).context("making a folder for the index")?;
            put(path, bytes)?;
        } else if path.starts_with("_theme/") && name.starts_with("search-") {
            put(&format!("js/{name}"), bytes)?;
        }
    }
    Ok(())
}

fn run(folder: &Path, args: &[&str], queries: &[String]) -> Result<String> {
    let mut node = Command::new("node")
        .arg(folder.join("ask.mjs"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("starting `node`: install Node.js 20 or newer to ask the search")?;
    let input = serde_json::to_vec(queries).context("writing the queries")?;
    if let Some(mut pipe) = node.stdin.take() {
        pipe.write_all(&input).context("giving the queries to `node`")?;
    }
    let done = node.wait_with_output().context("waiting for `node`")?;
    if !done.status.success() {
        bail!("`node` could not answer: {}", done.status);
    }
    String::from_utf8(done.stdout).context("reading the answers")
}
