//! The parties of a case and what they signed.

use rusqlite::params;

use super::{ReadTx, WriteTx};
use crate::problem::Problem;
use crate::problem::Result;

/// Somebody who must sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Twelve digits. Never shown to the other parties.
    pub person: String,
    /// Given name and surname.
    pub name: String,
    /// `applicant`, `guardian` or `signer`.
    pub role: String,
    /// Whether they have signed.
    pub state: PartyState,
    /// Whether a message that asks them to sign what is frozen now is on its way,
    /// or has not been said to be lost; nobody was asked before somebody signed.
    pub reached: bool,
    /// Set when they declined: the case is its applicant's draft again.
    pub declined: Option<Declined>,
}

/// When a party declined, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declined {
    /// Milliseconds since 1970 UTC.
    pub at: i64,
    /// In their own words, for the applicant only; none when they gave none.
    pub reason: Option<String>,
}

/// Whether a party has signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyState {
    /// Not yet.
    Waiting,
    /// At this time.
    Signed(i64),
}

/// What was signed, and the evidence.
#[derive(Clone, Debug)]
pub struct Signature<'a> {
    /// Who signed.
    pub person: &'a str,
    /// Their name, as the e-ID gives it; blank when it gives none.
    pub name: &'a str,
    /// Hex SHA-256 of the document.
    pub document_hash: &'a str,
    /// `bankid`.
    pub method: &'a str,
    /// The text that was shown, as it was sent.
    pub visible: &'a str,
    /// The data that was signed but not shown, as it was sent.
    pub hidden: &'a str,
    /// The provider's signature, unchanged.
    pub signature: &'a str,
    /// The provider's OCSP response, unchanged.
    pub ocsp: &'a str,
}

impl ReadTx<'_> {
    /// The parties of a case: the applicant first. One who has become protected looks
    /// as if told: nobody is to learn it, or be asked to get in touch.
    pub fn parties(&self, case: &str) -> Result<Vec<Party>> {
        self.all(
            "SELECT person, name, role, signed_at, declined_at, reason,
             EXISTS (SELECT 1 FROM outbox WHERE outbox.case_id = parties.case_id
                     AND outbox.receiver = parties.person
                     AND (outbox.state <> 'failed' OR outbox.last_error = 'protected')
                     AND outbox.event IN ('sign_asked', 'reminder')
                     AND outbox.created_at >= (SELECT saved_at FROM cases WHERE id = $1))
             FROM parties WHERE case_id = $1 ORDER BY role, name",
            params![case],
            |row| {
                let signed_at: Option<i64> = row.get(3)?;
                let declined_at: Option<i64> = row.get(4)?;
                let reason: Option<String> = row.get(5)?;
                Ok(Party {
                    person: row.get(0)?,
                    name: row.get(1)?,
                    role: row.get(2)?,
                    state: signed_at.map_or(PartyState::Waiting, PartyState::Signed),
                    reached: row.get(6)?,
                    declined: declined_at.map(|at| Declined { at, reason }),
                })
            },
        )
    }
}

impl WriteTx<'_> {
    /// Somebody more must sign.
    pub fn add_party(&self, case: &str, person: &str, name: &str, role: &str) -> Result<()> {
        self.change(
            "INSERT INTO parties (case_id, person, name, role, state)
             VALUES ($1, $2, $3, $4, 'waiting')",
            params![case, person, name, role],
        )?;
        Ok(())
    }

    /// Takes the parties of a case away: it is a draft again.
    pub fn remove_parties(&self, case: &str) -> Result<()> {
        self.change("DELETE FROM parties WHERE case_id = $1", params![case])?;
        Ok(())
    }

    /// A party declines, now. Refused when they are no party or have signed.
    pub fn decline(&self, case: &str, person: &str, reason: Option<&str>) -> Result<()> {
        let declined = self.change(
            "UPDATE parties SET declined_at = $1, reason = $2
             WHERE case_id = $3 AND person = $4 AND state = 'waiting' AND declined_at IS NULL",
            params![self.now, reason, case, person],
        )?;
        if declined == 1 { Ok(()) } else { Err(Problem::ChangedMeanwhile) }
    }

    /// A party has signed, now. Refused when they are no party or have signed before.
    pub fn sign(&self, case: &str, it: &Signature<'_>) -> Result<()> {
        let signed = self.change(
            "UPDATE parties SET state = 'signed', signed_at = $1
             WHERE case_id = $2 AND person = $3 AND state = 'waiting'",
            params![self.now, case, it.person],
        )?;
        if signed != 1 {
            return Err(Problem::ChangedMeanwhile);
        }
        // What the applicant wrote was good enough to wait for, not to have signed.
        self.change(
            "UPDATE parties SET name = $1
             WHERE case_id = $2 AND person = $3 AND role = 'signer' AND $1 <> ''",
            params![it.name, case, it.person],
        )?;
        self.change(
            "INSERT INTO signatures (case_id, person, document_hash, method, visible, hidden,
             signature, ocsp, signed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            params![
                case,
                it.person,
                it.document_hash,
                it.method,
                it.visible,
                it.hidden,
                it.signature,
                it.ocsp,
                self.now
            ],
        )?;
        Ok(())
    }
}
