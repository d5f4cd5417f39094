//! The receipt as a PDF, to keep: what was sent, when it came in, who signed
//! it, and how both can be checked.
//!
//! [`Receipt::of`] takes what it needs out of a transaction; [`Receipt::to_pdf`]
//! is worked out without one. The same receipt always gives the same bytes.

use anyhow::Context;
use form_model::answers::FileAnswer;
use form_model::show::{ShownRow, ShownStep};
use pdf::Block;

use crate::cases::document::Document;
use crate::cases::shown::{size, steps_for_others};
use crate::forms::Forms;
use crate::problem::Problem;
use crate::problem::Result;
use crate::stockholm;
use crate::store::{Case, ReadTx, Signed};
use crate::view::View;

/// Who will read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Who sent it, and the unit that handles it: all of it.
    Whole,
    /// Another party: without the applicant's number and address.
    OtherParty,
}

/// What a provider of e-IDs is called.
pub type Label<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// What a receipt tells.
pub struct Receipt {
    document: Document,
    document_hash: String,
    received_at: i64,
    signatures: Vec<Signed>,
    next: Vec<String>,
}

impl Receipt {
    /// The receipt of a case.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when it has not come in.
    pub fn of(tx: &ReadTx<'_>, forms: &Forms, case: &Case) -> Result<Self> {
        let received_at = case.received_at.ok_or(Problem::NotFound)?;
        let document_hash = case.document_hash.clone().context("the case has no hash")?;
        Ok(Self {
            document: Document::of(case)?,
            received_at,
            signatures: tx.signatures(&case.id, &document_hash)?,
            next: forms.version(tx, &case.form_hash)?.form.next.clone(),
            document_hash,
        })
    }

    /// `kvitto-2026-000001.pdf`
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("kvitto-{}.pdf", self.document.number)
    }

    /// The PDF, as this reader may have it. `label` says what a provider of e-IDs is
    /// called; none when it is no longer configured.
    ///
    /// # Errors
    /// When it would be longer than any receipt.
    pub fn to_pdf(&self, view: &View, label: &Label<'_>, reader: Reader) -> Result<Vec<u8>> {
        let title = view.said("receipt_pdf.title", &[("number", &self.document.number)]);
        let document = pdf::Document {
            language: "sv-SE".to_owned(),
            subject: self.document.service.title.clone(),
            author: view.site().municipality.clone(),
            created: self.received_at,
            blocks: Page { view, label, receipt: self }.blocks(&title, reader),
            title,
        };
        Ok(document.to_pdf().context("writing a receipt")?)
    }
}

/// A receipt with the words to tell it in.
struct Page<'a> {
    view: &'a View,
    label: &'a Label<'a>,
    receipt: &'a Receipt,
}

impl Page<'_> {
    fn blocks(&self, title: &str, reader: Reader) -> Vec<Block> {
        let steps = match reader {
            Reader::Whole => self.receipt.document.steps.clone(),
            Reader::OtherParty => steps_for_others(&self.receipt.document),
        };
        let mut blocks = vec![Block::Heading(1, title.to_owned())];
        blocks.push(Block::Paragraph(self.text("lead")));
        blocks.push(self.about());
        blocks.extend(self.next());
        blocks.push(self.heading("answers"));
        for step in &steps {
            blocks.push(Block::Heading(3, step.title.clone()));
            blocks.push(Block::Facts(step.rows.iter().map(|row| self.answer(row)).collect()));
        }
        blocks.extend(self.files(&steps));
        blocks.extend(self.signatures());
        blocks.extend(self.contact());
        blocks.extend(self.check());
        blocks
    }

    fn about(&self) -> Block {
        let document = &self.receipt.document;
        let received = stockholm::long_time(self.receipt.received_at);
        Block::Facts(vec![
            self.fact("number", &document.number),
            self.fact("service", &document.service.title),
            self.fact("received", &received),
            self.fact("handler", &document.service.handler),
        ])
    }

    fn next(&self) -> Vec<Block> {
        let next = self.receipt.next.clone();
        let told = match next.as_slice() {
            [] => return Vec::new(),
            [only] => Block::Paragraph(only.clone()),
            _ => Block::List(next),
        };
        vec![self.heading("next"), told]
    }

    /// A question with its answer, as it was asked and read.
    fn answer(&self, row: &ShownRow) -> (String, Vec<String>) {
        let lines = match row.lines.is_empty() {
            true => vec![self.view.text("review.no_answer")],
            false => row.lines.clone(),
        };
        (row.label.clone(), lines)
    }

    fn files(&self, steps: &[ShownStep]) -> Vec<Block> {
        let rows = steps.iter().flat_map(|step| &step.rows).flat_map(|row| &row.files);
        let row = |it: &FileAnswer| vec![it.name.clone(), size(it.bytes), it.sha256.clone()];
        self.table("files", &["file", "size", "sha256"], rows.map(row).collect())
    }

    fn signatures(&self) -> Vec<Block> {
        let row = |it: &Signed| {
            vec![it.name.clone(), stockholm::long_time(it.at), self.method(&it.method)]
        };
        let rows = self.receipt.signatures.iter().map(row).collect();
        self.table("signatures", &["name", "signed", "method"], rows)
    }

    /// What an e-ID is called.
    fn method(&self, method: &str) -> String {
        match method.strip_prefix("oidc:") {
            Some(id) => (self.label)(id).unwrap_or_else(|| id.to_owned()),
            None if method == "bankid" => self.text("bankid"),
            None => method.to_owned(),
        }
    }

    fn contact(&self) -> Vec<Block> {
        let contact = &self.receipt.document.service.contact;
        let number = self.receipt.document.number.as_str();
        let mut facts =
            vec![self.fact("contact_name", &contact.name), self.fact("phone", &contact.phone)];
        facts.extend(contact.email.as_ref().map(|it| self.fact("email", it)));
        let say = self.view.said("receipt_pdf.contact_text", &[("number", number)]);
        vec![self.heading("contact"), Block::Paragraph(say), Block::Facts(facts)]
    }

    /// By which anybody can see that nothing was changed afterwards.
    fn check(&self) -> Vec<Block> {
        let receipt = self.receipt;
        let rows = vec![
            vec![self.text("document"), receipt.document_hash.clone()],
            vec![self.text("version"), receipt.document.form_hash.clone()],
        ];
        let mut blocks = self.table("check", &["what", "sha256"], rows);
        blocks.insert(1, Block::Paragraph(self.text("check_text")));
        blocks
    }

    fn table(&self, heading: &str, head: &[&str], rows: Vec<Vec<String>>) -> Vec<Block> {
        if rows.is_empty() {
            return Vec::new();
        }
        let head = head.iter().map(|it| self.text(it)).collect();
        vec![self.heading(heading), Block::Table { head, rows }]
    }

    fn heading(&self, key: &str) -> Block {
        Block::Heading(2, self.text(key))
    }

    fn fact(&self, key: &str, value: &str) -> (String, Vec<String>) {
        (self.text(key), vec![value.to_owned()])
    }

    fn text(&self, key: &str) -> String {
        self.view.text(&format!("receipt_pdf.{key}"))
    }
}
