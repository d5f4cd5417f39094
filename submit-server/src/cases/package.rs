//! A received case with all that belongs to it, as its unit gets it: the case as
//! JSON, the receipt, the signed document and the evidence of each signature.
//! Attached files are not in it: they are large, and each is read when its turn
//! comes, by [`crate::cases::case_json::CaseFile::id`].

use anyhow::Context;
use serde::Serialize;

use crate::cases::case_json::CaseJson;
use crate::cases::receipt_pdf::Receipt;
use crate::forms::Forms;
use crate::problem::Problem;
use crate::problem::Result;
use crate::stockholm;
use crate::store::{Proof, Store};

/// A received case, to hand over.
pub struct Package {
    /// The case itself.
    pub case: CaseJson,
    /// The receipt, a PDF.
    pub receipt: Vec<u8>,
    /// The frozen document: the bytes whose hash was signed.
    pub document: String,
    /// The evidence of each signature as JSON, in the order of the signatures.
    pub evidence: Vec<String>,
}

/// The evidence of a signature, for whoever checks it later.
#[derive(Serialize)]
struct Evidence<'a> {
    person: &'a str,
    name: &'a str,
    method: &'a str,
    signed_at: String,
    document_sha256: &'a str,
    /// What was shown and signed, base64 as it was sent.
    visible: &'a str,
    /// What was signed beside it, base64 as it was sent: holds the document's hash.
    hidden: &'a str,
    signature: &'a str,
    ocsp: &'a str,
}

impl Package {
    /// The package of a case; `print` makes the receipt a PDF.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when it has not come in.
    pub fn of(
        (store, forms): (&Store, &Forms),
        print: impl Fn(&Receipt) -> Result<Vec<u8>>,
        id: &str,
    ) -> Result<Self> {
        let (case, receipt, document, proofs) = store.read(|tx| {
            let it = tx.case(id)?.ok_or(Problem::NotFound)?;
            let case = CaseJson::of(tx, forms, &it)?;
            let proofs = tx.proofs(id, &case.document_sha256)?;
            Ok((case, Receipt::of(tx, forms, &it)?, it.document.unwrap_or_default(), proofs))
        })?;
        let evidence = |it: &Proof| evidence(it, &case.document_sha256);
        Ok(Self {
            evidence: proofs.iter().map(evidence).collect::<Result<_>>()?,
            receipt: print(&receipt)?,
            document,
            case,
        })
    }
}

fn evidence(it: &Proof, document_sha256: &str) -> Result<String> {
    let evidence = Evidence {
        person: &it.signed.person,
        name: &it.signed.name,
        method: &it.signed.method,
        signed_at: stockholm::rfc3339(it.signed.at),
        document_sha256,
        visible: &it.visible,
        hidden: &it.hidden,
        signature: &it.signature,
        ocsp: &it.ocsp,
    };
    let json = serde_json::to_string_pretty(&evidence).context("writing a signature's evidence")?;
    Ok(json + "\n")
}
