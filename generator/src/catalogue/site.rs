//! `site.toml` resolved.

use crate::catalogue::contact;
use crate::catalogue::entry::Site;
use crate::catalogue::names::Names;
use crate::content::Parsed;
use crate::content::site::{MENU, MOST_USED, SiteFile};
use crate::content::source::Source;
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::catalogue::CatalogueMistake;
use crate::diagnostic::mistake::text::TextMistake;

/// The site, and the indices of the most used entries.
pub(super) fn resolve(
    file: Parsed<SiteFile>,
    names: &Names,
    mistakes: &mut Mistakes,
) -> (Site, Vec<usize>) {
    let Parsed { source, value: it } = file;
    check(&source, &it, mistakes);
    check_links(&source, &it, names, mistakes);
    let mut most_used = Vec::new();
    for (index, slug) in it.most_used.iter().enumerate() {
        match names.entry(slug) {
            Ok(found) => most_used.extend(found),
            Err(mistake) => {
                mistakes.add(source.at(&["most_used".into(), index.into()]), mistake);
            }
        }
    }
    let site = Site {
        switchboard: contact::switchboard(&it.switchboard),
        name: it.name,
        municipality: it.municipality,
        base_url: it.base_url,
        account: it.account,
        lead: it.lead,
        search_examples: it.search_examples,
        count_missing_words: it.count_missing_words,
        e_ids: it.e_ids,
        hours: it.switchboard.hours,
        address: it.switchboard.address,
        links: it.links,
        menu: it.menu,
        footer: it.footer,
    };
    (site, most_used)
}

fn check(source: &Source, it: &SiteFile, mistakes: &mut Mistakes) {
    let account = &it.account;
    let place = |key: &str| source.at_key(key);
    if !account.starts_with('/') || !account.ends_with('/') || account.len() < 3 {
        let rule = "must be a path such as `/mina-sidor/`";
        mistakes.add(place("account"), CatalogueMistake::Range { key: "account", rule });
    }
    if it.base_url.ends_with('/') {
        let rule = "must not end with `/`";
        mistakes.add(place("base_url"), CatalogueMistake::Range { key: "base_url", rule });
    }
    if let Some(mistake) = contact::url_mistake(&it.base_url) {
        mistakes.add(place("base_url"), mistake);
    }
    if it.most_used.len() > MOST_USED {
        let rule = "may name at most 8 services";
        mistakes.add(place("most_used"), CatalogueMistake::Range { key: "most_used", rule });
    }
    if it.menu.len() > MENU {
        let rule = "may have at most 3 links";
        mistakes.add(place("menu"), CatalogueMistake::Range { key: "menu", rule });
    }
    if it.e_ids.is_empty() || it.e_ids.iter().any(|it| it.trim().is_empty()) {
        mistakes.add(place("e_ids"), CatalogueMistake::EmptyList { key: "e_ids" });
    }
    for (key, text) in [("name", &it.name), ("municipality", &it.municipality), ("lead", &it.lead)]
    {
        if text.trim().is_empty() {
            mistakes.add(place(key), CatalogueMistake::Empty { key });
        }
    }
    let switchboard = &it.switchboard;
    let email = switchboard.email.as_deref().and_then(contact::email_mistake);
    for (key, found) in [("phone", contact::phone_mistake(&switchboard.phone)), ("email", email)] {
        if let Some(mistake) = found {
            mistakes.add(source.at(&["switchboard".into(), key.into()]), mistake);
        }
    }
    if switchboard.hours.is_empty() {
        let place = source.at(&["switchboard".into(), "hours".into()]);
        mistakes.add(place, CatalogueMistake::EmptyList { key: "hours" });
    }
}

fn check_links(source: &Source, it: &SiteFile, names: &Names, mistakes: &mut Mistakes) {
    let menu = it.menu.iter().enumerate().map(|(index, link)| ("menu", index, &link.url));
    let footer = it.footer.iter().enumerate().map(|(index, link)| ("footer", index, &link.url));
    for (list, index, url) in menu.chain(footer) {
        let page = url.split('#').next().unwrap_or(url);
        let known = names.has_page(page) || page.starts_with(&it.account);
        if page.starts_with('/') && !known {
            let place = source.at(&[list.into(), index.into(), "url".into()]);
            let help = names.nearest_page(page);
            mistakes.add(place, TextMistake::DeadLink { to: url.clone(), help });
        }
    }
    for (index, link) in it.links.iter().enumerate() {
        if let Some(mistake) = contact::url_mistake(&link.url) {
            mistakes.add(source.at(&["links".into(), index.into(), "url".into()]), mistake);
        }
    }
}
