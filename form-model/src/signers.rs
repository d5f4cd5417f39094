//! Who must sign beside the applicant: the child's other guardians, and those
//! whom the applicant names.

use serde::{Deserialize, Serialize};

use crate::answers::Answers;
use crate::check::asked;
use crate::form::{Field, Form, Kind, Signing};
use crate::identity;
use crate::journey::{counted, step_asked};
use crate::known::Known;
use crate::show::other_guardians;

/// Somebody other than the applicant who must sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoSigner {
    /// Twelve digits. Never shown to anyone else.
    pub number: String,
    /// Given name and surname: as the register says of a guardian, as the
    /// applicant wrote of a named person.
    pub name: String,
    /// In which way they are a party.
    pub role: Role,
    /// Registered at the same address (by the register's own key) as the
    /// applicant; not known of a named person.
    pub same_address: bool,
    /// The field that asks for them.
    pub field: String,
}

/// In which way somebody is a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Another guardian of the child.
    Guardian,
    /// Named by the applicant.
    Signer,
}

impl Role {
    /// The word in documents and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Role::Guardian => "guardian",
            Role::Signer => "signer",
        }
    }
}

/// Everybody who must sign beside the applicant, each once and never the
/// applicant; nobody where nobody signs.
#[must_use]
pub fn co_signers(form: &Form, answers: &Answers, known: &Known) -> Vec<CoSigner> {
    let (Signing::Required, Some(applicant)) = (form.signing, &known.applicant) else {
        return Vec::new();
    };
    let answers = counted(form, answers);
    let mut found: Vec<CoSigner> = Vec::new();
    for (step, field) in form.fields() {
        if !step_asked(step, &answers) || !asked(field, &answers) {
            continue;
        }
        let more = match field.kind {
            Kind::Guardian => guardians(form, field, &answers, known),
            Kind::Signer => named(form, field, &answers, known).into_iter().collect(),
            _ => Vec::new(),
        };
        for it in more {
            let there = found.iter().any(|other| other.number == it.number);
            if !there && it.number != applicant.number {
                found.push(it);
            }
        }
    }
    found
}

fn guardians(form: &Form, field: &Field, answers: &Answers, known: &Known) -> Vec<CoSigner> {
    other_guardians(form, answers, known)
        .iter()
        .filter(|it| !(field.waive_same_address && it.same_address))
        .map(|it| CoSigner {
            number: it.number.clone(),
            name: it.name.clone(),
            role: Role::Guardian,
            same_address: it.same_address,
            field: field.id.clone(),
        })
        .collect()
}

fn named(form: &Form, field: &Field, answers: &Answers, known: &Known) -> Option<CoSigner> {
    let number = identity::parse(answers.text(&field.id), known.today).ok()?;
    let name = field.named_by.as_deref().map_or("", |id| answers.text(id)).trim();
    let label = || form.field(&field.id).map_or_else(String::new, |it| it.label.clone());
    Some(CoSigner {
        number: number.digits,
        name: if name.is_empty() { label() } else { name.to_owned() },
        role: Role::Signer,
        same_address: false,
        field: field.id.clone(),
    })
}

#[cfg(test)]
mod tests;
