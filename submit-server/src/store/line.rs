//! Drafts that are saved without a thread that waits for each: they stand in line for one
//! that writes all that have come, in one transaction, and then tells of each.
//!
//! Whoever brings one has worked out beforehand what is to be written, from the version
//! that is named with it. Sixty-four threads that hand one lock around cost more than all
//! that they write.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use tokio::sync::oneshot;

use super::group::{Group, MOST_IN_A_COMMIT};
use super::{Clock, ReadTx, WriteTx};
use crate::problem::Problem;
use crate::problem::Result;

/// The answers of a draft, to be saved in place of those of a version of it.
#[derive(Clone, Debug)]
pub struct DraftSave {
    /// The draft.
    pub id: String,
    /// The version that was read.
    pub version: i64,
    /// All answers, as JSON.
    pub answers: String,
    /// When the draft will be deleted.
    pub expires_at: i64,
}

/// A draft in line, and who is told.
type Standing = (DraftSave, oneshot::Sender<bool>);

/// The end of the line; dropping it ends the thread, after what stands in it.
pub(super) struct Line(Sender<Standing>);

impl Line {
    pub(super) fn start(group: &Arc<Group>, clock: &Clock) -> std::io::Result<Self> {
        let (end, head) = channel();
        let (group, clock) = (Arc::clone(group), clock.clone());
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || serve(&group, &clock, &head))?;
        Ok(Self(end))
    }

    /// What comes back tells `true` after the flush; `false` when nothing was written, or
    /// nobody knows, and then no more writes are taken either.
    pub(super) fn join(&self, save: DraftSave) -> oneshot::Receiver<bool> {
        let (told, tells) = oneshot::channel();
        // Without the thread `told` is dropped, and whoever waits is told so.
        drop(self.0.send((save, told)));
        tells
    }
}

fn serve(group: &Group, clock: &Clock, head: &Receiver<Standing>) {
    while let Ok(first) = head.recv() {
        let others = head.try_iter().take(MOST_IN_A_COMMIT - 1);
        let standing: Vec<Standing> = std::iter::once(first).chain(others).collect();
        let kept = group.run(|connection| {
            let tx = WriteTx(ReadTx { connection, now: clock.now() });
            standing.iter().map(|(save, _)| saved(&tx, save)).collect::<Result<Vec<bool>>>()
        });
        let kept = kept.unwrap_or_else(|_| vec![false; standing.len()]);
        for ((_, told), kept) in standing.into_iter().zip(kept) {
            // Whoever has left needs no word.
            let _ = told.send(kept);
        }
    }
}

/// Whether it was saved. One that is refused leaves nothing behind; after a fault nothing
/// of the others is kept either.
fn saved(tx: &WriteTx<'_>, save: &DraftSave) -> Result<bool> {
    match tx.save_draft(&save.id, save.version, &save.answers, save.expires_at) {
        Ok(()) => Ok(true),
        Err(Problem::ChangedMeanwhile) => Ok(false),
        Err(problem) => Err(problem),
    }
}
