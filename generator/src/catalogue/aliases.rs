//! Old addresses of services and blanketter: plain paths, where nothing else is.

use std::collections::BTreeMap;

use crate::content::service::ServiceFolder;
use crate::content::source::Key;
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::catalogue::CatalogueMistake;

/// Notes aliases that cannot be published, or that lead to two pages.
pub(super) fn check(
    services: &[ServiceFolder],
    addresses: &BTreeMap<String, String>,
    account: Option<&str>,
    mistakes: &mut Mistakes,
) {
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    for it in services {
        let source = &it.document.source;
        for (index, alias) in it.document.header.aliases.iter().enumerate() {
            let place = || source.at(&[Key::Name("aliases"), Key::Index(index)]);
            if !is_path(alias) {
                let rule = "must be paths such as `/gammal/adress/`, with a–z, 0–9 and hyphens";
                mistakes.add(place(), CatalogueMistake::Range { key: "aliases", rule });
                continue;
            }
            let account = account.filter(|it| alias.starts_with(it));
            let page = addresses.get(alias).map(String::as_str).or(account);
            let other = page.or_else(|| taken.insert(alias, &source.file));
            if let Some(other) = other {
                let (url, other) = (alias.clone(), format!("`{}`", other.trim_matches('`')));
                let help = "an old address leads to one page: take it away from one of them";
                mistakes.add(place(), CatalogueMistake::Collision { url, other, help });
            }
        }
    }
}

/// Whether a path can be published: nothing that begins with `_`, and no dots, so it is no file's.
fn is_path(alias: &str) -> bool {
    let fits = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '~');
    let sound = |part: &str| !part.is_empty() && !part.starts_with('_') && part.chars().all(fits);
    let inner = alias.strip_prefix('/').and_then(|it| it.strip_suffix('/'));
    inner.is_some_and(|it| it.split('/').all(sound))
}
