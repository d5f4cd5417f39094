//! What was signed, read back: who, with which e-ID, and when.

use rusqlite::params;

use super::ReadTx;
use crate::problem::Result;

/// A signature of a case, without its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Twelve digits. Never shown to the other parties.
    pub person: String,
    /// Given name and surname.
    pub name: String,
    /// `bankid`, or `oidc:` and the provider's id.
    pub method: String,
    /// When, milliseconds since 1970 UTC.
    pub at: i64,
}

impl ReadTx<'_> {
    /// The signatures on a document of a case, the first one first.
    pub fn signatures(&self, case: &str, document_hash: &str) -> Result<Vec<Signed>> {
        self.all(
            "SELECT person, parties.name, signatures.method, signatures.signed_at
             FROM signatures JOIN parties USING (case_id, person)
             WHERE case_id = $1 AND document_hash = $2
             ORDER BY signatures.signed_at, parties.role, parties.name",
            params![case, document_hash],
            |row| {
                Ok(Signed {
                    person: row.get(0)?,
                    name: row.get(1)?,
                    method: row.get(2)?,
                    at: row.get(3)?,
                })
            },
        )
    }
}
