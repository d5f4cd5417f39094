//! A disk without room: people are told so, nothing is said to be saved that is not, and the server
//! goes on by itself when there is room.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::program::Program;
use crate::visitor::{NoAnswer, Visitor};
use crate::walk;

/// The disk.
const SIZE: &str = "4m";
/// What is taken away to make room.
const BALLAST_BYTES: usize = 1024 * 1024;
/// How soon things can be saved again.
const AGAIN: Duration = Duration::from_secs(5);
/// A picture that a disk of this size holds a few of.
const PICTURE_BYTES: usize = 200_000;
/// More than fit.
const MOST: usize = 100;

/// More than the log has room for without growing.
const MOST_SAVES: usize = 5_000;

/// A mounted disk; gone when it is dropped.
struct Disk<'a>(&'a Path);

/// Fills the disk, through the pages; then makes room.
pub(crate) fn full(program: &Program<'_>) -> anyhow::Result<()> {
    let data = program.world.data();
    fs::create_dir_all(&data)?;
    let Some(disk) = Disk::mount(&data)? else {
        println!("SKIPPED: a full disk; mounting one is not permitted here, run as root");
        return Ok(());
    };
    let ballast = data.join("ballast");
    fs::write(&ballast, vec![0; BALLAST_BYTES])?;
    let mut server = program.start()?;
    let mut visitor = Visitor::new(program.world);
    let mut kept = Vec::new();
    let draft = fill(&mut visitor, &mut kept)?;
    let refused = visitor.page.clone();
    told(&refused.body, refused.status)?;
    let filler = data.join("filler");
    // It is meant not to fit.
    drop(fs::write(&filler, vec![0; 8 * BALLAST_BYTES]));
    let saves = save_until_refused(&mut visitor, &draft)?;
    let health = visitor.get("/halsa")?.status;
    ensure!(server.lives()?, "the server ended: {}", program.log());
    fs::remove_file(&ballast)?;
    fs::remove_file(&filler)?;
    let room = Instant::now();
    while save(&mut visitor, &draft)? != 303 {
        ensure!(room.elapsed() < AGAIN, "nothing can be saved, with room: {}", visitor.page.text());
        sleep(Duration::from_millis(100));
    }
    let took = room.elapsed();
    ensure!(visitor.get("/halsa")?.status == 200, "it says that it is not well");
    server.kill()?;
    nothing_lost(program, &kept)?;
    drop(disk);
    println!(
        "a full disk: {} files were kept, the next was refused with {}, so was a save after {saves}, health {health}; \
         {} ms after there was room, things were saved again",
        kept.len(),
        refused.status,
        took.as_millis()
    );
    Ok(())
}

/// Reports faults with pictures until one is not taken; its draft.
fn fill(visitor: &mut Visitor<'_>, kept: &mut Vec<(String, String)>) -> anyhow::Result<String> {
    for number in 0..MOST {
        let picture =
            [b"\x89PNG\r\n\x1a\n".as_slice(), &vec![number as u8; PICTURE_BYTES]].concat();
        let id = walk::street(visitor, &format!("Rapport {number}"), &picture)?;
        if visitor.page.status != 303 {
            // The disk may have been full before there was a draft.
            let last = || kept.last().map(|(id, _)| id.clone());
            return Some(id).filter(|it| !it.is_empty()).or_else(last).context("nothing fits");
        }
        kept.push((id, hex::encode(Sha256::digest(&picture))));
    }
    anyhow::bail!("{MOST} pictures fit on a disk of {SIZE}")
}

/// Whether somebody who met this knows what to do.
fn told(body: &str, status: u16) -> anyhow::Result<()> {
    ensure!(status == 503 || status == 507, "a full disk is answered with {status}");
    ensure!(body.contains("<h1") && body.contains("kan inte spara"), "nobody is told: {body}");
    Ok(())
}

/// Saves a step until that is refused, too; how often it was saved.
fn save_until_refused(visitor: &mut Visitor<'_>, draft: &str) -> anyhow::Result<usize> {
    for number in 0..MOST_SAVES {
        let status = save(visitor, draft)?;
        if status != 303 {
            told(&visitor.page.body, status)?;
            return Ok(number);
        }
    }
    anyhow::bail!("{MOST_SAVES} saves fit on a full disk")
}

/// Saves a step; the status. It may fit where a picture does not.
fn save(visitor: &mut Visitor<'_>, draft: &str) -> Result<u16, NoAnswer> {
    let url = walk::step(draft, "felet");
    visitor.get(&url)?;
    let text = "Ett hål. ".repeat(100);
    let fields = [("akut", "nej"), ("fel", "vag"), ("beskrivning", text.as_str())];
    Ok(visitor.post(&url, &fields)?.status)
}

/// What was acknowledged is there, and whole.
fn nothing_lost(program: &Program<'_>, kept: &[(String, String)]) -> anyhow::Result<()> {
    let data = program.world.data();
    let database = Connection::open(data.join("lucka.db"))?;
    let sound: String = database.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
    ensure!(sound == "ok", "the database is damaged: {sound}");
    for (case, hash) in kept {
        let file: String = database
            .query_row("SELECT id FROM attachments WHERE case_id = $1", [case], |row| row.get(0))
            .context("a file that was acknowledged has no row")?;
        let content = fs::read(data.join("attachments").join(file))?;
        ensure!(hex::encode(Sha256::digest(content)) == *hash, "a file of {case} is not whole");
    }
    let parts = fs::read_dir(data.join("attachments"))?.filter_map(Result::ok);
    let left = parts.filter(|it| it.file_name().to_string_lossy().ends_with(".part")).count();
    ensure!(left == 0, "{left} halves of files take up room");
    Ok(())
}

impl<'a> Disk<'a> {
    /// A small disk in a folder; none when this user may not mount one.
    fn mount(folder: &'a Path) -> anyhow::Result<Option<Self>> {
        let options = format!("size={SIZE},mode=700");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(folder)
            .output()
            .context("`mount` is missing: apt-get install mount")?;
        Ok(mounted.status.success().then_some(Self(folder)))
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        // Lazily: something may still look into it.
        drop(Command::new("umount").arg("-l").arg(self.0).status());
    }
}
