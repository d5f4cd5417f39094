//! What comes out of another platform's files: a service as it was there.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::import::form::Translated;

/// A service of another platform.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// The file it was read from.
    pub(super) file: String,
    /// The number that all versions of it share.
    pub(super) family: Option<String>,
    /// Whether it is an export of one service, and not from the list of all.
    pub(super) exported: bool,
    pub(super) version: u32,
    pub(super) name: String,
    /// HTML.
    pub(super) short: String,
    /// HTML.
    pub(super) long: String,
    /// HTML: what the receipt said.
    pub(super) submitted: String,
    pub(super) category: Option<String>,
    /// Whole addresses, or aliases by themselves.
    pub(super) addresses: Vec<String>,
    /// `required`, `optional` or `none`.
    pub(super) login: Option<&'static str>,
    pub(super) signing: bool,
    pub(super) external: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) needs: Vec<String>,
    /// What the page said besides, by name.
    pub(super) facts: Vec<(String, String)>,
    pub(super) owner: Option<String>,
    pub(super) contact: Contact,
    pub(super) papers: Vec<Paper>,
    pub(super) form: Option<Translated>,
    /// What a person has to look at, in Swedish.
    pub(super) notes: Vec<String>,
}

/// Who answers questions.
#[derive(Debug, Default)]
pub(super) struct Contact {
    pub(super) name: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
}

/// A paper form: a file, or an address of one.
#[derive(Debug)]
pub(super) struct Paper {
    pub(super) name: String,
    pub(super) url: Option<String>,
    /// Its ending and its bytes.
    pub(super) file: Option<(&'static str, Vec<u8>)>,
}

impl Flow {
    /// Takes over what another file says of the same service, where this one says nothing.
    fn complete(&mut self, other: Flow) {
        let fill = |own: &mut String, other: String| {
            if own.is_empty() {
                *own = other;
            }
        };
        fill(&mut self.name, other.name);
        fill(&mut self.short, other.short);
        fill(&mut self.long, other.long);
        fill(&mut self.submitted, other.submitted);
        self.addresses.extend(other.addresses);
        self.notes.extend(other.notes);
        self.login = self.login.or(other.login);
        self.signing |= other.signing;
        self.external = self.external.take().or(other.external);
    }
}

/// Puts together what several files say of the same service: the newest export counts, and the list of
/// all services fills in what it leaves out.
pub(super) fn together(flows: Vec<Flow>) -> Vec<Flow> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<Flow>> = Vec::new();
    for flow in flows {
        let known = flow.family.as_ref().and_then(|it| places.get(it)).copied();
        match known {
            Some(at) => groups[at].push(flow),
            None => {
                places.extend(flow.family.clone().map(|it| (it, groups.len())));
                groups.push(vec![flow]);
            }
        }
    }
    groups.into_iter().filter_map(one).collect()
}

fn one(mut group: Vec<Flow>) -> Option<Flow> {
    group.sort_by_key(|it| (Reverse(it.exported), Reverse(it.version)));
    let mut rest = group.into_iter();
    let mut first = rest.next()?;
    for mut other in rest {
        if other.exported || !first.exported {
            let family = first.family.as_deref().unwrap_or_default();
            first.notes.push(format!(
                "nummer {family} finns flera gånger; det i {} användes och inte det i {}",
                first.file, other.file
            ));
            first.addresses.append(&mut other.addresses);
            continue;
        }
        // The list has the main category, the export only the one below it.
        first.category = other.category.take().or(first.category);
        first.complete(other);
    }
    Some(first)
}
