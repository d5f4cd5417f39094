//! Links in texts: does the page exist, does the heading exist, may this page link there?

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::Catalogue;
use crate::catalogue::entry::Entry;
use crate::catalogue::names::{self, Names};
use crate::content::source::Source;
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::text::TextMistake;
use crate::diagnostic::suggestion::did_you_mean;
use crate::markdown::Rendered;

/// Headings that the templates of service and blankett pages add.
pub(crate) const SERVICE_ANCHORS: [&str; 6] =
    ["borja", "fragor", "mer", "personuppgifter", "skyddad-identitet", "utan"];

/// Notes every link that leads nowhere.
pub(super) fn check(catalogue: &Catalogue, names: &Names, mistakes: &mut Mistakes) {
    let mut anchors: BTreeMap<&str, Vec<&str>> = BTreeMap::from([("/", vec!["omraden"])]);
    let mut texts = Vec::new();
    for it in &catalogue.entries {
        let own = it.body.anchors.iter().map(String::as_str);
        anchors.insert(&it.url, own.chain(SERVICE_ANCHORS).collect());
        texts.push(Text {
            url: &it.url,
            body: &it.body,
            source: &it.source,
            at: it.body_at,
            plain: false,
        });
    }
    for it in &catalogue.pages {
        anchors.insert(&it.url, it.body.anchors.iter().map(String::as_str).collect());
        let plain = it.plain_contact;
        texts.push(Text {
            url: &it.url,
            body: &it.body,
            source: &it.source,
            at: it.body_at,
            plain,
        });
    }
    for it in &catalogue.categories {
        anchors.insert(&it.url, it.body.anchors.iter().map(String::as_str).collect());
        texts.push(Text {
            url: &it.url,
            body: &it.body,
            source: &it.source,
            at: it.body_at,
            plain: false,
        });
    }
    let account = catalogue.site.account.as_str();
    let papers = catalogue.entries.iter().filter(|it| it.paper.is_some());
    let papers = papers.map(Entry::paper_url).collect();
    let map = Map { names, anchors, account, files: &catalogue.files, papers };
    for text in &texts {
        for (to, range) in &text.body.links {
            if let Some(mistake) = map.mistake(text, to) {
                let range = range.start + text.at..range.end + text.at;
                mistakes.add(text.source.range(range), mistake);
            }
        }
    }
}

struct Text<'a> {
    url: &'a str,
    body: &'a Rendered,
    source: &'a Source,
    at: usize,
    /// Phone only.
    plain: bool,
}

struct Map<'a> {
    names: &'a Names,
    anchors: BTreeMap<&'a str, Vec<&'a str>>,
    account: &'a str,
    files: &'a [(String, Vec<u8>)],
    /// Where the printed blanketter are.
    papers: BTreeSet<String>,
}

impl Map<'_> {
    fn mistake(&self, from: &Text<'_>, to: &str) -> Option<TextMistake> {
        let offered =
            to.starts_with("mailto:") || names::is_service(to) || to.starts_with(self.account);
        if from.plain && offered {
            return Some(TextMistake::PlainContact { to: to.to_owned() });
        }
        if ["https://", "http://", "tel:", "mailto:"].iter().any(|it| to.starts_with(it)) {
            return None;
        }
        if to.starts_with("//") || !to.starts_with(['/', '#']) {
            return Some(TextMistake::RelativeLink { to: to.to_owned() });
        }
        if to.starts_with(self.account) {
            return None;
        }
        let (path, anchor) = to.split_once('#').map_or((to, None), |(path, it)| (path, Some(it)));
        let path = path.split('?').next().unwrap_or(path);
        let page = if path.is_empty() { from.url } else { path };
        if !self.names.has_page(page) && !self.has_file(page) {
            let help = self.names.nearest_page(page);
            return Some(TextMistake::DeadLink { to: to.to_owned(), help });
        }
        self.dead_anchor(page, anchor?)
    }

    fn has_file(&self, path: &str) -> bool {
        self.papers.contains(path)
            || self.names.is_beside_unread(path)
            || self.files.iter().any(|(file, _)| path.strip_prefix('/') == Some(file))
    }

    fn dead_anchor(&self, page: &str, anchor: &str) -> Option<TextMistake> {
        if self.names.is_unread(page) {
            return None;
        }
        let known = self.anchors.get(page).map_or(&[][..], Vec::as_slice);
        (!known.contains(&anchor)).then(|| TextMistake::DeadAnchor {
            anchor: anchor.to_owned(),
            help: did_you_mean(anchor, known.iter().copied()),
        })
    }
}
