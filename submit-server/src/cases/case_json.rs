//! A received case as JSON: what the unit gets in its folder and through the
//! API, for machines and as it was asked.
//!
//! **Invariants:** the same case always gives the same bytes. Nothing is worked
//! out anew: questions, answers and parties are those of the frozen document,
//! whose hash they can be checked by. No path is made of a file's own name;
//! [`CaseFile::file`] is the one to save it under.

use form_model::answers::{Answer, FileAnswer};
use form_model::compiled::Service;
use form_model::form::{Form, Kind};
use form_model::known::Applicant;
use form_model::show::{ShownRow, ShownStep};
use serde::Serialize;

use crate::cases::document::{Document, Signer};
use crate::forms::Forms;
use crate::problem::Problem;
use crate::problem::Result;
use crate::stockholm;
use crate::store::{Case, ReadTx, Signed};

/// The number of this format: a reader refuses another. Keys may be added to it.
pub const FORMAT: u32 = 1;

/// Characters of a file's own name that are kept in the name to save it under.
const MOST_NAME: usize = 60;

/// Characters of an ending that is left out, since the content says the true one.
const MOST_ENDING: usize = 5;

/// A received case.
#[derive(Clone, Debug, Serialize)]
pub struct CaseJson {
    /// [`FORMAT`].
    pub format: u32,
    /// The case number.
    pub number: String,
    /// What it is an application for.
    pub service: CaseService,
    /// The slug of the unit that handles it.
    pub unit: String,
    /// `received`, `in_progress` or `closed`.
    pub state: &'static str,
    /// The legal time of receipt, RFC 3339 in Swedish time.
    pub received_at: String,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<String>,
    /// How it ended, in the unit's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The form that was filled in.
    pub form: CaseForm,
    /// Hex SHA-256 of the frozen document: what was signed.
    pub document_sha256: String,
    /// Who applies; none in an anonymous form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applicant: Option<CaseApplicant>,
    /// Who had to sign, the applicant first; none where sending is enough.
    pub parties: Vec<CaseParty>,
    /// Questions and answers, in the order they were asked.
    pub steps: Vec<CaseStep>,
    /// Who signed, the first one first.
    pub signatures: Vec<CaseSignature>,
}

/// The service of a case, as it was when the case was sent.
#[derive(Clone, Debug, Serialize)]
pub struct CaseService {
    /// Part of its address.
    pub slug: String,
    /// Its whole title.
    pub title: String,
}

/// The version of a form.
#[derive(Clone, Debug, Serialize)]
pub struct CaseForm {
    /// Hex SHA-256; another content has another.
    pub hash: String,
}

/// Who applies.
#[derive(Clone, Debug, Serialize)]
pub struct CaseApplicant {
    /// Twelve digits.
    pub person: String,
    /// Given name and surname.
    pub name: String,
    /// As the register had it.
    pub address: Vec<String>,
}

/// Somebody who had to sign.
#[derive(Clone, Debug, Serialize)]
pub struct CaseParty {
    /// Twelve digits.
    pub person: String,
    /// Given name and surname.
    pub name: String,
    /// `applicant` or `guardian`.
    pub role: String,
}

/// A page of the form.
#[derive(Clone, Debug, Serialize)]
pub struct CaseStep {
    /// Its heading.
    pub title: String,
    /// What was asked there.
    pub answers: Vec<CaseAnswer>,
}

/// A question and its answer.
#[derive(Clone, Debug, Serialize)]
pub struct CaseAnswer {
    /// The field's id in the form.
    pub field: String,
    /// The question, as it was read.
    pub question: String,
    /// What sort of answer it takes: the word in `form.toml`.
    pub kind: Kind,
    /// The answer for machines: a text, chosen ids, or nothing where the answer
    /// is files or what the register said.
    pub value: Option<Answer>,
    /// The answer as it was read, one line each.
    pub shown: Vec<String>,
    /// Attached files.
    pub files: Vec<CaseFile>,
}

/// An attached file.
#[derive(Clone, Debug, Serialize)]
pub struct CaseFile {
    /// Under which the store has its bytes; nobody else's business.
    #[serde(skip)]
    pub id: String,
    /// As the person named it: to be shown, never to be a path.
    pub name: String,
    /// Size.
    pub bytes: u64,
    /// Hex SHA-256 of the content.
    pub sha256: String,
    /// Which file of the case it is, from 1.
    pub index: usize,
    /// The name to save it under: the index, and what is safe of the name.
    pub file: String,
    /// By which the content was recognised: `pdf`, `jpg` …
    pub format: String,
}

/// A signature.
#[derive(Clone, Debug, Serialize)]
pub struct CaseSignature {
    /// Twelve digits.
    pub person: String,
    /// Given name and surname.
    pub name: String,
    /// `bankid`, or `oidc:` and the provider's id.
    pub method: String,
    /// RFC 3339 in Swedish time.
    pub signed_at: String,
}

impl CaseJson {
    /// A case as its unit gets it.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when it has not come in.
    pub fn of(tx: &ReadTx<'_>, forms: &Forms, case: &Case) -> Result<Self> {
        let received_at = case.received_at.ok_or(Problem::NotFound)?;
        let document = Document::of(case)?;
        let form = forms.version(tx, &case.form_hash)?;
        let hash = case.document_hash.clone().unwrap_or_default();
        let signatures = tx.signatures(&case.id, &hash)?;
        Ok(Self {
            format: FORMAT,
            steps: steps(&document, &form.form),
            number: document.number,
            unit: unit(tx, case, &document.service)?,
            service: CaseService { slug: document.service.slug, title: document.service.title },
            state: case.state.word(),
            received_at: stockholm::rfc3339(received_at),
            closed_at: case.closed_at.map(stockholm::rfc3339),
            outcome: case.outcome.clone(),
            form: CaseForm { hash: document.form_hash },
            document_sha256: hash,
            applicant: document.applicant.map(applicant),
            parties: document.signers.into_iter().map(party).collect(),
            signatures: signatures.into_iter().map(signature).collect(),
        })
    }

    /// All attached files, in the order of their index.
    pub fn files(&self) -> impl Iterator<Item = &CaseFile> {
        self.steps.iter().flat_map(|it| &it.answers).flat_map(|it| &it.files)
    }
}

/// The unit's slug; of a form that was published before it said so, the unit that took it
/// over, or the unit's name.
fn unit(tx: &ReadTx<'_>, case: &Case, service: &Service) -> Result<String> {
    Ok(match &service.delivery {
        Some(it) => it.unit.clone(),
        None => tx.unit_of(&case.id)?.unwrap_or_else(|| service.unit.clone()),
    })
}

fn steps(document: &Document, form: &Form) -> Vec<CaseStep> {
    let mut index = 0;
    let mut file = |it: &FileAnswer| {
        index += 1;
        CaseFile {
            id: it.id.clone(),
            name: it.name.clone(),
            bytes: it.bytes,
            sha256: it.sha256.clone(),
            index,
            file: file_name(index, it),
            format: it.format.clone(),
        }
    };
    let mut answer = |row: &ShownRow| {
        let kind = form.field(&row.field).map_or(Kind::Text, |it| it.kind);
        let given = document.answers.answer(&row.field).filter(|_| kind.has_input());
        CaseAnswer {
            field: row.field.clone(),
            question: row.label.clone(),
            kind,
            value: given.filter(|it| !matches!(it, Answer::Files(_))).cloned(),
            shown: row.lines.clone(),
            files: row.files.iter().map(&mut file).collect(),
        }
    };
    let mut step = |it: &ShownStep| CaseStep {
        title: it.title.clone(),
        answers: it.rows.iter().map(&mut answer).collect(),
    };
    document.steps.iter().map(&mut step).collect()
}

fn applicant(it: Applicant) -> CaseApplicant {
    let Applicant { number, name, address } = it;
    CaseApplicant { person: number, name, address }
}

fn party(it: Signer) -> CaseParty {
    CaseParty { person: it.person, name: it.name, role: it.role }
}

fn signature(it: Signed) -> CaseSignature {
    let signed_at = stockholm::rfc3339(it.at);
    CaseSignature { person: it.person, name: it.name, method: it.method, signed_at }
}

/// `01-skiss-over-garaget.pdf`: a name that every file system takes, and that
/// leads nowhere. The ending is that of the content, whatever the name says.
fn file_name(index: usize, file: &FileAnswer) -> String {
    let ending =
        |it: &str| it.len() <= MOST_ENDING && it.bytes().all(|it| it.is_ascii_alphanumeric());
    let stem = match file.name.rsplit_once('.') {
        Some((stem, last)) if ending(last) => stem,
        _ => file.name.as_str(),
    };
    let mut safe = String::new();
    for letter in stem.to_lowercase().chars() {
        match letter {
            'å' | 'ä' => safe.push('a'),
            'ö' => safe.push('o'),
            _ if letter.is_ascii_alphanumeric() => safe.push(letter),
            _ if safe.is_empty() || safe.ends_with('-') => {}
            _ => safe.push('-'),
        }
    }
    safe.truncate(MOST_NAME);
    let safe = match safe.trim_end_matches('-') {
        "" => "fil",
        safe => safe,
    };
    format!("{index:02}-{safe}.{}", file.format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_saved_under_a_name_that_leads_nowhere() {
        let long = "å".repeat(200) + ".pdf";
        let long_kept = format!("01-{}.pdf", "a".repeat(60));
        #[rustfmt::skip]
        let table = [
            ("Skiss över garaget.pdf",  "01-skiss-over-garaget.pdf"),
            ("../../etc/passwd",        "01-etc-passwd.pdf"),
            ("/",                       "01-fil.pdf"),
            ("..",                      "01-fil.pdf"),
            ("CON",                     "01-con.pdf"),
            ("a\0b\r\nc.exe",           "01-a-b-c.pdf"),
            ("fak\u{202e}fdp.exe",      "01-fak-fdp.pdf"),
            ("-rf *.pdf",               "01-rf.pdf"),
            ("雪.png",                  "01-fil.pdf"),
            (long.as_str(),             long_kept.as_str()),
        ];
        for (name, expected) in table {
            let file = FileAnswer {
                id: "0".into(),
                name: name.into(),
                bytes: 1,
                sha256: "0".into(),
                format: "pdf".into(),
            };
            assert_eq!(file_name(1, &file), expected, "{name:?}");
        }
    }
}
