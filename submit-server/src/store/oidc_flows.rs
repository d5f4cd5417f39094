//! Logins and signatures under way at OpenID providers.

use rusqlite::{Row, params};

use super::orders::OrderKind;
use super::{ReadTx, WriteTx};
use crate::problem::Result;

/// A login or signature at a provider. No `Debug`: it holds secrets.
#[derive(Clone)]
pub struct OidcFlow {
    /// Hex SHA-256 of the state parameter.
    pub state_hash: String,
    /// The session that began it, and alone may end it.
    pub session: String,
    /// The provider's id.
    pub provider: String,
    /// What it is for.
    pub kind: OrderKind,
    /// Who must sign; none at login.
    pub person: Option<String>,
    /// What is signed; none at login.
    pub case_id: Option<String>,
    /// Path to go on to.
    pub back: String,
    /// Comes back in the ID token.
    pub nonce: String,
    /// PKCE. Never leaves the server but to the provider.
    pub verifier: String,
    /// The request object.
    pub request: String,
    /// The text that is shown, base64; blank at login.
    pub visible: String,
    /// What is signed, base64; blank at login.
    pub hidden: String,
    /// When it began; set by the store.
    pub started_at: i64,
    /// When the browser came back.
    pub used_at: Option<i64>,
}

const COLUMNS: &str = "state_hash, session, provider, kind, person, case_id, back, nonce, verifier, \
     request, visible, hidden, started_at, used_at";

impl ReadTx<'_> {
    /// The flow with this hash, whoever's it is.
    pub fn oidc_flow(&self, state_hash: &str) -> Result<Option<OidcFlow>> {
        let sql = format!("SELECT {COLUMNS} FROM oidc_flows WHERE state_hash = $1");
        self.one(&sql, params![state_hash], flow)
    }

    /// How many flows a session has begun since then.
    pub fn oidc_flows_since(&self, since: i64, session: &str) -> Result<i64> {
        let sql = "SELECT COUNT(*) FROM oidc_flows WHERE session = $1 AND started_at >= $2";
        Ok(self.one(sql, params![session, since], |row| row.get(0))?.unwrap_or_default())
    }
}

impl WriteTx<'_> {
    /// Begins a flow now.
    pub fn begin_oidc_flow(&self, it: &OidcFlow) -> Result<()> {
        self.change(
            "INSERT INTO oidc_flows (state_hash, session, provider, kind, person, case_id, back,
             nonce, verifier, request, visible, hidden, started_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            params![
                it.state_hash,
                it.session,
                it.provider,
                it.kind.word(),
                it.person,
                it.case_id,
                it.back,
                it.nonce,
                it.verifier,
                it.request,
                it.visible,
                it.hidden,
                self.now
            ],
        )?;
        Ok(())
    }

    /// Takes a flow of this session and provider: once.
    pub fn use_oidc_flow(
        &self,
        state_hash: &str,
        session: &str,
        provider: &str,
    ) -> Result<Option<OidcFlow>> {
        let used = self.change(
            "UPDATE oidc_flows SET used_at = $1 WHERE state_hash = $2 AND session = $3
             AND provider = $4 AND used_at IS NULL",
            params![self.now, state_hash, session, provider],
        )?;
        if used == 1 { self.oidc_flow(state_hash) } else { Ok(None) }
    }
}

fn flow(row: &Row<'_>) -> rusqlite::Result<OidcFlow> {
    let kind: String = row.get(3)?;
    Ok(OidcFlow {
        state_hash: row.get(0)?,
        session: row.get(1)?,
        provider: row.get(2)?,
        kind: if kind == "sign" { OrderKind::Sign } else { OrderKind::Auth },
        person: row.get(4)?,
        case_id: row.get(5)?,
        back: row.get(6)?,
        nonce: row.get(7)?,
        verifier: row.get(8)?,
        request: row.get(9)?,
        visible: row.get(10)?,
        hidden: row.get(11)?,
        started_at: row.get(12)?,
        used_at: row.get(13)?,
    })
}
