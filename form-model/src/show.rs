//! Answers as text: for review, signing, receipt and case.

use serde::{Deserialize, Serialize};

use crate::answers::{Answer, Answers, FileAnswer};
use crate::check::asked;
use crate::dates;
use crate::form::{Field, Form, Kind};
use crate::identity;
use crate::journey::{counted, step_asked};
use crate::known::Known;

/// A step with its answers as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownStep {
    /// The step's id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its questions that are asked, with their answers.
    pub rows: Vec<ShownRow>,
}

/// A question with its answer as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownRow {
    /// The field's id.
    pub field: String,
    /// The question.
    pub label: String,
    /// The answer, one line each; none when nothing was given.
    pub lines: Vec<String>,
    /// Attached files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileAnswer>,
}

/// The questions that are asked and what was answered.
#[must_use]
pub fn show(form: &Form, answers: &Answers, known: &Known) -> Vec<ShownStep> {
    let answers = &counted(form, answers);
    form.steps
        .iter()
        .filter(|step| step_asked(step, answers))
        .map(|step| ShownStep {
            id: step.id.clone(),
            title: step.title.clone(),
            rows: step
                .fields
                .iter()
                .filter(|field| field.kind != Kind::Info && asked(field, answers))
                .map(|field| row(form, field, answers, known))
                .collect(),
        })
        .filter(|step| !step.rows.is_empty())
        .collect()
}

/// The guardians, other than the applicant, of the child that was chosen.
#[must_use]
pub fn other_guardians<'a>(
    form: &Form,
    answers: &Answers,
    known: &'a Known,
) -> &'a [crate::known::Guardian] {
    let answers = counted(form, answers);
    form.fields()
        .filter(|(_, field)| field.kind == Kind::Child)
        .find_map(|(_, field)| known.child(answers.text(&field.id)))
        .map_or(&[], |child| &child.guardians)
}

fn row(form: &Form, field: &Field, answers: &Answers, known: &Known) -> ShownRow {
    let lines = match field.kind {
        Kind::Applicant => applicant(known),
        Kind::Guardian => {
            let others = other_guardians(form, answers, known);
            others.iter().map(|guardian| guardian.name.clone()).collect()
        }
        _ => {
            answers.answer(&field.id).map(|answer| lines(field, answer, known)).unwrap_or_default()
        }
    };
    ShownRow {
        field: field.id.clone(),
        label: field.label.clone(),
        lines,
        files: answers.files(&field.id).to_vec(),
    }
}

fn applicant(known: &Known) -> Vec<String> {
    let Some(applicant) = &known.applicant else { return Vec::new() };
    let mut lines = vec![applicant.name.clone(), identity::shown(&applicant.number)];
    lines.extend(applicant.address.iter().cloned());
    lines
}

fn lines(field: &Field, answer: &Answer, known: &Known) -> Vec<String> {
    if answer.is_blank() {
        return Vec::new();
    }
    match answer {
        Answer::Text(text) => text_lines(field, text.trim(), known),
        Answer::Many(ids) => {
            ids.iter().filter_map(|id| field.choice_label(id)).map(str::to_owned).collect()
        }
        Answer::Files(files) => files.iter().map(|file| file.name.clone()).collect(),
    }
}

fn text_lines(field: &Field, text: &str, known: &Known) -> Vec<String> {
    match field.kind {
        Kind::LongText => text.lines().map(|line| line.trim_end().to_owned()).collect(),
        Kind::Date => vec![text.parse().map_or_else(|_| text.to_owned(), dates::long)],
        Kind::Choice | Kind::Select => {
            vec![field.choice_label(text).unwrap_or(text).to_owned()]
        }
        Kind::Confirm => vec!["Ja".to_owned()],
        Kind::Child => known.child(text).map_or_else(
            || vec![identity::shown(text)],
            |child| vec![child.name.clone(), identity::shown(&child.number)],
        ),
        Kind::IdentityNumber | Kind::Signer => {
            let number = identity::parse(text, known.today);
            vec![number.map_or_else(|_| text.to_owned(), |number| identity::shown(&number.digits))]
        }
        Kind::Integer => match &field.unit {
            Some(unit) => vec![format!("{text} {unit}")],
            None => vec![text.to_owned()],
        },
        _ => vec![text.to_owned()],
    }
}
