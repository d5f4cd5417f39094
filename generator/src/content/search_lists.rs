//! `synonymer.toml` and `hanvisningar.toml`: what people say instead, and what others do, as written.
//!
//! The lists that come with the generator have the same form.

use serde::{Deserialize, Serialize};

/// Words that lead to each other.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SynonymFile {
    #[serde(default)]
    pub(crate) grupp: Vec<Group>,
    #[serde(default)]
    pub(crate) till: Vec<Arrow>,
}

/// Words that mean the same: whichever is typed finds the others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    pub(crate) ord: Vec<String>,
}

/// Who types `fran` finds `ord`, but not the other way.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Arrow {
    pub(crate) fran: Vec<String>,
    pub(crate) ord: Vec<String>,
}

/// What the state, the region or others handle.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignpostFile {
    #[serde(default)]
    pub(crate) hanvisning: Vec<Signpost>,
}

/// Where to turn with something that the municipality does not do.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Signpost {
    pub(crate) ord: Vec<String>,
    /// Words that show that something else is meant.
    #[serde(default)]
    pub(crate) utom: Vec<String>,
    pub(crate) rubrik: String,
    pub(crate) text: String,
    pub(crate) lank: SignpostLink,
}

/// The way there.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignpostLink {
    pub(crate) text: String,
    pub(crate) url: String,
}
