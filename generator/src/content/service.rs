//! The header of an e-service or a blankett, as written.

use form_model::compiled::{Login, Means};
use form_model::form::Form;
use serde::Deserialize;

use crate::content::document::Document;
use crate::content::handlers::{ContactText, PersonalDataText};
use crate::content::site::Link;
use crate::content::source::Source;

/// Which of the two an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// An e-service.
    Service,
    /// A paper form.
    Blankett,
}

/// The header of `index.md`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceHeader {
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) verb: String,
    pub(crate) summary: String,
    pub(crate) category: String,
    #[serde(default)]
    pub(crate) keywords: Vec<String>,
    /// 1–9: which of several that answer a search comes first; 5 when nothing is said.
    pub(crate) priority: Option<u8>,
    pub(crate) login: Option<Login>,
    #[serde(default = "one")]
    pub(crate) signers: u32,
    pub(crate) unit: String,
    pub(crate) delivery: Option<Means>,
    pub(crate) who: Option<String>,
    #[serde(default)]
    pub(crate) needs: Vec<String>,
    #[serde(default)]
    pub(crate) how: Vec<String>,
    pub(crate) fee: Option<String>,
    pub(crate) processing_time: Option<String>,
    pub(crate) minutes: Option<u32>,
    pub(crate) external: Option<String>,
    pub(crate) blankett: Option<String>,
    pub(crate) file: Option<String>,
    /// Of a blankett: the e-service whose questions it has.
    pub(crate) service: Option<String>,
    /// Of a blankett: whether it is made here, for printing.
    pub(crate) print: Option<bool>,
    /// Where there is more to read; instead of the category's.
    #[serde(default)]
    pub(crate) more: Vec<Link>,
    #[serde(default)]
    pub(crate) related: Vec<String>,
    /// Old addresses, as paths: who comes there is led here.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    pub(crate) law: Option<String>,
    pub(crate) contact: Option<ContactText>,
    pub(crate) personal_data: Option<PersonalDataText>,
}

/// An e-service or blankett with everything in its folder.
#[derive(Clone, Debug)]
pub(crate) struct ServiceFolder {
    pub(crate) kind: Kind,
    pub(crate) slug: String,
    pub(crate) document: Document<ServiceHeader>,
    /// The form, where there is a `form.toml`.
    pub(crate) form: Option<FormFile>,
    /// Other files in the folder, published beside the page.
    pub(crate) files: Vec<Attachment>,
}

/// A `form.toml` that could be read.
#[derive(Clone, Debug)]
pub(crate) struct FormFile {
    pub(crate) source: Source,
    pub(crate) form: Form,
}

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub(crate) struct Attachment {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

impl Kind {
    /// The folder in `content/`, and the first part of the address.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Kind::Service => "e-tjanster",
            Kind::Blankett => "blanketter",
        }
    }

    /// The address of the page.
    pub(crate) fn url(self, slug: &str) -> String {
        format!("/{}/{slug}/", self.folder())
    }
}

fn one() -> u32 {
    1
}
