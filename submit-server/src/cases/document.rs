//! The frozen document: exactly what every party signs, and what the
//! municipality gets. Its hash is over these bytes and no others.

use anyhow::Context;
use form_model::answers::Answers;
use form_model::compiled::{CompiledForm, Service};
use form_model::form::{Form, Kind, Signing};
use form_model::known::{Applicant, Known};
use form_model::show::{ShownStep, show};
use form_model::signers::co_signers;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cases::who::Who;
use crate::problem::{Result, unreadable};
use crate::store::Case;

/// The number of this document format.
const FORMAT: u32 = 1;

/// A frozen case.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    /// [`FORMAT`].
    pub(super) format: u32,
    /// The case number.
    pub(super) number: String,
    /// When it was frozen, milliseconds since 1970 UTC.
    pub(super) frozen_at: i64,
    /// The form's version.
    pub(super) form_hash: String,
    /// The service with its contact and how personal data is used, as they were.
    pub(super) service: Service,
    /// Who applies; none in an anonymous form.
    pub(super) applicant: Option<Applicant>,
    /// When the register told what is said of the applicant; none when it did not.
    pub(super) register_asked_at: Option<i64>,
    /// Who must sign: applicant first.
    pub(super) signers: Vec<Signer>,
    /// Questions and answers as they were read.
    pub(super) steps: Vec<ShownStep>,
    /// The answers that count, for machines.
    pub(super) answers: Answers,
    /// What another party does not read, though it signs it.
    pub(super) private: Private,
}

/// Fields, by id, that tell where the applicant is: a guardian may be the threat.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Private {
    /// The applicant with number and address; others read the name.
    pub(super) persons: Vec<String>,
    /// How to reach somebody, and numbers that were typed; others do not see the question.
    pub(super) contacts: Vec<String>,
}

/// Somebody who must sign.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signer {
    /// Twelve digits.
    pub(super) person: String,
    /// Given name and surname.
    pub(super) name: String,
    /// `applicant`, `guardian` or `signer`.
    pub(super) role: String,
}

/// A document as bytes, and their hash.
pub(super) struct Sealed {
    /// The JSON that is kept and hashed.
    pub(super) json: String,
    /// Hex SHA-256 of it.
    pub(super) hash: String,
}

impl Document {
    /// Puts together what is sent.
    pub(super) fn new(
        form: &CompiledForm,
        answers: &Answers,
        who: &Who,
        (number, now): (&str, i64),
    ) -> Self {
        let known = &who.known;
        Self {
            format: FORMAT,
            number: number.to_owned(),
            frozen_at: now,
            form_hash: form.hash.clone(),
            service: form.service.clone(),
            applicant: known.applicant.clone(),
            register_asked_at: who.asked_at,
            signers: signers(form, answers, known),
            steps: show(&form.form, answers, known),
            answers: form_model::journey::counted(&form.form, answers),
            private: private(&form.form),
        }
    }

    /// The ids of the files that are sent.
    pub(super) fn files(&self) -> Vec<String> {
        let answers = self.answers.iter();
        let files = answers.flat_map(|(field, _)| self.answers.files(field));
        files.map(|file| file.id.clone()).collect()
    }

    /// The bytes that are signed.
    pub(super) fn seal(&self) -> Result<Sealed> {
        let json = serde_json::to_string(self).context("writing a document")?;
        let hash = hex::encode(Sha256::digest(&json));
        Ok(Sealed { json, hash })
    }

    /// The document of a frozen case.
    pub(super) fn of(case: &Case) -> Result<Self> {
        let json = case.document.as_deref().context("the case has no document")?;
        serde_json::from_str(json).map_err(unreadable("the document of a case"))
    }
}

fn private(form: &Form) -> Private {
    let of = |kinds: &[Kind]| {
        let fields = form.fields().filter(|(_, field)| kinds.contains(&field.kind));
        fields.map(|(_, field)| field.id.clone()).collect()
    };
    Private {
        persons: of(&[Kind::Applicant]),
        contacts: of(&[Kind::Phone, Kind::Email, Kind::IdentityNumber, Kind::Signer]),
    }
}

/// Who must sign: nobody, or the applicant and whoever the form asks for.
fn signers(form: &CompiledForm, answers: &Answers, known: &Known) -> Vec<Signer> {
    let (Signing::Required, Some(applicant)) = (form.form.signing, &known.applicant) else {
        return Vec::new();
    };
    let signer = |person: &str, name: &str, role: &str| Signer {
        person: person.to_owned(),
        name: name.to_owned(),
        role: role.to_owned(),
    };
    let mut signers = vec![signer(&applicant.number, &applicant.name, "applicant")];
    let others = co_signers(&form.form, answers, known);
    signers.extend(others.iter().map(|it| signer(&it.number, &it.name, it.role.word())));
    signers
}
