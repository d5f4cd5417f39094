//! What was signed, read back: who, with which e-ID, and when.

use rusqlite::params;

use super::ReadTx;
use crate::problem::Result;

/// A signature of a case.
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

/// The evidence of a signature, as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Whose it is, and when.
    pub signed: Signed,
    /// The text that was shown, as it was sent.
    pub visible: String,
    /// The data that was signed but not shown, as it was sent.
    pub hidden: String,
    /// The provider's signature, unchanged.
    pub signature: String,
    /// The provider's OCSP response, unchanged.
    pub ocsp: String,
}

impl ReadTx<'_> {
    /// The signatures on a document of a case, the first one first.
    pub fn signatures(&self, case: &str, document_hash: &str) -> Result<Vec<Signed>> {
        Ok(self.proofs(case, document_hash)?.into_iter().map(|it| it.signed).collect())
    }

    /// As [`Self::signatures`], with the evidence.
    pub fn proofs(&self, case: &str, document_hash: &str) -> Result<Vec<Proof>> {
        self.all(
            "SELECT person, parties.name, signatures.method, signatures.signed_at,
             signatures.visible, signatures.hidden, signatures.signature, signatures.ocsp
             FROM signatures JOIN parties USING (case_id, person)
             WHERE case_id = $1 AND document_hash = $2
             ORDER BY signatures.signed_at, parties.role, parties.name",
            params![case, document_hash],
            |row| {
                Ok(Proof {
                    signed: Signed {
                        person: row.get(0)?,
                        name: row.get(1)?,
                        method: row.get(2)?,
                        at: row.get(3)?,
                    },
                    visible: row.get(4)?,
                    hidden: row.get(5)?,
                    signature: row.get(6)?,
                    ocsp: row.get(7)?,
                })
            },
        )
    }
}
