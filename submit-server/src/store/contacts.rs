//! How persons want to be told, and the codes that prove an address theirs.

use rusqlite::{Row, params};

use super::{Channel, ReadTx, WriteTx};
use crate::problem::Result;

/// Messages in a row that did not come through before an address is given up.
const FAILURES_BEFORE_GIVING_UP: i64 = 3;

/// One way to reach a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// By mail or by SMS.
    pub channel: Channel,
    /// Verified.
    pub address: Option<String>,
    /// Waits for its code.
    pub pending: Option<Pending>,
    /// Messages in a row that did not come through.
    pub failures: i64,
}

/// An address that a code has been sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Where the code went.
    pub address: String,
    /// Hex SHA-256 of the code.
    pub code_hash: String,
    /// After this the code is not taken.
    pub expires_at: i64,
    /// Codes that were tried.
    pub tries: i64,
}

impl Contact {
    /// Where messages go, unless too many have not come through.
    #[must_use]
    pub fn usable(&self) -> Option<&str> {
        self.address.as_deref().filter(|_| !self.given_up())
    }

    /// Whether too many messages in a row have not come through.
    #[must_use]
    pub fn given_up(&self) -> bool {
        self.address.is_some() && self.failures >= FAILURES_BEFORE_GIVING_UP
    }
}

impl ReadTx<'_> {
    /// A person's ways to be reached: mail first.
    pub fn contacts(&self, person: &str) -> Result<Vec<Contact>> {
        self.all(
            "SELECT channel, address, pending, code_hash, code_expires_at, tries, failures
             FROM contacts WHERE person = $1 ORDER BY channel",
            params![person],
            contact,
        )
    }

    /// A person's way to be reached by one channel.
    pub fn contact(&self, person: &str, channel: Channel) -> Result<Option<Contact>> {
        self.one(
            "SELECT channel, address, pending, code_hash, code_expires_at, tries, failures
             FROM contacts WHERE person = $1 AND channel = $2",
            params![person, channel.word()],
            contact,
        )
    }
}

impl WriteTx<'_> {
    /// A code goes to a new address; one that was verified before stays in use.
    pub fn ask_contact(
        &self,
        person: &str,
        channel: Channel,
        (address, code_hash, expires_at): (&str, &str, i64),
    ) -> Result<()> {
        self.change(
            "INSERT INTO contacts (person, channel, pending, code_hash, code_expires_at, tries,
             failures) VALUES ($1, $2, $3, $4, $5, 0, 0)
             ON CONFLICT (person, channel) DO UPDATE SET pending = $3, code_hash = $4,
             code_expires_at = $5, tries = 0",
            params![person, channel.word(), address, code_hash, expires_at],
        )?;
        Ok(())
    }

    /// A code was tried.
    pub fn count_try(&self, person: &str, channel: Channel) -> Result<()> {
        self.change(
            "UPDATE contacts SET tries = tries + 1 WHERE person = $1 AND channel = $2",
            params![person, channel.word()],
        )?;
        Ok(())
    }

    /// The code was right: the address is the person's.
    pub fn verify_contact(&self, person: &str, channel: Channel) -> Result<()> {
        self.change(
            "UPDATE contacts SET address = pending, pending = NULL, code_hash = NULL,
             code_expires_at = NULL, tries = 0, verified_at = $1, failures = 0
             WHERE person = $2 AND channel = $3 AND pending IS NOT NULL",
            params![self.now, person, channel.word()],
        )?;
        Ok(())
    }

    /// Forgets an address, and a code that waits.
    pub fn remove_contact(&self, person: &str, channel: Channel) -> Result<()> {
        self.change(
            "DELETE FROM contacts WHERE person = $1 AND channel = $2",
            params![person, channel.word()],
        )?;
        Ok(())
    }

    /// A message came through.
    pub fn contact_works(&self, person: &str, channel: Channel) -> Result<()> {
        self.change(
            "UPDATE contacts SET failures = 0
             WHERE person = $1 AND channel = $2 AND failures > 0 AND failures < $3",
            params![person, channel.word(), FAILURES_BEFORE_GIVING_UP],
        )?;
        Ok(())
    }

    /// A message did not come through.
    pub fn contact_failed(&self, person: &str, channel: Channel) -> Result<()> {
        self.change(
            "UPDATE contacts SET failures = failures + 1
             WHERE person = $1 AND channel = $2 AND address IS NOT NULL",
            params![person, channel.word()],
        )?;
        Ok(())
    }

    /// Codes that were never used, and the addresses they went to, are forgotten.
    pub fn forget_old_codes(&self) -> Result<()> {
        self.change(
            "DELETE FROM contacts WHERE address IS NULL AND code_expires_at < $1",
            params![self.now],
        )?;
        self.change(
            "UPDATE contacts SET pending = NULL, code_hash = NULL, code_expires_at = NULL
             WHERE code_expires_at < $1",
            params![self.now],
        )?;
        Ok(())
    }
}

fn contact(row: &Row<'_>) -> rusqlite::Result<Contact> {
    let channel: String = row.get(0)?;
    let (address, hash): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
    let pending = match (address, hash, row.get(4)?) {
        (Some(address), Some(code_hash), Some(expires_at)) => {
            Some(Pending { address, code_hash, expires_at, tries: row.get(5)? })
        }
        _ => None,
    };
    Ok(Contact {
        channel: if channel == Channel::Sms.word() { Channel::Sms } else { Channel::Mail },
        address: row.get(1)?,
        pending,
        failures: row.get(6)?,
    })
}
