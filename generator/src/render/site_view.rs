//! What every page says about the site. Also `_site/site.json`, which the server reads.

use std::collections::BTreeMap;

use serde::Serialize;
use theme::Theme;

use crate::catalogue::Catalogue;
use crate::catalogue::entry::{Kind, Link, SWEDISH};

/// The variable `site` of every template.
#[derive(Debug, Serialize)]
pub(crate) struct SiteView {
    name: String,
    municipality: String,
    base_url: String,
    account: String,
    phone: String,
    phone_url: String,
    switchboard_name: String,
    switchboard_email: Option<String>,
    hours: Vec<String>,
    address: Vec<String>,
    menu: Vec<Link>,
    footer: Vec<Link>,
    links: BTreeMap<String, Link>,
    /// Where the theme's files are, with a slash at both ends.
    assets: String,
    services: usize,
    blanketter: usize,
    language: &'static str,
    /// How one may log in and sign, in the words of site.toml.
    e_ids: Vec<String>,
    /// Whether the server counts words that the search finds nothing for.
    count_missing_words: bool,
    /// The page for those without e-ID.
    no_eid: Option<NoEid>,
}

/// The page for those without e-ID.
#[derive(Debug, Serialize)]
struct NoEid {
    url: String,
    /// The same page in English.
    english: Option<String>,
}

impl SiteView {
    /// The view of a catalogue's site.
    pub(crate) fn of(catalogue: &Catalogue, theme: &Theme) -> Self {
        let site = &catalogue.site;
        let link = |label: &String, url: &String| Link { label: label.clone(), url: url.clone() };
        let links = site.links.iter().map(|it| (it.key.clone(), link(&it.label, &it.url)));
        Self {
            name: site.name.clone(),
            municipality: site.municipality.clone(),
            base_url: site.base_url.clone(),
            account: site.account.clone(),
            phone: site.switchboard.phone.clone(),
            phone_url: site.switchboard.phone_url.clone(),
            switchboard_name: site.switchboard.name.clone(),
            switchboard_email: site.switchboard.email.clone(),
            hours: site.hours.clone(),
            address: site.address.clone(),
            menu: site.menu.clone(),
            footer: site.footer.clone(),
            links: links.collect(),
            assets: theme.asset_base(),
            services: catalogue.count(Kind::Service),
            blanketter: catalogue.count(Kind::Blankett),
            language: SWEDISH,
            e_ids: site.e_ids.clone(),
            count_missing_words: site.count_missing_words,
            no_eid: catalogue.pages.iter().find(|it| it.no_eid).map(|it| NoEid {
                url: it.url.clone(),
                english: it.translation.as_ref().map(|(_, url)| url.clone()),
            }),
        }
    }
}
