//! The nouns of the catalogue: site, category, entry, page, and how an entry begins.

use form_model::compiled::{Contact, Delivery, Login, PersonalData};
use form_model::form::Form;

use crate::content::pages;
use crate::content::service;
use crate::content::site;
use crate::content::source::Source;
use crate::markdown::Rendered;

/// The language of everything that does not say otherwise.
pub(crate) const SWEDISH: &str = pages::SWEDISH;

/// Which of the two an entry is; its folder says so.
pub(crate) type Kind = service::Kind;

/// A link with its words.
pub(crate) type Link = site::Link;

/// The municipality and the portal.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) name: String,
    pub(crate) municipality: String,
    /// Without a slash at the end.
    pub(crate) base_url: String,
    /// Prefix of everything dynamic, with a slash at both ends.
    pub(crate) account: String,
    pub(crate) lead: String,
    pub(crate) search_examples: Vec<String>,
    /// Whether words that the search finds nothing for are counted.
    pub(crate) count_missing_words: bool,
    /// How one may log in and sign.
    pub(crate) e_ids: Vec<String>,
    pub(crate) switchboard: Contact,
    pub(crate) hours: Vec<String>,
    pub(crate) address: Vec<String>,
    pub(crate) links: Vec<site::KeyedLink>,
    pub(crate) menu: Vec<Link>,
    pub(crate) footer: Vec<Link>,
}

/// An area of the catalogue.
#[derive(Debug)]
pub(crate) struct Category {
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) examples: String,
    /// Where there is more to read about what is in it.
    pub(crate) more: Vec<Link>,
    pub(crate) body: Rendered,
    pub(crate) source: Source,
    pub(crate) body_at: usize,
}

/// An e-service or a blankett.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    pub(crate) slug: String,
    pub(crate) url: String,
    pub(crate) title: String,
    /// The leading part of the title that many share; may be blank.
    pub(crate) verb: String,
    /// The rest of the title.
    pub(crate) rest: String,
    pub(crate) summary: String,
    /// Index of the category.
    pub(crate) category: usize,
    pub(crate) keywords: Vec<String>,
    /// 1–9: which of several that answer a search comes first.
    pub(crate) priority: u8,
    pub(crate) login: Login,
    pub(crate) signers: u32,
    pub(crate) facts: Facts,
    pub(crate) handling: Handling,
    pub(crate) start: Start,
    /// What its paper form is made of, where one is printed.
    pub(crate) paper: Option<PaperForm>,
    /// Where there is more to read.
    pub(crate) more: Vec<Link>,
    /// Index of the paper alternative.
    pub(crate) blankett: Option<usize>,
    /// Indices of entries that belong together with this one.
    pub(crate) related: Vec<usize>,
    /// Old addresses that lead here.
    pub(crate) aliases: Vec<String>,
    pub(crate) form: Option<Form>,
    pub(crate) body: Rendered,
    pub(crate) source: Source,
    pub(crate) body_at: usize,
}

/// What a service page says in short.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) who: Option<String>,
    pub(crate) needs: Vec<String>,
    pub(crate) how: Vec<String>,
    pub(crate) fee: Option<String>,
    pub(crate) processing_time: Option<String>,
    pub(crate) minutes: Option<u32>,
    pub(crate) law: Option<String>,
}

/// Who handles the case, answers questions and answers for personal data.
#[derive(Debug)]
pub(crate) struct Handling {
    pub(crate) unit: String,
    /// The municipality or authority.
    pub(crate) handler: String,
    /// The board in it that decides, where it is said.
    pub(crate) authority: Option<String>,
    /// Whether that is the municipality itself.
    pub(crate) own: bool,
    pub(crate) contact: Contact,
    /// Whether the contact is the switchboard, because nobody nearer has a phone.
    pub(crate) by_switchboard: bool,
    pub(crate) personal_data: PersonalData,
    /// How a case reaches the unit; none where nothing is filled in here.
    pub(crate) delivery: Option<Delivery>,
}

/// How one begins: there is always a way.
#[derive(Debug)]
pub(crate) enum Start {
    /// Fill in the form here.
    Form,
    /// On another site.
    External(String),
    /// On paper: the page of the blankett, by index.
    Blankett(usize),
    /// Download the paper form.
    File {
        /// Where it is.
        url: String,
        /// Its size.
        bytes: usize,
    },
    /// Print the paper form that is made here.
    Print,
    /// Ask for it by phone.
    Phone,
}

/// What a paper form is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaperForm {
    /// The entry's own questions.
    Own,
    /// The questions of an e-service, by index.
    Of(usize),
    /// No questions: room for one's own words.
    General,
}

impl Entry {
    /// Where its paper form is.
    pub(crate) fn paper_url(&self) -> String {
        match self.kind {
            Kind::Service => format!("{}blankett.pdf", self.url),
            Kind::Blankett => format!("{}{}.pdf", self.url, self.slug),
        }
    }
}

/// One of the portal's own pages.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) url: String,
    /// The language of its text: `sv`, `en`.
    pub(crate) language: &'static str,
    /// The same page in another language: which, and where.
    pub(crate) translation: Option<(&'static str, String)>,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) updated: Option<jiff::civil::Date>,
    pub(crate) plain_contact: bool,
    /// Whether it is for those without e-ID.
    pub(crate) no_eid: bool,
    pub(crate) body: Rendered,
    pub(crate) source: Source,
    pub(crate) body_at: usize,
}
