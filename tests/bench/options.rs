//! What `bench` can be asked to do.

use std::path::PathBuf;

use anyhow::{Context, bail};
use lexopt::Arg;
use lexopt::ValueExt;

/// The help text.
pub(crate) const HELP: &str = "\
usage: bench [--server FILE] kill [--rounds N]    kill the server while people work, and look what is left
       bench [--server FILE] full                 a disk without room, and room again
       bench [--server FILE] descriptors          more connections than the server may open
       bench [--server FILE] seed FOLDER [--rows N]
                                                  a server's folder with N cases, for server/run

FILE is otherwise target/debug/submit-server";

/// Rounds of kill and start when nothing else is asked for.
const ROUNDS: u32 = 300;
/// Cases when nothing else is asked for.
const ROWS: u32 = 1_000_000;

/// What is done.
pub(crate) enum Command {
    /// Kill and start.
    Kill { rounds: u32 },
    /// No room on the disk.
    Full,
    /// No file descriptors.
    Descriptors,
    /// Write a folder to measure with.
    Seed { folder: PathBuf, rows: u32 },
    /// Explain.
    Help,
}

/// What was asked for.
pub(crate) struct Options {
    /// What is done.
    pub(crate) command: Command,
    /// The server program.
    pub(crate) server: PathBuf,
}

/// Reads the command line.
pub(crate) fn read() -> anyhow::Result<Options> {
    let built = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/debug/submit-server");
    let mut server = PathBuf::from(built);
    let (mut rounds, mut rows) = (ROUNDS, ROWS);
    let mut words: Vec<String> = Vec::new();
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("server") => server = arguments.value()?.into(),
            Arg::Long("rounds") => {
                rounds = arguments.value()?.parse().context("--rounds takes a number")?;
            }
            Arg::Long("rows") => {
                rows = arguments.value()?.parse().context("--rows takes a number")?;
            }
            Arg::Long("help") | Arg::Short('h') => words.insert(0, "help".to_owned()),
            Arg::Value(word) => words.push(word.string()?),
            other => bail!("{}\n\n{HELP}", other.unexpected()),
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let command = match words.as_slice() {
        ["help", ..] => Command::Help,
        ["kill"] => Command::Kill { rounds },
        ["full"] => Command::Full,
        ["descriptors"] => Command::Descriptors,
        ["seed", folder] => Command::Seed { folder: std::path::absolute(folder)?, rows },
        _ => bail!("{HELP}"),
    };
    Ok(Options { command, server })
}
