//! What people attach: the bytes in files with random names, the rest in rows.
//!
//! A file is on the disk, and its folder too, before its row is written, so no
//! row ever points at nothing. A file without a row (its draft was deleted, its
//! question is not asked any more, the server stopped in between) is swept away.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use rusqlite::params;

use super::{ReadTx, Store, WriteTx};
use crate::problem::Problem;
use crate::problem::Result;

/// How long a file may wait for its row. Seconds are enough; a day is sure.
const OLDEST_WITHOUT_ROW: Duration = Duration::from_secs(24 * 60 * 60);

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
        let part = self.0.join(format!("{id}.part"));
        let write = || -> std::io::Result<()> {
            let mut file = File::create(&part)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&part, self.0.join(id))?;
            File::open(&self.0)?.sync_all()
        };
        write().map_err(|error| {
            // Half a file is of no use, and where there is no room it takes up what there is.
            self.remove(&format!("{id}.part"));
            match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Problem::NoRoom,
                _ => Problem::Internal(anyhow::Error::new(error).context("keeping an attachment")),
            }
        })
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
            && error.kind() != ErrorKind::NotFound
        {
            tracing::warn!(%error, "an attachment was not removed; it will be swept away later");
        }
    }
}

impl AttachmentFolder {
    /// The names of the files that were written at least this long ago. The age
    /// is the disk's: no clock of the server's tells when a file was written.
    fn older_than(&self, age: Duration) -> std::io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            let written = entry.metadata()?.modified()?;
            // A file from the future is new.
            if written.elapsed().is_ok_and(|it| it >= age) {
                names.extend(entry.file_name().into_string());
            }
        }
        Ok(names)
    }
}

impl Store {
    /// Removes the files that no case has; how many there were.
    ///
    /// # Errors
    /// When the folder or the database cannot be read.
    pub fn sweep_attachments(&self) -> Result<usize> {
        let old = self.attachments.older_than(OLDEST_WITHOUT_ROW);
        let old = old.context("reading the folder of attachments")?;
        let left: Vec<String> = self.read(|tx| {
            let mut left = Vec::new();
            for name in old {
                if !tx.has_attachment(&name)? {
                    left.push(name);
                }
            }
            Ok(left)
        })?;
        left.iter().for_each(|name| self.attachments.remove(name));
        Ok(left.len())
    }
}

impl ReadTx<'_> {
    /// Whether any case has the attachment.
    fn has_attachment(&self, id: &str) -> Result<bool> {
        let sql = "SELECT 1 FROM attachments WHERE id = $1";
        Ok(self.one(sql, params![id], |_| Ok(()))?.is_some())
    }

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
