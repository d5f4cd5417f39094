//! `handlers.toml`: who handles cases and answers for personal data, as written.

use std::collections::BTreeMap;

use form_model::compiled::Means;
use serde::Deserialize;

/// The whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandlersFile {
    pub(crate) handlers: BTreeMap<String, HandlerText>,
    pub(crate) units: BTreeMap<String, UnitText>,
}

/// An authority: the municipality itself or another one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandlerText {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) own: bool,
    pub(crate) authority: Option<String>,
    pub(crate) e_services_url: Option<String>,
    pub(crate) personal_data_url: String,
    pub(crate) data_protection_officer: Option<String>,
}

/// A unit of an authority.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitText {
    pub(crate) name: String,
    pub(crate) handler: String,
    pub(crate) controller: String,
    /// How cases come to the unit, where the service does not say.
    pub(crate) delivery: Option<Means>,
    #[serde(default)]
    pub(crate) contact: ContactText,
    pub(crate) personal_data: Option<PersonalDataText>,
}

/// Who answers questions. What is left out falls back: service, unit, switchboard.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactText {
    pub(crate) name: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) email: Option<String>,
}

/// How personal data is used.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonalDataText {
    pub(crate) purpose: Option<String>,
    pub(crate) legal_basis: Option<String>,
    pub(crate) storage: Option<String>,
    pub(crate) recipients: Option<Vec<String>>,
}
