//! What has been filled in so far: one answer per field id.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Answers by field id. A field that was shown and left blank has a blank
/// answer; a field that was never shown has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Answer>);

/// One answer, as it was given: not yet checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// A text, a number, a date (`YYYY-MM-DD`, or as typed when it is none), a chosen id.
    Text(String),
    /// Chosen ids.
    Many(Vec<String>),
    /// Attached files.
    Files(Vec<FileAnswer>),
}

/// An attached file. Its bytes are stored elsewhere under `sha256`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileAnswer {
    /// Random; part of the address.
    pub id: String,
    /// As the person named it, without any path.
    pub name: String,
    /// Size.
    pub bytes: u64,
    /// Hex SHA-256 of the content.
    pub sha256: String,
    /// Ending by which the content was recognised: `pdf`, `jpg`, `png` …
    pub format: String,
}

impl Answers {
    /// The answer to a field.
    #[must_use]
    pub fn answer(&self, field: &str) -> Option<&Answer> {
        self.0.get(field)
    }

    /// The text of an answer, blank when there is none.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        match self.0.get(field) {
            Some(Answer::Text(text)) => text,
            _ => "",
        }
    }

    /// The files of an answer.
    #[must_use]
    pub fn files(&self, field: &str) -> &[FileAnswer] {
        match self.0.get(field) {
            Some(Answer::Files(files)) => files,
            _ => &[],
        }
    }

    /// Replaces the answer to a field.
    pub fn set(&mut self, field: &str, answer: Answer) {
        self.0.insert(field.to_owned(), answer);
    }

    /// All answers, by field id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0.iter().map(|(field, answer)| (field.as_str(), answer))
    }
}

impl Answer {
    /// Whether nothing was given.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Answer::Text(text) => text.trim().is_empty(),
            Answer::Many(ids) => ids.is_empty(),
            Answer::Files(files) => files.is_empty(),
        }
    }

    /// Whether this alternative was chosen.
    #[must_use]
    pub fn chose(&self, id: &str) -> bool {
        match self {
            Answer::Text(text) => text == id,
            Answer::Many(ids) => ids.iter().any(|it| it == id),
            Answer::Files(_) => false,
        }
    }
}
