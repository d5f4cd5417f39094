//! Sessions: who holds which cookie.

use rusqlite::{Row, params};

use super::{ReadTx, WriteTx};
use crate::problem::Result;

/// A browser's session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Hex SHA-256 of the cookie's value.
    pub token_hash: String,
    /// Who is logged in; none before login and in anonymous forms.
    pub person: Option<String>,
    /// What the register said at login, as JSON.
    pub register: Option<String>,
    /// The token that every form of the session carries.
    pub csrf: String,
    /// When it began.
    pub created_at: i64,
    /// When it was last used.
    pub seen_at: i64,
}

impl ReadTx<'_> {
    /// The session with this hash, however old.
    pub fn session(&self, token_hash: &str) -> Result<Option<Session>> {
        self.one(
            "SELECT token_hash, person, register, csrf, created_at, seen_at
             FROM sessions WHERE token_hash = $1",
            params![token_hash],
            session,
        )
    }
}

impl WriteTx<'_> {
    /// Begins a session now.
    pub fn begin_session(&self, it: &Session) -> Result<()> {
        self.change(
            "INSERT INTO sessions (token_hash, person, register, csrf, created_at, seen_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![it.token_hash, it.person, it.register, it.csrf, it.created_at, it.seen_at],
        )?;
        Ok(())
    }

    /// Notes that a session is in use.
    pub fn touch_session(&self, token_hash: &str) -> Result<()> {
        self.change(
            "UPDATE sessions SET seen_at = $1 WHERE token_hash = $2",
            params![self.now, token_hash],
        )?;
        Ok(())
    }

    /// Remembers anew what the register says about the person, as JSON.
    pub fn remember_person(&self, token_hash: &str, register: &str) -> Result<()> {
        self.change(
            "UPDATE sessions SET register = $1 WHERE token_hash = $2",
            params![register, token_hash],
        )?;
        Ok(())
    }

    /// Ends a session; its orders go with it.
    pub fn end_session(&self, token_hash: &str) -> Result<()> {
        self.change("DELETE FROM sessions WHERE token_hash = $1", params![token_hash])?;
        Ok(())
    }

    /// Ends the sessions that were last used, or began, before these times. One
    /// with an order under way waits for it: what is being signed is not lost.
    pub fn end_old_sessions(&self, seen_before: i64, created_before: i64) -> Result<usize> {
        self.change(
            "DELETE FROM sessions WHERE (seen_at < $1 OR created_at < $2)
             AND token_hash NOT IN (SELECT session FROM orders WHERE state = 'pending')",
            params![seen_before, created_before],
        )
    }

    /// Ends a session that has been found dead, likewise.
    pub fn end_dead_session(&self, token_hash: &str) -> Result<()> {
        self.change(
            "DELETE FROM sessions WHERE token_hash = $1
             AND token_hash NOT IN (SELECT session FROM orders WHERE state = 'pending')",
            params![token_hash],
        )?;
        Ok(())
    }
}

fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        token_hash: row.get(0)?,
        person: row.get(1)?,
        register: row.get(2)?,
        csrf: row.get(3)?,
        created_at: row.get(4)?,
        seen_at: row.get(5)?,
    })
}
