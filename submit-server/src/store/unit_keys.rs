//! Keys with which units fetch cases and change them. Only their hashes are kept.

use rusqlite::{Row, params};

use super::{ReadTx, WriteTx};
use crate::problem::Result;

/// What a key may be used for, as words separated by blanks.
pub const SCOPES: [&str; 2] = ["read", "write"];

/// How much of a key's hash names it: in lists, events and the log.
const ID_CHARS: usize = 12;

/// A day, in milliseconds.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A unit's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitKey {
    /// Hex SHA-256 of the key.
    pub key_hash: String,
    /// The unit's slug.
    pub unit: String,
    /// Words of [`SCOPES`], separated by blanks.
    pub scopes: String,
    /// Whose it is, in the operator's words.
    pub label: String,
    /// When it was made.
    pub created_at: i64,
    /// When it ceased to be good for anything.
    pub revoked_at: Option<i64>,
    /// About when it was last used: right to the day.
    pub used_at: Option<i64>,
}

impl UnitKey {
    /// What the key is called: a part of its hash, which says nothing of the key.
    #[must_use]
    pub fn id(&self) -> &str {
        self.key_hash.get(..ID_CHARS).unwrap_or(&self.key_hash)
    }

    /// Whether the key may be used for this.
    #[must_use]
    pub fn may(&self, scope: &str) -> bool {
        self.scopes.split(' ').any(|it| it == scope)
    }

    /// Whether the key was not used for a day, so that its use is worth a write.
    #[must_use]
    pub fn unused_for_a_day(&self, now: i64) -> bool {
        self.used_at.is_none_or(|at| now.abs_diff(at) >= DAY_MS.unsigned_abs())
    }
}

const COLUMNS: &str = "key_hash, unit, scopes, label, created_at, revoked_at, used_at";

impl ReadTx<'_> {
    /// The key with this hash, also when it was revoked.
    pub fn unit_key(&self, key_hash: &str) -> Result<Option<UnitKey>> {
        let sql = format!("SELECT {COLUMNS} FROM unit_keys WHERE key_hash = $1");
        self.one(&sql, params![key_hash], unit_key)
    }

    /// All keys, by unit and age.
    pub fn unit_keys(&self) -> Result<Vec<UnitKey>> {
        let sql = format!("SELECT {COLUMNS} FROM unit_keys ORDER BY unit, created_at, key_hash");
        self.all(&sql, [], unit_key)
    }
}

impl WriteTx<'_> {
    /// Keeps a new key, made now.
    pub fn add_unit_key(
        &self,
        key_hash: &str,
        unit: &str,
        scopes: &str,
        label: &str,
    ) -> Result<()> {
        self.change(
            "INSERT INTO unit_keys (key_hash, unit, scopes, label, created_at)
             VALUES ($1, $2, $3, $4, $5)",
            params![key_hash, unit, scopes, label, self.now],
        )?;
        Ok(())
    }

    /// A key is good for nothing from now on; whether it was until now.
    pub fn revoke_unit_key(&self, key_hash: &str) -> Result<bool> {
        let revoked = self.change(
            "UPDATE unit_keys SET revoked_at = $1 WHERE key_hash = $2 AND revoked_at IS NULL",
            params![self.now, key_hash],
        )?;
        Ok(revoked == 1)
    }

    /// Notes that a key is in use.
    pub fn touch_unit_key(&self, key_hash: &str) -> Result<()> {
        self.change(
            "UPDATE unit_keys SET used_at = $1 WHERE key_hash = $2",
            params![self.now, key_hash],
        )?;
        Ok(())
    }
}

fn unit_key(row: &Row<'_>) -> rusqlite::Result<UnitKey> {
    Ok(UnitKey {
        key_hash: row.get(0)?,
        unit: row.get(1)?,
        scopes: row.get(2)?,
        label: row.get(3)?,
        created_at: row.get(4)?,
        revoked_at: row.get(5)?,
        used_at: row.get(6)?,
    })
}
