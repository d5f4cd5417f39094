//! When a question is asked: a small test on earlier answers.
//!
//! Written in TOML as `{ bor = "vaxelvis" }`, `{ bor = ["a", "b"] }`,
//! `{ antal = { min = 3 } }`, `{ any = [ … ] }`, `{ all = [ … ] }`,
//! `{ not = { … } }`; several keys in one table must all hold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answers::Answers;

/// Words that a condition uses, so no field may be called so.
pub const RESERVED: [&str; 5] = ["all", "any", "max", "min", "not"];

/// A test on answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, Raw>", into = "BTreeMap<String, Raw>")]
pub enum Condition {
    /// Every one holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// An answer passes a test.
    Field(String, Test),
}

/// A test on one answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// This was answered or chosen.
    Is(String),
    /// One of these was answered or chosen.
    OneOf(Vec<String>),
    /// The number lies within these, ends included.
    Between(Option<i64>, Option<i64>),
}

impl Condition {
    /// Whether the answers pass.
    #[must_use]
    pub fn holds(&self, answers: &Answers) -> bool {
        match self {
            Condition::All(all) => all.iter().all(|it| it.holds(answers)),
            Condition::Any(any) => any.iter().any(|it| it.holds(answers)),
            Condition::Not(it) => !it.holds(answers),
            Condition::Field(field, test) => test.passes(field, answers),
        }
    }

    /// The fields that are looked at, with the values they are compared to.
    #[must_use]
    pub fn mentions(&self) -> Vec<(&str, Vec<&str>)> {
        match self {
            Condition::All(them) | Condition::Any(them) => {
                them.iter().flat_map(Condition::mentions).collect()
            }
            Condition::Not(it) => it.mentions(),
            Condition::Field(field, test) => vec![(field, test.values())],
        }
    }
}

impl Test {
    fn passes(&self, field: &str, answers: &Answers) -> bool {
        let Some(answer) = answers.answer(field) else { return false };
        match self {
            Test::Is(value) => answer.chose(value),
            Test::OneOf(values) => values.iter().any(|value| answer.chose(value)),
            Test::Between(min, max) => {
                answers.text(field).trim().parse::<i64>().is_ok_and(|number| {
                    min.is_none_or(|it| number >= it) && max.is_none_or(|it| number <= it)
                })
            }
        }
    }

    fn values(&self) -> Vec<&str> {
        match self {
            Test::Is(value) => vec![value],
            Test::OneOf(values) => values.iter().map(String::as_str).collect(),
            Test::Between(..) => Vec::new(),
        }
    }
}

/// A condition as it stands in TOML and JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Raw {
    Is(String),
    OneOf(Vec<String>),
    Conditions(Vec<Condition>),
    Between(Range),
    Condition(Box<Condition>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Range {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max: Option<i64>,
}

impl From<BTreeMap<String, Raw>> for Condition {
    fn from(table: BTreeMap<String, Raw>) -> Self {
        let mut all: Vec<Condition> = table.into_iter().map(|(key, raw)| one(key, raw)).collect();
        if all.len() == 1 { all.remove(0) } else { Condition::All(all) }
    }
}

fn one(key: String, raw: Raw) -> Condition {
    match (key.as_str(), raw) {
        // An empty list says nothing of what is in it, and is read as values.
        ("any", Raw::OneOf(none)) if none.is_empty() => Condition::Any(Vec::new()),
        ("all", Raw::OneOf(none)) if none.is_empty() => Condition::All(Vec::new()),
        ("any", Raw::Conditions(them)) => Condition::Any(them),
        ("all", Raw::Conditions(them)) => Condition::All(them),
        ("not", Raw::Condition(it)) => Condition::Not(it),
        (_, Raw::Is(value)) => Condition::Field(key, Test::Is(value)),
        (_, Raw::OneOf(values)) => Condition::Field(key, Test::OneOf(values)),
        (_, Raw::Between(range)) => Condition::Field(key, Test::Between(range.min, range.max)),
        (_, Raw::Conditions(them)) => Condition::All(them),
        (_, Raw::Condition(it)) => *it,
    }
}

impl From<Condition> for BTreeMap<String, Raw> {
    fn from(condition: Condition) -> Self {
        let (key, raw) = match condition {
            Condition::All(them) => ("all".to_owned(), Raw::Conditions(them)),
            Condition::Any(them) => ("any".to_owned(), Raw::Conditions(them)),
            Condition::Not(it) => ("not".to_owned(), Raw::Condition(it)),
            Condition::Field(field, Test::Is(value)) => (field, Raw::Is(value)),
            Condition::Field(field, Test::OneOf(values)) => (field, Raw::OneOf(values)),
            Condition::Field(field, Test::Between(min, max)) => {
                (field, Raw::Between(Range { min, max }))
            }
        };
        BTreeMap::from([(key, raw)])
    }
}
