//! Cases, from draft to closed. One table, so that a case never changes its id.

use rusqlite::{Row, params};

use super::{ReadTx, WriteTx};
use crate::problem::Problem;
use crate::problem::Result;

/// Who a case belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A person who logged in: twelve digits.
    Person(String),
    /// The session of an anonymous form: its token hash.
    Session(String),
}

/// How far a case has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Being filled in; only its owner can see it.
    Draft,
    /// Frozen; waits for signatures; not received.
    Signing,
    /// Received by the municipality.
    Received,
    /// Somebody works on it.
    InProgress,
    /// Done.
    Closed,
}

/// A case with everything.
#[derive(Clone, Debug)]
pub struct Case {
    /// Random.
    pub id: String,
    /// Whose it is.
    pub owner: Owner,
    /// The service's slug.
    pub service: String,
    /// The version of the form.
    pub form_hash: String,
    /// How far it has come.
    pub state: State,
    /// Answers as JSON.
    pub answers: String,
    /// Counts saves.
    pub version: i64,
    /// When it was last saved.
    pub saved_at: i64,
    /// When it is deleted unless sent.
    pub expires_at: Option<i64>,
    /// The case number.
    pub number: Option<String>,
    /// The frozen document, as JSON.
    pub document: Option<String>,
    /// Hex SHA-256 of the document.
    pub document_hash: Option<String>,
    /// The legal time of receipt.
    pub received_at: Option<i64>,
    /// When it was closed.
    pub closed_at: Option<i64>,
    /// How it ended, in the unit's words.
    pub outcome: Option<String>,
    /// When the signatures must be there.
    pub sign_by: Option<i64>,
}

/// A case in a list.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Random.
    pub id: String,
    /// The service's slug.
    pub service: String,
    /// The version of the form.
    pub form_hash: String,
    /// How far it has come.
    pub state: State,
    /// When it was last saved.
    pub saved_at: i64,
    /// When it is deleted unless sent.
    pub expires_at: Option<i64>,
    /// The case number.
    pub number: Option<String>,
    /// The legal time of receipt.
    pub received_at: Option<i64>,
    /// When it was closed.
    pub closed_at: Option<i64>,
    /// How it ended.
    pub outcome: Option<String>,
    /// When the signatures must be there.
    pub sign_by: Option<i64>,
    /// The unit has said something about it.
    pub said: bool,
}

/// A draft to begin.
#[derive(Clone, Debug)]
pub struct NewCase<'a> {
    /// Random.
    pub id: &'a str,
    /// Whose it is.
    pub owner: &'a Owner,
    /// The service's slug.
    pub service: &'a str,
    /// The version of the form.
    pub form_hash: &'a str,
    /// When it is deleted unless sent.
    pub expires_at: i64,
}

const COLUMNS: &str = "id, owner, owner_session, service, form_hash, state, answers, version, \
     saved_at, expires_at, number, document, document_hash, received_at, closed_at, outcome, sign_by";

/// All but how a case ended is in an index: its row, past the document, is read for that alone.
const ROW: &str = "id, service, form_hash, state, saved_at, expires_at, number, received_at, \
     closed_at, CASE WHEN state = 'closed' THEN outcome END, sign_by, \
     EXISTS (SELECT 1 FROM unit_messages WHERE case_id = cases.id)";

impl ReadTx<'_> {
    /// The case with this id, whoever owns it: a page asks `cases::own` instead.
    pub fn case(&self, id: &str) -> Result<Option<Case>> {
        self.one(&format!("SELECT {COLUMNS} FROM cases WHERE id = $1"), params![id], case)
    }

    /// The case with this number.
    pub fn case_by_number(&self, number: &str) -> Result<Option<Case>> {
        self.one(&format!("SELECT {COLUMNS} FROM cases WHERE number = $1"), params![number], case)
    }

    /// A person's cases, newest first.
    pub fn cases_of(&self, person: &str) -> Result<Vec<CaseRow>> {
        let sql = format!("SELECT {ROW} FROM cases WHERE owner = $1 ORDER BY saved_at DESC, id");
        self.all(&sql, params![person], case_row)
    }

    /// Other persons' cases in which a person is a party, newest first. One that
    /// nobody has signed is still its owner's draft.
    pub fn cases_with(&self, person: &str) -> Result<Vec<CaseRow>> {
        // Nearly nobody has any, and to look for them costs as much as for one's own.
        let party = "SELECT 1 FROM parties WHERE person = $1 AND role <> 'applicant' LIMIT 1";
        if self.one(party, params![person], |_| Ok(()))?.is_none() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {ROW} FROM cases WHERE owner <> $1 AND state <> 'draft'
             AND id IN (SELECT case_id FROM parties WHERE person = $1 AND role <> 'applicant')
             AND EXISTS (SELECT 1 FROM parties WHERE case_id = cases.id AND state = 'signed')
             ORDER BY saved_at DESC, id"
        );
        self.all(&sql, params![person], case_row)
    }

    /// An owner's drafts of one service, newest first.
    pub fn drafts_of(&self, owner: &Owner, service: &str) -> Result<Vec<CaseRow>> {
        let (person, session) = owner.columns();
        let sql = format!(
            "SELECT {ROW} FROM cases WHERE state = 'draft' AND service = $1
             AND (owner = $2 OR owner_session = $3) ORDER BY saved_at DESC, id"
        );
        self.all(&sql, params![service, person, session], case_row)
    }

    /// An owner's draft of this version of a form in which nothing has been saved.
    pub fn blank_draft(&self, owner: &Owner, form_hash: &str) -> Result<Option<String>> {
        let (person, session) = owner.columns();
        self.one(
            "SELECT id FROM cases WHERE state = 'draft' AND version = 0 AND form_hash = $1
             AND (owner = $2 OR owner_session = $3) AND expires_at > $4 ORDER BY saved_at DESC LIMIT 1",
            params![form_hash, person, session, self.now],
            |row| row.get(0),
        )
    }

    /// How many drafts an owner has.
    pub fn count_drafts(&self, owner: &Owner) -> Result<i64> {
        let (person, session) = owner.columns();
        let sql = "SELECT COUNT(*) FROM cases WHERE state = 'draft'
             AND (owner = $1 OR owner_session = $2)";
        Ok(self.one(sql, params![person, session], |row| row.get(0))?.unwrap_or_default())
    }

    /// Received cases, newest first; all of them, or those in one state.
    pub fn received_cases(&self, state: Option<State>) -> Result<Vec<CaseRow>> {
        let sql = format!(
            "SELECT {ROW} FROM cases WHERE received_at IS NOT NULL
             AND ($1 IS NULL OR state = $1) ORDER BY received_at DESC, id"
        );
        self.all(&sql, params![state.map(State::word)], case_row)
    }

    /// Drafts whose last day has passed, also those that were sent and never signed.
    pub fn expired_drafts(&self) -> Result<Vec<String>> {
        self.all(
            "SELECT id FROM cases WHERE received_at IS NULL AND expires_at < $1
             AND NOT EXISTS
             (SELECT 1 FROM parties WHERE case_id = cases.id AND state = 'signed')",
            params![self.now],
            |row| row.get(0),
        )
    }
}

impl WriteTx<'_> {
    /// Begins a draft.
    pub fn begin_draft(&self, it: &NewCase<'_>) -> Result<()> {
        let (person, session) = it.owner.columns();
        self.change(
            "INSERT INTO cases (id, owner, owner_session, service, form_hash, state, answers,
             version, created_at, saved_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, 'draft', '{}', 0, $6, $6, $7)",
            params![it.id, person, session, it.service, it.form_hash, self.now, it.expires_at],
        )?;
        Ok(())
    }

    /// Saves a draft's answers, unless somebody saved another version meanwhile.
    pub fn save_draft(&self, id: &str, version: i64, answers: &str, expires_at: i64) -> Result<()> {
        let saved = self.change(
            "UPDATE cases SET answers = $1, version = version + 1, saved_at = $2, expires_at = $3
             WHERE id = $4 AND state = 'draft' AND version = $5",
            params![answers, self.now, expires_at, id, version],
        )?;
        if saved == 1 { Ok(()) } else { Err(Problem::ChangedMeanwhile) }
    }

    /// Lets the drafts of an anonymous form follow their browser to its next session.
    pub fn move_session_cases(&self, from: &str, to: &str) -> Result<()> {
        self.change(
            "UPDATE cases SET owner_session = $1 WHERE owner_session = $2",
            params![to, from],
        )?;
        Ok(())
    }

    /// Deletes a draft, and what people were told of it; cases that were frozen stay.
    pub fn delete_draft(&self, id: &str) -> Result<bool> {
        self.change(
            "DELETE FROM outbox WHERE case_id = $1 AND done_at IS NOT NULL
             AND EXISTS (SELECT 1 FROM cases WHERE id = $1 AND state = 'draft')",
            params![id],
        )?;
        Ok(self.change("DELETE FROM cases WHERE id = $1 AND state = 'draft'", params![id])? == 1)
    }

    /// The next case number of a year: `2026-000001`.
    pub fn next_case_number(&self, year: i16) -> Result<String> {
        let last: Option<i64> = self.one(
            "INSERT INTO case_numbers (year, last) VALUES ($1, 1)
             ON CONFLICT (year) DO UPDATE SET last = last + 1 RETURNING last",
            params![year],
            |row| row.get(0),
        )?;
        Ok(format!("{year}-{:06}", last.unwrap_or(1)))
    }

    /// Freezes a draft: from now on its document is what everybody signs.
    pub fn freeze(&self, id: &str, number: &str, document: &str, hash: &str) -> Result<()> {
        let frozen = self.change(
            "UPDATE cases SET state = 'signing', number = $1, document = $2, document_hash = $3,
             saved_at = $4 WHERE id = $5 AND state = 'draft'",
            params![number, document, hash, self.now, id],
        )?;
        if frozen == 1 { Ok(()) } else { Err(Problem::ChangedMeanwhile) }
    }

    /// Opens a frozen case again that nobody has signed; its number stays with it.
    pub fn thaw(&self, id: &str) -> Result<()> {
        self.change(
            "UPDATE cases SET state = 'draft', document = NULL, document_hash = NULL,
             sign_by = NULL, version = version + 1 WHERE id = $1 AND state = 'signing'",
            params![id],
        )?;
        Ok(())
    }

    /// The case has come in, now. The answers that count are in its document;
    /// those to questions that were not asked in the end are gone.
    pub fn receive(&self, id: &str) -> Result<()> {
        let received = self.change(
            "UPDATE cases SET state = 'received', received_at = $1, expires_at = NULL, answers = '{}'
             WHERE id = $2 AND state = 'signing'",
            params![self.now, id],
        )?;
        if received == 1 { Ok(()) } else { Err(Problem::ChangedMeanwhile) }
    }

    /// A unit moves a received case on.
    pub fn move_case(&self, id: &str, to: State, outcome: Option<&str>) -> Result<bool> {
        let closed_at = (to == State::Closed).then_some(self.now);
        let moved = self.change(
            "UPDATE cases SET state = $1, closed_at = $2, outcome = $3
             WHERE id = $4 AND received_at IS NOT NULL",
            params![to.word(), closed_at, outcome, id],
        )?;
        Ok(moved == 1)
    }
}

impl Owner {
    fn columns(&self) -> (Option<&str>, Option<&str>) {
        match self {
            Owner::Person(person) => (Some(person), None),
            Owner::Session(session) => (None, Some(session)),
        }
    }
}

impl State {
    /// The word in the database and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Signing => "signing",
            State::Received => "received",
            State::InProgress => "in_progress",
            State::Closed => "closed",
        }
    }

    /// The state that a word names.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        [State::Draft, State::Signing, State::Received, State::InProgress, State::Closed]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

fn case(row: &Row<'_>) -> rusqlite::Result<Case> {
    let owner = match row.get::<_, Option<String>>(1)? {
        Some(person) => Owner::Person(person),
        None => Owner::Session(row.get(2)?),
    };
    Ok(Case {
        id: row.get(0)?,
        owner,
        service: row.get(3)?,
        form_hash: row.get(4)?,
        state: state(row, 5)?,
        answers: row.get(6)?,
        version: row.get(7)?,
        saved_at: row.get(8)?,
        expires_at: row.get(9)?,
        number: row.get(10)?,
        document: row.get(11)?,
        document_hash: row.get(12)?,
        received_at: row.get(13)?,
        closed_at: row.get(14)?,
        outcome: row.get(15)?,
        sign_by: row.get(16)?,
    })
}

fn case_row(row: &Row<'_>) -> rusqlite::Result<CaseRow> {
    Ok(CaseRow {
        id: row.get(0)?,
        service: row.get(1)?,
        form_hash: row.get(2)?,
        state: state(row, 3)?,
        saved_at: row.get(4)?,
        expires_at: row.get(5)?,
        number: row.get(6)?,
        received_at: row.get(7)?,
        closed_at: row.get(8)?,
        outcome: row.get(9)?,
        sign_by: row.get(10)?,
        said: row.get(11)?,
    })
}

pub(super) fn state(row: &Row<'_>, column: usize) -> rusqlite::Result<State> {
    let word: String = row.get(column)?;
    State::named(&word).ok_or_else(|| {
        let text = rusqlite::types::Type::Text;
        rusqlite::Error::FromSqlConversionFailure(column, text, "no such state".into())
    })
}
