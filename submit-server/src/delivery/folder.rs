//! Into a folder: `<root>/<unit>/<number>/`, whole or not at all.
//!
//! ```text
//! case.json         the case: questions, answers, parties, files
//! kvitto.pdf        the same, to read
//! bilagor/          01-skiss.pdf …
//! signaturer/       dokument.json (the bytes that were signed), 01.json … (the evidence)
//! SHA256SUMS        of all of them: `sha256sum -c SHA256SUMS`
//! ```
//!
//! It is written under a hidden name beside, flushed, and renamed: whoever looks
//! sees the whole folder or none. What a stop has left behind is thrown away by the
//! next try. The unit's folder is never made here: where it is missing, a disk is.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::cases::case_json::CaseFile;
use crate::cases::package::Package;
use crate::delivery::Delivery;
use crate::delivery::worker::fault;
use crate::notify::Failure;
use crate::problem::Problem;
use crate::store::AttachmentFolder;

/// The list of what must be there.
const SUMS: &str = "SHA256SUMS";
/// The case.
const CASE: &str = "case.json";
/// The folder of attached files.
const FILES: &str = "bilagor";
/// The folder of evidence.
const SIGNATURES: &str = "signaturer";

/// What is read of a folder that is there already.
#[derive(Deserialize)]
struct There {
    document_sha256: String,
}

/// Puts a case into its unit's folder. One that is there already stays as it is.
pub(super) fn deliver(it: &Delivery, unit: &str, package: &Package) -> Result<(), Failure> {
    let Some(root) = &it.folder else {
        return Err(Failure::Later("folder: none in the configuration".to_owned()));
    };
    let number = package.case.number.as_str();
    // Both are ours; a name that could lead elsewhere is a fault, not a path.
    if !is_name(unit) || !is_name(number) {
        return Err(Failure::Never("folder: a name that is no name".to_owned()));
    }
    let unit = root.join(unit);
    let whole = unit.join(number);
    match fs::read(whole.join(CASE)) {
        Ok(found) => {
            is_same(&found, &whole, package)?;
            // The try that wrote it may have ended before this.
            return File::open(&unit).and_then(|it| it.sync_all()).map_err(|it| refused(&it));
        }
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(refused(&error)),
        Err(_) => {}
    }
    let part = unit.join(format!(".{number}.part"));
    let placed = Writing::begin(&unit, &part).and_then(|writing| {
        writing.write(package, &it.store.attachments)?;
        fs::rename(&part, &whole)?;
        File::open(&unit)?.sync_all()
    });
    placed.map_err(|error| {
        // What is left takes room; the next try takes it away if this one cannot.
        drop(fs::remove_dir_all(&part));
        refused(&error)
    })
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
}

/// A folder is whole since it has its name. Another case with the same number means
/// that a database was put back and numbers are given again: somebody must look.
fn is_same(found: &[u8], whole: &Path, package: &Package) -> Result<(), Failure> {
    let there = serde_json::from_slice::<There>(found).ok();
    let same = there.is_some_and(|it| it.document_sha256 == package.case.document_sha256);
    match same && whole.join(SUMS).exists() {
        true => Ok(()),
        false => Err(Failure::Never("folder: there is another with the same number".to_owned())),
    }
}

/// Kinds only: the system's own words may hold a path.
fn refused(error: &io::Error) -> Failure {
    match error.get_ref() {
        Some(_) => fault(&Problem::Internal(anyhow::anyhow!("{error}"))),
        None => Failure::Later(format!("folder: {}", error.kind())),
    }
}

/// A folder under way.
struct Writing {
    folder: PathBuf,
    /// As readable as the unit's folder is.
    mode: u32,
}

impl Writing {
    fn begin(unit: &Path, part: &Path) -> io::Result<Self> {
        let mode = fs::metadata(unit)?.permissions().mode();
        match fs::remove_dir_all(part) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::create_dir(part)?;
        Ok(Self { folder: part.to_owned(), mode })
    }

    fn write(&self, package: &Package, attachments: &AttachmentFolder) -> io::Result<()> {
        let case = serde_json::to_string_pretty(&package.case)? + "\n";
        let mut sums = String::new();
        let mut add = |path: &str, bytes: &[u8]| {
            sums.push_str(&line(&self.file(path, bytes)?, path));
            io::Result::Ok(())
        };
        add(CASE, case.as_bytes())?;
        add("kvitto.pdf", &package.receipt)?;
        fs::create_dir(self.folder.join(SIGNATURES))?;
        add(&format!("{SIGNATURES}/dokument.json"), package.document.as_bytes())?;
        for (index, evidence) in package.evidence.iter().enumerate() {
            add(&format!("{SIGNATURES}/{:02}.json", index + 1), evidence.as_bytes())?;
        }
        let mut folders = vec![SIGNATURES];
        if package.case.files().next().is_some() {
            fs::create_dir(self.folder.join(FILES))?;
            folders.push(FILES);
        }
        for file in package.case.files() {
            add(&format!("{FILES}/{}", file.file), &bytes(attachments, file)?)?;
        }
        self.file(SUMS, sums.as_bytes())?;
        for folder in folders.iter().map(|it| self.folder.join(it)) {
            self.close(&folder)?;
        }
        self.close(&self.folder)
    }

    /// Writes a file to the disk; its hash.
    fn file(&self, path: &str, bytes: &[u8]) -> io::Result<String> {
        let mut file =
            OpenOptions::new().write(true).create_new(true).open(self.folder.join(path))?;
        file.write_all(bytes)?;
        file.set_permissions(Permissions::from_mode(self.mode & 0o660 | 0o600))?;
        file.sync_all()?;
        Ok(hex::encode(Sha256::digest(bytes)))
    }

    /// After what is in it, so that the group is inherited from the unit's folder.
    fn close(&self, folder: &Path) -> io::Result<()> {
        fs::set_permissions(folder, Permissions::from_mode(self.mode & 0o770 | 0o700))?;
        File::open(folder)?.sync_all()
    }
}

/// An attached file, as it was when it was signed.
fn bytes(attachments: &AttachmentFolder, file: &CaseFile) -> io::Result<Vec<u8>> {
    let bytes = attachments.bytes(&file.id).map_err(|it| io::Error::other(it.cause()))?;
    if hex::encode(Sha256::digest(&bytes)) != file.sha256 {
        return Err(io::Error::other("an attachment is not as it was when it was sent"));
    }
    Ok(bytes)
}

fn line(hash: &str, path: &str) -> String {
    format!("{hash}  {path}\n")
}
