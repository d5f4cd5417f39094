//! What the server has acknowledged: from that moment it must never be lost.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

/// Everything that was acknowledged, and what was only asked for.
#[derive(Debug, Default)]
pub(crate) struct Ledger(Mutex<Entries>);

/// The entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Entries {
    /// By draft: the number in the last save that was acknowledged, and in the last that was sent.
    pub(super) saves: BTreeMap<String, (u64, u64)>,
    /// Saves that were acknowledged.
    pub(super) saved: u64,
    /// By draft: the hash of a file that it has.
    pub(super) files: BTreeMap<String, String>,
    /// Cases that were said to have come in, with how many sign them.
    pub(super) received: BTreeMap<String, usize>,
    /// Case and person: signatures that were acknowledged.
    pub(super) signed: Vec<(String, &'static str)>,
    /// Descriptions that were each to be sent once.
    pub(super) tags: Vec<String>,
}

impl Ledger {
    /// A save is about to be sent.
    pub(super) fn saving(&self, draft: &str, number: u64) {
        self.entries().saves.entry(draft.to_owned()).or_default().1 = number;
    }

    /// It was acknowledged.
    pub(super) fn saved(&self, draft: &str, number: u64) {
        let mut entries = self.entries();
        entries.saves.entry(draft.to_owned()).or_default().0 = number;
        entries.saved += 1;
    }

    /// A report with this description is to be sent, once.
    pub(super) fn telling(&self, tag: &str) {
        self.entries().tags.push(tag.to_owned());
    }

    /// A step with a file was acknowledged.
    pub(super) fn attached(&self, draft: &str, content: &[u8]) {
        let hash = hex::encode(Sha256::digest(content));
        self.entries().files.insert(draft.to_owned(), hash);
    }

    /// A signature was acknowledged.
    pub(super) fn signed(&self, case: &str, person: &'static str) {
        self.entries().signed.push((case.to_owned(), person));
    }

    /// A case was said to have come in.
    pub(super) fn received(&self, case: &str, signers: usize) {
        self.entries().received.insert(case.to_owned(), signers);
    }

    /// A copy, as of now.
    pub(super) fn copy(&self) -> Entries {
        self.entries().clone()
    }

    /// How much there was to lose.
    pub(super) fn summary(&self) -> String {
        let it = self.entries();
        let of = |signers: usize| it.received.values().filter(|them| **them == signers).count();
        format!(
            "{} saves, {} files, {} cases without, {} with one and {} with two signatures acknowledged",
            it.saved,
            it.files.len(),
            of(0),
            of(1),
            of(2),
        )
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
