//! `bench`: the real server program under hardship, and the data that it is measured with.
//!
//! Reading order: [`options`], [`world`] (the stand-ins, and a configuration), [`program`] (the
//! server as a child process), [`visitor`] (a browser over HTTP), [`walk`] (ways through the real
//! forms); then what is done to it: [`kill`], [`full`] (no room on the disk), [`descriptors`] (none
//! left), and [`seed`] (a million cases for `server/run`). How to run each is in `README.md`.

mod descriptors;
mod full;
mod kill;
mod options;
mod program;
mod seed;
mod visitor;
mod walk;
mod world;

use std::process::ExitCode;

use anyhow::Context;

use crate::options::{Command, Options};
use crate::program::Program;
use crate::world::World;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("bench: {fault:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let Options { command, server } = options::read()?;
    let runtime = tokio::runtime::Runtime::new().context("starting the runtime")?;
    let temporary = tempfile::Builder::new().prefix("lucka-bench-").tempdir();
    let temporary = temporary.context("making a temporary folder")?;
    let folder = match &command {
        Command::Seed { folder, .. } => folder.clone(),
        Command::Help | Command::Kill { .. } | Command::Full | Command::Descriptors => {
            temporary.path().to_owned()
        }
    };
    if matches!(command, Command::Help) {
        println!("{}", options::HELP);
        return Ok(());
    }
    let world = runtime.block_on(World::open(&folder, matches!(command, Command::Seed { .. })))?;
    let program = Program::new(&server, &world)?;
    match command {
        Command::Kill { rounds } => kill::rounds(&program, rounds),
        Command::Full => full::full(&program),
        Command::Descriptors => descriptors::few(&program),
        Command::Seed { rows, .. } => seed::seed(&program, rows),
        Command::Help => Ok(()),
    }
}
