//! Ids from names: unique, and none that the portal uses itself.

use std::collections::BTreeMap;

use form_model::condition;

use crate::markdown;

/// Longest id; a name may be a whole sentence.
const LONGEST: usize = 40;

/// The ids of a form, or of a question's alternatives.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// How often each has been asked for.
    taken: BTreeMap<String, u32>,
    /// Stands before what cannot be an id by itself.
    prefix: &'static str,
}

impl Ids {
    /// Of fields.
    pub(super) fn fields() -> Self {
        let own = ["csrf", "version", "gor", "ta-bort-fil", "innehall", "guardian"];
        Self::with("fraga", condition::RESERVED.into_iter().chain(own))
    }

    /// Of steps: these words stand in the server's addresses.
    pub(super) fn steps() -> Self {
        let own = ["granska", "skicka", "skriv-under", "avboj", "ta-bort", "kvitto", "fil"];
        Self::with("steg", own.into_iter())
    }

    /// Of alternatives.
    pub(super) fn choices() -> Self {
        Self::with("val", std::iter::empty())
    }

    fn with(prefix: &'static str, taken: impl Iterator<Item = &'static str>) -> Self {
        Self { taken: taken.map(|it| (it.to_owned(), 1)).collect(), prefix }
    }

    /// An id that nobody has, from a name.
    pub(super) fn unique(&mut self, name: &str) -> String {
        let mut id = markdown::slug(name);
        if id.len() > LONGEST {
            let cut = id[..LONGEST].rfind('-').filter(|it| *it > LONGEST / 2).unwrap_or(LONGEST);
            id.truncate(cut);
        }
        let odd = !id.starts_with(|it: char| it.is_ascii_lowercase()) || id.starts_with("sida-");
        if id.is_empty() {
            id = self.prefix.to_owned();
        } else if odd {
            id = format!("{}-{id}", self.prefix);
        }
        loop {
            let count = self.taken.entry(id.clone()).or_insert(0);
            *count += 1;
            if *count == 1 {
                return id;
            }
            id = format!("{id}-{count}");
        }
    }
}
