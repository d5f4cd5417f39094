//! What people attach: the bytes in files with random names, the rest in rows.
//!
//! A file is on the disk, and its folder too, before its row is written, so no
//! row ever points at nothing. A file without a row is swept away later.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use rusqlite::params;

use super::{ReadTx, WriteTx};
use crate::problem::Problem;
use crate::problem::Result;

/// An attached file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Random; the name of the file on disk.
    pub id: String,
    /// The question that it answers.
    pub field: String,
    /// As the person named it.
    pub name: String,
    /// Size.
    pub bytes: u64,
    /// Hex SHA-256 of the content.
    pub sha256: String,
    /// Recognised format: `pdf`, `jpg` …
    pub format: String,
}

/// The folder where the bytes are.
pub struct AttachmentFolder(PathBuf);

impl AttachmentFolder {
    pub(super) fn open(folder: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(folder)
            .with_context(|| format!("making the folder `{}`", folder.display()))?;
        Ok(Self(folder.to_owned()))
    }

    /// Keeps the bytes under a random id; they are on the disk when this returns.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep(&self, id: &str, bytes: &[u8]) -> Result<()> {
        let write = || -> anyhow::Result<()> {
            let part = self.0.join(format!("{id}.part"));
            let mut file = File::create(&part)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&part, self.0.join(id))?;
            File::open(&self.0)?.sync_all()?;
            Ok(())
        };
        write().context("keeping an attachment").map_err(Problem::Internal)
    }

    /// The bytes of an attachment.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn bytes(&self, id: &str) -> Result<Vec<u8>> {
        let read = fs::read(self.0.join(id)).context("reading an attachment");
        read.map_err(Problem::Internal)
    }

    /// Removes the bytes, if they are there.
    pub fn remove(&self, id: &str) {
        if let Err(error) = fs::remove_file(self.0.join(id))
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "an attachment was not removed; it will be swept away later");
        }
    }
}

impl ReadTx<'_> {
    /// The attachments of a case.
    pub fn attachments(&self, case: &str) -> Result<Vec<Attachment>> {
        self.all(
            "SELECT id, field, name, bytes, sha256, format FROM attachments
             WHERE case_id = $1 ORDER BY stored_at, id",
            params![case],
            |row| {
                Ok(Attachment {
                    id: row.get(0)?,
                    field: row.get(1)?,
                    name: row.get(2)?,
                    bytes: row.get::<_, i64>(3)?.unsigned_abs(),
                    sha256: row.get(4)?,
                    format: row.get(5)?,
                })
            },
        )
    }
}

impl WriteTx<'_> {
    /// Notes an attachment whose bytes are on the disk.
    pub fn attach(&self, case: &str, it: &Attachment) -> Result<()> {
        let bytes = i64::try_from(it.bytes).unwrap_or(i64::MAX);
        self.change(
            "INSERT INTO attachments (id, case_id, field, name, bytes, sha256, format, stored_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![it.id, case, it.field, it.name, bytes, it.sha256, it.format, self.now],
        )?;
        Ok(())
    }

    /// Takes an attachment off a case; its bytes are removed by the caller after the commit.
    pub fn detach(&self, case: &str, id: &str) -> Result<bool> {
        let sql = "DELETE FROM attachments WHERE case_id = $1 AND id = $2";
        Ok(self.change(sql, params![case, id])? == 1)
    }
}
