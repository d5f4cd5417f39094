//! The steps of an exported service → `form.toml`.
//!
//! Reading order: [`asked`] (the nouns), [`ids`], [`query`] (a question → fields), [`person`] (those who
//! ask for somebody), [`rules`] (when a question is asked), [`written`] (the file).
//!
//! What has no match here is never dropped: its field says so with `imported`, and the check stops there.

mod asked;
mod ids;
mod person;
mod query;
mod rules;
pub(super) mod written;

use roxmltree::Node;

use crate::import::form::asked::{Question, Step};
use crate::import::form::ids::Ids;
use crate::import::xml;

/// A form as it is written, with what has to be said about it.
#[derive(Debug, Default)]
pub(super) struct Translated {
    pub(super) toml: String,
    /// How many sign.
    pub(super) signers: u32,
    /// How many questions are left for a person.
    pub(super) placeholders: usize,
    /// In Swedish, for the report.
    pub(super) notes: Vec<String>,
}

/// What is known while the questions are read.
struct Reading {
    /// Whether everybody who fills in has logged in.
    login: bool,
    /// Whether somebody has been asked for as the one who applies.
    applicant: bool,
    signers: u32,
    ids: Ids,
    notes: Vec<String>,
}

/// Translates the steps, from the element `Steps`.
pub(super) fn translated(steps: Node<'_, '_>, login: bool) -> Translated {
    let mut reading =
        Reading { login, applicant: false, signers: 1, ids: Ids::fields(), notes: Vec::new() };
    let mut step_ids = Ids::steps();
    let mut made = Vec::new();
    for it in ordered(xml::elements(steps).filter(|it| it.has_tag_name("Step"))) {
        let title = xml::said(it, "name").unwrap_or_else(|| "Uppgifter".to_owned());
        let queries = ordered(xml::list(it, "QueryDescriptors", "QueryDescriptor"));
        let questions = queries.into_iter().map(|it| query::question(it, &mut reading)).collect();
        made.push(Step { id: step_ids.unique(&title), title, questions, exits: Vec::new() });
    }
    rules::apply(&mut made, &mut reading.notes);
    let made = with_answers(made);
    let fields = || made.iter().flat_map(|it| &it.questions).flat_map(|it| &it.fields);
    Translated {
        toml: String::new(),
        signers: reading.signers,
        placeholders: fields().filter(|it| it.imported.is_some()).count(),
        notes: reading.notes,
    }
    .written(&made)
}

impl Translated {
    fn written(self, steps: &[Step]) -> Self {
        Self { toml: written::steps(steps), ..self }
    }
}

/// In the order of `sortIndex`; what has none keeps its place.
fn ordered<'a, 'i>(nodes: impl Iterator<Item = Node<'a, 'i>>) -> Vec<Node<'a, 'i>> {
    let mut nodes: Vec<_> = nodes.collect();
    nodes.sort_by_key(|it| xml::number(*it, "sortIndex").unwrap_or(0));
    nodes
}

/// A step asks something: texts that stand alone go to the next step, or to the one before.
fn with_answers(steps: Vec<Step>) -> Vec<Step> {
    let mut made: Vec<Step> = Vec::new();
    let mut carried: Vec<Question> = Vec::new();
    for mut step in steps {
        carried.append(&mut step.questions);
        if carried.iter().any(Question::asks) || !step.exits.is_empty() {
            step.questions = std::mem::take(&mut carried);
            made.push(step);
        }
    }
    if let Some(last) = made.last_mut() {
        last.questions.append(&mut carried);
    }
    made
}
