//! Connections that can only look, handed from thread to thread.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use super::engine;
use crate::problem::Problem;
use crate::problem::Result;

/// Connections kept open; more are opened under load and closed again.
const KEPT: usize = 4;

pub(super) struct Readers {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(file: &Path) -> Self {
        Self { file: file.to_owned(), idle: Mutex::new(Vec::new()) }
    }

    /// Runs a look in one read transaction, so that it sees one moment.
    pub(super) fn with<T>(&self, look: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => engine::open_reader(&self.file).map_err(Problem::Internal)?,
        };
        let outcome = {
            let tx =
                connection.unchecked_transaction().map_err(super::fault("starting to read"))?;
            look(&tx)
        };
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(connection);
        }
        outcome
    }
}
