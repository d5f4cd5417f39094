//! What is to be sent: written with the event it tells of, sent afterwards, at
//! least once.
//!
//! **Invariant:** what is queued twice is sent once (`told_once`). An address is
//! kept only until the message is done, or was given up a week ago, and only where
//! it is not the person's own verified one.

use anyhow::Context;
use rusqlite::{Row, params};

use super::{ReadTx, WriteTx};
use crate::problem::Result;

/// How long whoever leases a message may take before it is handed out again:
/// longer than every time-out on the way out together.
const LEASE_MS: i64 = 5 * 60 * 1000;

/// By what a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// E-mail to a person.
    Mail,
    /// SMS to a person.
    Sms,
    /// A unit's folder.
    Folder,
    /// A unit's mailbox.
    UnitMail,
    /// A unit's own system.
    Webhook,
}

/// Who gets a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// Twelve digits.
    Person(String),
    /// A unit's slug.
    Unit(String),
}

/// A message to queue.
#[derive(Clone, Debug)]
pub struct Message<'a> {
    /// The case; blank when it is about none.
    pub case_id: &'a str,
    /// `received`, `sign_asked` …
    pub event: &'a str,
    /// Who gets it.
    pub receiver: Receiver,
    /// By what it goes.
    pub channel: Channel,
    /// Where it goes, when not to the person's verified address.
    pub address: Option<&'a str>,
    /// JSON for the template; nothing personal.
    pub detail: &'a str,
    /// Which reminder, which status change: tells equal messages apart.
    pub round: i64,
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    /// Not yet sent.
    Waiting,
    /// Taken by the mail server or the gateway.
    Sent,
    /// Said to have arrived.
    Delivered,
    /// Given up.
    Failed,
}

/// A message in the outbox.
#[derive(Clone, Debug)]
pub struct Queued {
    /// Random; also the idempotency key and the Message-ID.
    pub id: String,
    /// The case; blank when it is about none.
    pub case_id: String,
    /// `received`, `sign_asked` …
    pub event: String,
    /// Who gets it.
    pub receiver: Receiver,
    /// By what it goes.
    pub channel: Channel,
    /// Where it goes, when not to the person's verified address.
    pub address: Option<String>,
    /// JSON for the template.
    pub detail: String,
    /// How far it has come.
    pub state: Sending,
    /// How often it was handed out to be sent.
    pub attempts: i64,
    /// When it is due.
    pub next_at: i64,
    /// Why the last attempt did not succeed; nothing personal.
    pub last_error: Option<String>,
    /// When it was queued.
    pub created_at: i64,
}

pub(super) const COLUMNS: &str = "id, case_id, event, receiver, channel, address, detail, state, attempts, \
     next_at, last_error, created_at";

impl ReadTx<'_> {
    /// A message.
    pub fn message(&self, id: &str) -> Result<Option<Queued>> {
        self.one(&format!("SELECT {COLUMNS} FROM outbox WHERE id = $1"), params![id], queued)
    }

    /// The message that a provider knows by this name.
    pub fn message_by_provider(&self, provider_id: &str) -> Result<Option<Queued>> {
        self.one(
            &format!("SELECT {COLUMNS} FROM outbox WHERE provider_id = $1"),
            params![provider_id],
            queued,
        )
    }

    /// What is not yet sent, and what was given up and can still be sent, oldest first.
    pub fn unsent_messages(&self) -> Result<Vec<Queued>> {
        self.all(
            &format!(
                "SELECT {COLUMNS} FROM outbox WHERE state IN ('waiting', 'failed')
                 AND forgotten_at IS NULL ORDER BY created_at, id"
            ),
            [],
            queued,
        )
    }

    /// What was queued to persons about a case, oldest first.
    pub fn messages_about(&self, case: &str) -> Result<Vec<Queued>> {
        self.all(
            &format!(
                "SELECT {COLUMNS} FROM outbox WHERE case_id = $1 AND channel IN ('mail', 'sms')
                 ORDER BY created_at, id"
            ),
            params![case],
            queued,
        )
    }

    /// Whether something is due on a channel.
    pub fn any_due(&self, channel: Channel) -> Result<bool> {
        let found = self.one(
            "SELECT 1 FROM outbox WHERE state = 'waiting' AND next_at <= $1 AND channel = $2
             LIMIT 1",
            params![self.now, channel.word()],
            |_| Ok(()),
        );
        Ok(found?.is_some())
    }

    /// How many messages to persons were given up and can still be sent.
    pub fn failed_messages(&self) -> Result<i64> {
        let sql = "SELECT count(*) FROM outbox
             WHERE state = 'failed' AND channel IN ('mail', 'sms') AND forgotten_at IS NULL";
        Ok(self.one(sql, [], |row| row.get(0))?.unwrap_or(0))
    }

    /// How many codes a person has asked for since a time.
    pub fn codes_since(&self, person: &str, since: i64) -> Result<i64> {
        let count = self.one(
            "SELECT count(*) FROM outbox
             WHERE case_id = '' AND event = 'code' AND receiver = $1 AND created_at > $2",
            params![person, since],
            |row| row.get(0),
        );
        Ok(count?.unwrap_or(0))
    }
}

impl WriteTx<'_> {
    /// A number that no message to a person about no case has. Counted, not timed:
    /// two in the same millisecond are still two.
    pub fn next_round(&self, person: &str) -> Result<i64> {
        let last = self.one(
            "SELECT coalesce(max(round), 0) FROM outbox WHERE case_id = '' AND receiver = $1",
            params![person],
            |row| row.get::<_, i64>(0),
        );
        Ok(last?.unwrap_or(0) + 1)
    }

    /// Messages about no case (codes) that are this old are forgotten.
    pub fn forget_messages_before(&self, time: i64) -> Result<()> {
        self.change("DELETE FROM outbox WHERE case_id = '' AND created_at < $1", params![time])?;
        Ok(())
    }

    /// Queues a message, to be sent at once; one that is there already stays as it is.
    pub fn queue(&self, it: &Message<'_>) -> Result<()> {
        let mut id = [0_u8; 16];
        getrandom::fill(&mut id)
            .map_err(|cause| anyhow::anyhow!("{cause}"))
            .context("naming a message")?;
        self.change(
            "INSERT INTO outbox (id, case_id, event, receiver, channel, round, address, detail,
             state, attempts, next_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, $9, $9)
             ON CONFLICT (case_id, event, receiver, channel, round) DO NOTHING",
            params![
                hex::encode(id),
                it.case_id,
                it.event,
                it.receiver.word(),
                it.channel.word(),
                it.round,
                it.address,
                it.detail,
                self.now,
            ],
        )?;
        Ok(())
    }

    /// Hands out what is due on these channels, oldest first. It is due again
    /// when the lease ends, unless it was sent, failed or put off.
    pub fn lease_due(&self, channels: &[Channel], most: u32) -> Result<Vec<Queued>> {
        let mut leased = Vec::new();
        for channel in channels {
            leased.extend(self.all(
                &format!(
                    "UPDATE outbox SET attempts = attempts + 1, next_at = $1, leased_until = $1 WHERE id IN
                     (SELECT id FROM outbox WHERE state = 'waiting' AND next_at <= $2
                      AND channel = $3 ORDER BY next_at, id LIMIT $4) RETURNING {COLUMNS}"
                ),
                params![self.now + LEASE_MS, self.now, channel.word(), most],
                queued,
            )?);
        }
        Ok(leased)
    }

    /// Taken by the mail server or the gateway; the address is no longer needed.
    pub fn sent(&self, id: &str, provider_id: Option<&str>) -> Result<()> {
        self.change(
            "UPDATE outbox SET state = 'sent', provider_id = $1, address = NULL, detail = '{}',
             last_error = NULL, done_at = $2, leased_until = NULL WHERE id = $3 AND state = 'waiting'",
            params![provider_id, self.now, id],
        )?;
        Ok(())
    }

    /// It has arrived. A message only moves forward: false when it had come as far before.
    pub fn delivered(&self, id: &str) -> Result<bool> {
        let changed = self.change(
            "UPDATE outbox SET state = 'delivered', address = NULL, detail = '{}', done_at = $1, leased_until = NULL
             WHERE id = $2 AND state IN ('waiting', 'sent')",
            params![self.now, id],
        )?;
        Ok(changed == 1)
    }

    /// Given up: it stays here and is seen. False when it had come as far before.
    pub fn failed(&self, id: &str, error: &str) -> Result<bool> {
        let changed = self.change(
            "UPDATE outbox SET state = 'failed', last_error = $1, done_at = $2, leased_until = NULL
             WHERE id = $3 AND state IN ('waiting', 'sent')",
            params![error, self.now, id],
        )?;
        Ok(changed == 1)
    }

    /// To be tried again at a time.
    pub fn again(&self, id: &str, at: i64, error: &str) -> Result<()> {
        self.change(
            "UPDATE outbox SET next_at = $1, last_error = $2, leased_until = NULL
             WHERE id = $3 AND state = 'waiting'",
            params![at, error, id],
        )?;
        Ok(())
    }

    /// Put off to a better time; that was no attempt.
    pub fn put_off(&self, id: &str, until: i64) -> Result<()> {
        self.change(
            "UPDATE outbox SET next_at = $1, attempts = attempts - 1, leased_until = NULL
             WHERE id = $2 AND state = 'waiting'",
            params![until, id],
        )?;
        Ok(())
    }

    /// Takes what a message holds of a person away, when it is given up for good.
    pub fn empty_message(&self, id: &str) -> Result<()> {
        self.change("UPDATE outbox SET address = NULL, detail = '{}' WHERE id = $1", params![id])?;
        Ok(())
    }

    /// As [`Self::empty_message`], for what was given up this long ago.
    pub fn empty_failed_before(&self, time: i64) -> Result<()> {
        self.change(
            "UPDATE outbox SET address = NULL, detail = '{}' WHERE state = 'failed'
             AND done_at < $1 AND address IS NOT NULL AND channel IN ('mail', 'sms')",
            params![time],
        )?;
        Ok(())
    }

    /// What waits or was given up is due now, with all its attempts before it;
    /// false also for what is being sent just now.
    pub fn retry_message(&self, id: &str) -> Result<bool> {
        let changed = self.change(
            "UPDATE outbox SET state = 'waiting', attempts = 0, next_at = $1, done_at = NULL
             WHERE id = $2 AND state IN ('waiting', 'failed') AND forgotten_at IS NULL
             AND (leased_until IS NULL OR leased_until <= $1)",
            params![self.now, id],
        )?;
        Ok(changed == 1)
    }
}

impl Channel {
    /// The word in the database and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Channel::Mail => "mail",
            Channel::Sms => "sms",
            Channel::Folder => "folder",
            Channel::UnitMail => "unit_mail",
            Channel::Webhook => "webhook",
        }
    }

    fn named(word: &str) -> Option<Self> {
        [Self::Mail, Self::Sms, Self::Folder, Self::UnitMail, Self::Webhook]
            .into_iter()
            .find(|it| it.word() == word)
    }
}

impl Receiver {
    fn word(&self) -> &str {
        match self {
            Receiver::Person(word) | Receiver::Unit(word) => word,
        }
    }
}

impl Sending {
    /// The word in the database and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Sending::Waiting => "waiting",
            Sending::Sent => "sent",
            Sending::Delivered => "delivered",
            Sending::Failed => "failed",
        }
    }

    fn named(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Sent, Self::Delivered, Self::Failed]
            .into_iter()
            .find(|it| it.word() == word)
    }
}

pub(super) fn queued(row: &Row<'_>) -> rusqlite::Result<Queued> {
    let no_such = |column: usize| {
        let text = rusqlite::types::Type::Text;
        rusqlite::Error::FromSqlConversionFailure(column, text, "no such word".into())
    };
    let (channel, state): (String, String) = (row.get(4)?, row.get(7)?);
    let channel = Channel::named(&channel).ok_or_else(|| no_such(4))?;
    let receiver = match channel {
        Channel::Mail | Channel::Sms => Receiver::Person(row.get(3)?),
        Channel::Folder | Channel::UnitMail | Channel::Webhook => Receiver::Unit(row.get(3)?),
    };
    Ok(Queued {
        id: row.get(0)?,
        case_id: row.get(1)?,
        event: row.get(2)?,
        receiver,
        channel,
        address: row.get(5)?,
        detail: row.get(6)?,
        state: Sending::named(&state).ok_or_else(|| no_such(7))?,
        attempts: row.get(8)?,
        next_at: row.get(9)?,
        last_error: row.get(10)?,
        created_at: row.get(11)?,
    })
}
