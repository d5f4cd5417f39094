//! `site.toml`: the municipality and the portal, as written.

use serde::{Deserialize, Serialize};

/// Most services shown as most used; more would not be a choice.
pub(crate) const MOST_USED: usize = 8;
/// Most links in the main menu beside the login; more do not fit a phone.
pub(crate) const MENU: usize = 3;

/// The whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SiteFile {
    pub(crate) name: String,
    pub(crate) municipality: String,
    pub(crate) base_url: String,
    #[serde(default = "account")]
    pub(crate) account: String,
    #[serde(default)]
    pub(crate) most_used: Vec<String>,
    pub(crate) lead: String,
    #[serde(default)]
    pub(crate) search_examples: Vec<String>,
    /// Whether words that the search finds nothing for are counted.
    #[serde(default)]
    pub(crate) count_missing_words: bool,
    /// How one may log in and sign; those that the server is configured for.
    #[serde(default = "e_ids")]
    pub(crate) e_ids: Vec<String>,
    pub(crate) switchboard: Switchboard,
    #[serde(default)]
    pub(crate) links: Vec<KeyedLink>,
    #[serde(default)]
    pub(crate) menu: Vec<Link>,
    #[serde(default)]
    pub(crate) footer: Vec<Link>,
}

/// Who answers when nobody else does.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Switchboard {
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) email: Option<String>,
    pub(crate) hours: Vec<String>,
    pub(crate) address: Vec<String>,
}

/// A link that templates ask for by key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyedLink {
    pub(crate) key: String,
    pub(crate) label: String,
    pub(crate) url: String,
}

/// A link with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Link {
    pub(crate) label: String,
    pub(crate) url: String,
}

fn e_ids() -> Vec<String> {
    ["BankID", "Mobilt BankID"].map(str::to_owned).to_vec()
}

fn account() -> String {
    "/mina-sidor/".to_owned()
}
