//! `generator serve`: the site on loopback, made again when a file is saved.
//!
//! Nothing is written to the disk: pages come from memory. Reading order:
//! [`serve`] (watch and rebuild), [`state`] (the site as it is now), [`http`]
//! (answers a browser). An open page reloads itself through a small script that
//! only this server knows.

mod http;
mod state;

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use notify::{RecursiveMode, Watcher};

use crate::blankett::Press;
use crate::config::Options;
use crate::preview::state::State;
use crate::report;

/// Editors write a file in several strokes; wait until they are done.
const CALM: Duration = Duration::from_millis(40);

/// Serves until the program is stopped.
pub(crate) fn serve(options: Options, port: u16) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("listening on port {port}; choose another with `--port`"))?;
    let address = listener.local_addr().context("asking for the address")?;
    let state = Arc::new(State::default());
    // Blanketter that have not changed are not printed again.
    let press = Press::default();
    rebuild(&options, &state, &press);

    println!("http://{address}/   (stop with Ctrl-C)");
    let shown = Arc::clone(&state);
    thread::spawn(move || http::answer_all(&listener, &shown));
    watch(&options, &state, &press)
}

fn watch(options: &Options, state: &State, press: &Press) -> Result<()> {
    let (changed, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let matters = event.is_ok_and(|it| !it.kind.is_access());
        if matters && changed.send(()).is_err() {
            // The receiver lives as long as the program: there is nobody left to tell.
        }
    })
    .context("starting to watch files")?;
    for folder in watched(options) {
        watcher
            .watch(&folder, RecursiveMode::Recursive)
            .with_context(|| format!("watching `{}`", folder.display()))?;
    }
    while changes.recv().is_ok() {
        while changes.recv_timeout(CALM).is_ok() {}
        rebuild(options, state, press);
    }
    Ok(())
}

fn watched(options: &Options) -> Vec<PathBuf> {
    let theme = options.theme.as_deref();
    [Some(options.content.as_path()), theme].into_iter().flatten().map(Path::to_owned).collect()
}

fn rebuild(options: &Options, state: &State, press: &Press) {
    match crate::checked(options, press) {
        Ok((files, mistakes)) if mistakes.is_empty() => state.show(files),
        Ok((_, mistakes)) => {
            report::print(&mistakes);
            state.show_report(mistakes.report());
        }
        Err(fault) => {
            eprintln!("{fault:#}");
            state.show_report(format!("{fault:#}"));
        }
    }
}
