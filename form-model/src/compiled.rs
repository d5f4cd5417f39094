//! The file `public/_site/forms/<service>.json`: a published form, complete
//! with what the server must say about its service. Immutable: another content
//! has another hash.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::form::Form;

/// The number of this file format; another number is refused.
pub const FORMAT: u32 = 1;

/// A published form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompiledForm {
    /// [`FORMAT`].
    pub format: u32,
    /// Hex SHA-256 of `form` and `service` as JSON.
    pub hash: String,
    /// What is asked.
    pub form: Form,
    /// Whose form it is.
    pub service: Service,
}

/// What the server needs to say about a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Folder name; part of the address.
    pub slug: String,
    /// The whole title.
    pub title: String,
    /// The leading part of the title that many services share; may be blank.
    pub verb: String,
    /// One or two sentences.
    pub summary: String,
    /// Path of the service page.
    pub url: String,
    /// Whether one must log in.
    pub login: Login,
    /// How many persons sign.
    pub signers: u32,
    /// Minutes to fill in.
    pub minutes: Option<u32>,
    /// The unit that handles the case.
    pub unit: String,
    /// The authority that handles the case.
    pub handler: String,
    /// Who answers questions.
    pub contact: Contact,
    /// How personal data is used.
    pub personal_data: PersonalData,
    /// Path of the paper form.
    pub blankett_url: Option<String>,
    /// How a case reaches the unit; none only in forms published before this was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
}

/// How a received case reaches the unit that handles it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// The unit's key in `handlers.toml`: the name of its folder, and of its
    /// block in the server's configuration.
    pub unit: String,
    /// By what it comes.
    pub by: Means,
}

/// By what a case comes to its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// The whole case, in the unit's folder.
    Folder,
    /// A notice in the unit's mailbox.
    Mail,
    /// A call to the unit's own system.
    Webhook,
}

/// Whether a service needs login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Login {
    /// Only with e-ID.
    Required,
    /// With or without.
    Optional,
    /// Never.
    None,
}

/// Who answers questions about a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Unit or person.
    pub name: String,
    /// As read: `0690-25 02 10`.
    pub phone: String,
    /// As dialled: `tel:+46690250210`.
    pub phone_url: String,
    /// Address, where there is one.
    pub email: Option<String>,
}

/// What the person is told about personal data (GDPR articles 13 and 14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonalData {
    /// Personuppgiftsansvarig.
    pub controller: String,
    /// Why the data is needed.
    pub purpose: String,
    /// Legal basis.
    pub legal_basis: String,
    /// How long it is kept.
    pub storage: String,
    /// Who else gets it.
    pub recipients: Vec<String>,
    /// The controller's own page.
    pub url: String,
    /// E-mail of the data protection officer.
    pub officer: Option<String>,
}

impl CompiledForm {
    /// Seals a form and its service under their hash.
    ///
    /// # Errors
    /// When they cannot be written as JSON.
    pub fn seal(form: Form, service: Service) -> Result<Self, serde_json::Error> {
        let hash = hex::encode(Sha256::digest(serde_json::to_vec(&(&form, &service))?));
        Ok(Self { format: FORMAT, hash, form, service })
    }

    /// Reads a file and checks its format and hash.
    ///
    /// # Errors
    /// [`Unreadable`] says what is wrong.
    pub fn read(json: &[u8]) -> Result<Self, Unreadable> {
        let read: Self = serde_json::from_slice(json)?;
        if read.format != FORMAT {
            return Err(Unreadable::Format(read.format));
        }
        let sealed = Self::seal(read.form.clone(), read.service.clone())?;
        if sealed.hash == read.hash { Ok(read) } else { Err(Unreadable::Hash) }
    }
}

/// Why a compiled form was refused.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Not the JSON we write.
    #[error("the compiled form is not valid")]
    Json(#[from] serde_json::Error),
    /// Made by another version of the generator.
    #[error("the compiled form has format {0}, expected {FORMAT}")]
    Format(u32),
    /// Changed after it was made.
    #[error("the compiled form does not match its hash; run the generator again")]
    Hash,
}
