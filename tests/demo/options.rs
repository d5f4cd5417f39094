//! What the demonstration can be asked to do differently.

use std::path::PathBuf;

use anyhow::{Context, bail};
use lexopt::Arg;
use lexopt::ValueExt;

/// The help text.
pub(crate) const HELP: &str = "\
Visar portalen på den här datorn, med påhittade personer.

cargo demo [-- VAL]

  --port NUMMER   portalens port (annars en ledig)
  --content MAPP  innehållet (annars content/)
  --json          skriv adresserna som en rad JSON och sluta när indata stängs
  --help          visa det här";

/// What was asked for.
pub(crate) enum Command {
    /// Run.
    Run(Options),
    /// Explain.
    Help,
}

/// How to run.
pub(crate) struct Options {
    /// The portal's port; 0 takes a free one.
    pub(crate) port: u16,
    /// What the site is made of.
    pub(crate) content: PathBuf,
    /// For a program rather than a person.
    pub(crate) json: bool,
}

/// Reads the command line.
pub(crate) fn read() -> anyhow::Result<Command> {
    let content = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../content"));
    let mut options = Options { port: 0, content, json: false };
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("port") => {
                options.port = arguments.value()?.parse().context("--port takes a number")?;
            }
            Arg::Long("content") => options.content = arguments.value()?.into(),
            Arg::Long("json") => options.json = true,
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            other => bail!("{}\n\n{HELP}", other.unexpected()),
        }
    }
    Ok(Command::Run(options))
}
