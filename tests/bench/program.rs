//! The server as a program of its own: started, killed, and asked on its command line.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};

use crate::world::{ENVIRONMENT, World};

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program, with the world that it is configured for.
pub(crate) struct Program<'a> {
    /// The world outside.
    pub(crate) world: &'a World,
    file: PathBuf,
}

/// A server that runs; it is killed when this is dropped.
pub(crate) struct Running {
    child: Child,
    /// From the start to the first connection.
    pub(crate) took: Duration,
}

impl<'a> Program<'a> {
    /// A program that has been built.
    pub(crate) fn new(file: &Path, world: &'a World) -> anyhow::Result<Self> {
        let naming = || format!("`{}`; has it been built?", file.display());
        Ok(Self { file: file.canonicalize().with_context(naming)?, world })
    }

    /// Starts it, and waits until it takes connections.
    pub(crate) fn start(&self) -> anyhow::Result<Running> {
        self.run(&mut self.command())
    }

    /// As [`Self::start`], with at most so many open files.
    pub(crate) fn start_with_few(&self, files: u32) -> anyhow::Result<Running> {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("ulimit -n {files}; exec \"$0\" \"$@\""));
        command.arg(&self.file).arg("--config").arg(self.world.configuration());
        self.run(command.envs(ENVIRONMENT))
    }

    /// What it says to a command.
    pub(crate) fn ask(&self, words: &[&str]) -> anyhow::Result<Output> {
        self.command().args(words).output().context("asking the program")
    }

    /// What it has logged so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.file);
        command.arg("--config").arg(self.world.configuration()).envs(ENVIRONMENT);
        command
    }

    fn log_file(&self) -> PathBuf {
        self.world.folder.join("log")
    }

    fn run(&self, command: &mut Command) -> anyhow::Result<Running> {
        let log = File::options().create(true).append(true).open(self.log_file())?;
        let begun = Instant::now();
        let child = command.stdout(log.try_clone()?).stderr(log).spawn();
        let mut running =
            Running { child: child.context("starting the server")?, took: Duration::ZERO };
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.world.port)).is_err() {
            let ended = running.child.try_wait()?;
            ensure!(ended.is_none(), "the server has ended: {}", self.log());
            if begun.elapsed() > PATIENCE {
                bail!("the server has not started: {}", self.log());
            }
            sleep(Duration::from_millis(1));
        }
        running.took = begun.elapsed();
        Ok(running)
    }
}

impl Running {
    /// `kill -9`.
    pub(crate) fn kill(mut self) -> anyhow::Result<()> {
        ensure!(self.child.try_wait()?.is_none(), "the server ended by itself");
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Whether it still runs.
    pub(crate) fn lives(&mut self) -> anyhow::Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended cannot be killed, and need not be.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
