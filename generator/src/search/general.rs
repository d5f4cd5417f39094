//! The lists that come with the generator, in Swedish for communicators (`lists/*.toml`).

use serde::Deserialize;

use crate::content::search_lists::SignpostFile;
use crate::content::search_lists::SynonymFile;

/// Everything general: what it holds is the same in every municipality.
#[derive(Debug, Default)]
pub(super) struct General {
    pub(super) synonyms: SynonymFile,
    pub(super) foreign: SynonymFile,
    pub(super) signposts: SignpostFile,
    pub(super) parts: Vec<String>,
    pub(super) stop_words: Vec<String>,
    pub(super) weak_words: Vec<String>,
}

#[derive(Deserialize)]
struct Words {
    ord: Vec<String>,
    #[serde(default)]
    svaga: Vec<String>,
}

/// Reads the lists.
pub(super) fn general() -> Result<General, toml::de::Error> {
    let mut synonyms: SynonymFile = toml::from_str(include_str!("lists/synonymer.toml"))?;
    let short: SynonymFile = toml::from_str(include_str!("lists/forkortningar.toml"))?;
    synonyms.grupp.extend(short.grupp);
    synonyms.till.extend(short.till);
    let parts: Words = toml::from_str(include_str!("lists/delord.toml"))?;
    let quiet: Words = toml::from_str(include_str!("lists/stoppord.toml"))?;
    Ok(General {
        synonyms,
        foreign: toml::from_str(include_str!("lists/engelska.toml"))?,
        signposts: toml::from_str(include_str!("lists/hanvisningar.toml"))?,
        parts: parts.ord,
        stop_words: quiet.ord,
        weak_words: quiet.svaga,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_general_lists_can_be_read() {
        let lists = general().expect("the lists are TOML of the right form");

        assert!(lists.synonyms.grupp.len() >= 600, "{} groups", lists.synonyms.grupp.len());
        assert!(lists.signposts.hanvisning.len() >= 100);
    }
}
