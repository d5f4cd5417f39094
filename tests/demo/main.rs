//! `cargo demo`: the whole portal on this machine, with invented people and nothing to set up.
//!
//! Reading order: [`options`], [`world`] (the stand-ins), [`portal`] (the site and the server),
//! [`units`] (where its cases come in), [`words`] (what is printed). Everything is written to a folder that is gone when the
//! demonstration ends.

mod options;
mod portal;
mod units;
mod words;
mod world;

use std::future::pending;
use std::io::{self, Read};
use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use tests::stand_ins::time::TimeServer;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use crate::options::{Command, Options};
use crate::portal::Portal;
use crate::world::World;

/// How long calls under way get when the demonstration ends.
const PATIENCE: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    match options::read().and_then(carried_out) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("{fault:#}");
            ExitCode::from(2)
        }
    }
}

fn carried_out(command: Command) -> anyhow::Result<ExitCode> {
    let options = match command {
        Command::Help => {
            println!("{}", options::HELP);
            return Ok(ExitCode::SUCCESS);
        }
        Command::Run(options) => options,
    };
    let runtime = tokio::runtime::Runtime::new().context("starting the runtime")?;
    let done = runtime.block_on(demonstration(&options));
    runtime.shutdown_timeout(PATIENCE);
    done
}

async fn demonstration(options: &Options) -> anyhow::Result<ExitCode> {
    // Heard from the first moment, so that the folder is taken away even when stopped at once.
    let stop = asked_to_stop(options.json)?;
    let folder = tempfile::Builder::new().prefix("lucka-demo-").tempdir();
    let folder = folder.context("making a temporary folder")?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))
        .await
        .with_context(|| format!("opening port {}", options.port))?;
    let address = listener.local_addr()?;
    let world = World::open(folder.path(), &portal::url(address)).await?;
    let portal = match Portal::new(options, &world, folder.path(), address) {
        Ok(portal) => portal,
        Err(mistakes @ portal::Fault::Content(_)) => {
            eprintln!("{mistakes}");
            return Ok(ExitCode::FAILURE);
        }
        Err(portal::Fault::Other(fault)) => return Err(fault),
    };
    let time = TimeServer::open(Arc::clone(&world.clock), portal.daily()).await?;
    if options.json {
        println!("{}", words::json(&portal, &world, &time));
    } else {
        println!("{}", words::welcome(&portal, &world, &time));
    }
    portal.serve(listener, stop).await?;
    folder.close().context("taking the temporary folder away")?;
    Ok(ExitCode::SUCCESS)
}

/// Done at Ctrl-C or SIGTERM; with `--json` also when whoever started us closes our input.
fn asked_to_stop(at_end_of_input: bool) -> anyhow::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let input = at_end_of_input.then(end_of_input);
    let input = async {
        match input {
            // An error means that the reader is gone, and the input with it.
            Some(closed) => drop(closed.await),
            None => pending().await,
        }
    };
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            () = input => {}
        }
    })
}

/// Reads and forgets the input on a thread of its own, until it ends.
fn end_of_input() -> oneshot::Receiver<io::Result<usize>> {
    let (closed, input) = oneshot::channel();
    thread::spawn(move || closed.send(io::stdin().read_to_end(&mut Vec::new())));
    input
}
