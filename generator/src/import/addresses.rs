//! Old addresses → aliases of the page that is there now.

use std::collections::BTreeSet;

use crate::import::html;

/// Longest path.
const LONGEST: usize = 200;

/// The paths of old addresses; each only once in the whole catalogue.
pub(super) fn aliases(
    addresses: &[String],
    taken: &mut BTreeSet<String>,
    notes: &mut Vec<String>,
) -> Vec<String> {
    let mut own: Vec<String> = Vec::new();
    for address in addresses {
        match path(address) {
            Some(path) if own.contains(&path) => {}
            Some(path) if taken.insert(path.clone()) => own.push(path),
            Some(path) => {
                notes.push(format!("den gamla adressen {path} har en annan tjänst redan"))
            }
            None => notes.push(format!(
                "den gamla adressen \"{}\" kan inte leda vidare härifrån",
                html::short(address)
            )),
        }
    }
    own
}

/// The path of a whole address, or of an alias by itself.
fn path(address: &str) -> Option<String> {
    let address = address.trim();
    let path = match address.split_once("://") {
        Some(("http" | "https", rest)) => &rest[rest.find('/')?..],
        Some(_) => return None,
        None => address,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    let fits = |it: char| it.is_ascii_alphanumeric() || "-_~".contains(it);
    let sound = |part: &str| !part.is_empty() && !part.starts_with('_') && part.chars().all(fits);
    (path.len() <= LONGEST && path.split('/').all(sound)).then(|| format!("/{path}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_become_aliases() {
        #[rustfmt::skip]
        let cases = [
            ("https://e.example.se/oversikt/overview/406", Some("/oversikt/overview/406/")),
            ("https://e.example.se/bygg?x=1#y",            Some("/bygg/")),
            ("bygglov",                                    Some("/bygglov/")),
            ("/bygglov/",                                  Some("/bygglov/")),
            ("https://e.example.se",                       None),
            ("https://e.example.se/",                      None),
            ("https://e.example.se/../../etc/passwd",      None),
            ("https://e.example.se/a//b",                  None),
            ("https://e.example.se/_site/site.json",       None),
            ("javascript://x/%0aalert(1)",                 None),
            ("/a%2e%2e/b",                                 None),
            ("\"><script>",                                None),
        ];
        for (address, expected) in cases {
            assert_eq!(path(address).as_deref(), expected, "{address}");
        }
    }
}
