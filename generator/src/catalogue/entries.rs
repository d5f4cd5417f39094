//! E-services and blanketter, from header to noun: every name resolved, every contradiction noted.

use form_model::compiled::{Login, PersonalData};

use crate::catalogue::entry::{Entry, Facts, Handling, Site, Start};
use crate::catalogue::handlers::{Unit, Units};
use crate::catalogue::links::SERVICE_ANCHORS;
use crate::catalogue::names::Names;
use crate::catalogue::paper::Wish;
use crate::catalogue::{alphabet, contact, form, pages, paper};
use crate::content::document::Document;
use crate::content::service::{Kind, ServiceFolder, ServiceHeader};
use crate::content::source::{Key, Source};
use crate::diagnostic::Mistakes;
use crate::diagnostic::mistake::catalogue::CatalogueMistake;
use crate::diagnostic::mistake::content::ContentMistake;

/// How much an entry weighs in a search when its header does not say.
const PRIORITY: u8 = 5;
/// What it may say.
const PRIORITIES: std::ops::RangeInclusive<u8> = 1..=9;

/// What is needed to resolve an entry.
pub(super) struct Resolving<'a> {
    pub(super) site: &'a Site,
    pub(super) units: &'a Units<'a>,
    pub(super) names: &'a Names,
    pub(super) mistakes: &'a mut Mistakes,
}

impl Resolving<'_> {
    /// All entries, in the order given: indices are those that [`Names`] knows.
    pub(super) fn all(mut self, folders: Vec<ServiceFolder>) -> Vec<Entry> {
        let kinds: Vec<Kind> = folders.iter().map(|it| it.kind).collect();
        let wishes: Vec<Wish> = folders.iter().map(|it| self.wish(it, &kinds)).collect();
        let mut entries: Vec<Entry> =
            folders.into_iter().map(|it| self.entry(it, &kinds)).collect();
        paper::decide(&mut entries, &wishes);
        entries
    }

    fn entry(&mut self, folder: ServiceFolder, kinds: &[Kind]) -> Entry {
        self.check_texts(&folder);
        self.check_keys(&folder);
        let body = pages::rendered(&folder.document, &SERVICE_ANCHORS, self.mistakes);
        let category = self.category(&folder);
        let related = self.related(&folder);
        let blankett = self.blankett(&folder, kinds);
        let (handling, elsewhere) = self.handling(&folder);
        let start = self.start(&folder, blankett, elsewhere);
        let login = folder.document.header.login.unwrap_or(Login::None);
        if let Some(it) = &folder.form {
            // On paper everybody says who they are, so anything may be asked, and all sign by hand.
            let (login, signers) = match folder.kind {
                Kind::Blankett => (Login::Required, None),
                Kind::Service => (login, Some(folder.document.header.signers)),
            };
            form::check(it, (login, signers), self.mistakes);
        }
        let ServiceFolder { kind, slug, document, form, .. } = folder;
        let Document { source, header: it, body: body_at } = document;
        Entry {
            url: kind.url(&slug),
            rest: alphabet::rest(&it.title, &it.verb).to_owned(),
            facts: Facts {
                who: it.who,
                needs: it.needs,
                how: it.how,
                fee: it.fee,
                processing_time: it.processing_time,
                minutes: it.minutes,
                law: it.law,
            },
            form: form.map(|it| it.form),
            title: it.title,
            verb: it.verb,
            summary: it.summary,
            keywords: it.keywords,
            priority: it.priority.unwrap_or(PRIORITY),
            signers: it.signers,
            kind,
            slug,
            category,
            login,
            handling,
            start,
            paper: None,
            more: it.more,
            aliases: it.aliases,
            blankett,
            related,
            body,
            source,
            body_at,
        }
    }

    fn check_texts(&mut self, folder: &ServiceFolder) {
        let Document { source, header: it, .. } = &folder.document;
        pages::filled(source, "title", &it.title, self.mistakes);
        pages::filled(source, "summary", &it.summary, self.mistakes);
        let optional = [
            ("who", &it.who),
            ("fee", &it.fee),
            ("processing_time", &it.processing_time),
            ("law", &it.law),
        ];
        for (key, text) in optional {
            if let Some(text) = text {
                pages::filled(source, key, text, self.mistakes);
            }
        }
        pages::more(source, &it.more, self.mistakes);
        let fits = it.title.strip_prefix(&it.verb).is_some_and(|rest| {
            it.verb.is_empty() || (rest.starts_with(' ') && !rest.trim().is_empty())
        });
        if !fits {
            let mistake = CatalogueMistake::Verb { verb: it.verb.clone() };
            self.mistakes.add(source.at_key("verb"), mistake);
        }
    }

    fn check_keys(&mut self, folder: &ServiceFolder) {
        let Document { source, header: it, .. } = &folder.document;
        let has_form = folder.form.is_some();
        let paper = folder.kind == Kind::Blankett;
        let mut refuse = |wrong: bool, key, other, help| {
            if wrong {
                let mistake = CatalogueMistake::Contradiction { key, other, help };
                self.mistakes.add(source.at_key(key), mistake);
            }
        };
        let remove = "remove the key";
        refuse(paper && it.login.is_some(), "login", "a blankett", remove);
        refuse(paper && it.blankett.is_some(), "blankett", "a blankett", remove);
        refuse(paper && it.delivery.is_some(), "delivery", "a blankett", remove);
        refuse(!paper && it.file.is_some(), "file", "an e-tjänst", "make a blankett of the file");
        refuse(!paper && it.service.is_some(), "service", "an e-tjänst", remove);
        refuse(!paper && it.print.is_some(), "print", "an e-tjänst", remove);
        let two = "remove one of the two: the paper form is either uploaded or made here";
        refuse(paper && it.file.is_some() && has_form, "file", "form.toml", two);
        refuse(it.file.is_some() && it.service.is_some(), "file", "service", two);
        let named = if paper { format!("{}.pdf", folder.slug) } else { "blankett.pdf".to_owned() };
        let beside = it.file.is_none() && folder.files.iter().any(|it| it.name == named);
        let help = "write its name in `file`, or rename it: the paper form that is made here has that name";
        refuse(beside, "title", "a PDF with the name of the paper form", help);
        refuse(
            it.external.is_some() && has_form,
            "external",
            "form.toml",
            "remove one of the two: a service is either here or elsewhere",
        );
        if it.signers == 0 {
            let rule = "must be 1 or more";
            self.mistakes
                .add(source.at_key("signers"), CatalogueMistake::Range { key: "signers", rule });
        }
        if it.priority.is_some_and(|it| !PRIORITIES.contains(&it)) {
            let rule = "must be from 1 to 9";
            self.mistakes
                .add(source.at_key("priority"), CatalogueMistake::Range { key: "priority", rule });
        }
        if !paper && it.login.is_none() {
            let key = "login".to_owned();
            let value = "\"required\"`, `\"optional\"` or `\"none\"";
            let mistake = ContentMistake::MissingField { key, value };
            self.mistakes.add(source.header_range(0..0), mistake);
        }
    }

    fn category(&mut self, folder: &ServiceFolder) -> usize {
        let Document { source, header, .. } = &folder.document;
        let found = self.names.category(&header.category);
        found.map(Option::unwrap_or_default).unwrap_or_else(|mistake| {
            self.mistakes.add(source.at_key("category"), mistake);
            0
        })
    }

    fn related(&mut self, folder: &ServiceFolder) -> Vec<usize> {
        let Document { source, header, .. } = &folder.document;
        let mut related = Vec::new();
        for (index, slug) in header.related.iter().enumerate() {
            let place = || source.at(&[Key::Name("related"), Key::Index(index)]);
            match self.names.entry(slug) {
                Ok(_) if *slug == folder.slug => {
                    let help = "name other services only";
                    let other = "the service itself";
                    let mistake = CatalogueMistake::Contradiction { key: "related", other, help };
                    self.mistakes.add(place(), mistake);
                }
                Ok(found) => related.extend(found),
                Err(mistake) => self.mistakes.add(place(), mistake),
            }
        }
        related
    }

    fn blankett(&mut self, folder: &ServiceFolder, kinds: &[Kind]) -> Option<usize> {
        let Document { source, header, .. } = &folder.document;
        let found = match self.names.entry(header.blankett.as_deref()?) {
            Ok(found) => found?,
            Err(mistake) => {
                self.mistakes.add(source.at_key("blankett"), mistake);
                return None;
            }
        };
        if kinds[found] == Kind::Blankett {
            return Some(found);
        }
        let help = "name a folder in `blanketter`";
        let mistake =
            CatalogueMistake::Contradiction { key: "blankett", other: "an e-tjänst", help };
        self.mistakes.add(source.at_key("blankett"), mistake);
        None
    }

    /// What a blankett says about its paper form.
    fn wish(&mut self, folder: &ServiceFolder, kinds: &[Kind]) -> Wish {
        let Document { source, header, .. } = &folder.document;
        let print = header.print.unwrap_or(true);
        let Some(slug) = &header.service else { return Wish { service: None, print } };
        let found = match self.names.entry(slug) {
            Ok(found) => found,
            Err(mistake) => {
                self.mistakes.add(source.at_key("service"), mistake);
                None
            }
        };
        // An e-service that could not be read is not found, and nothing more is said of it.
        let service = found.filter(|it| kinds[*it] == Kind::Service);
        if found.is_some() && service.is_none() && folder.kind == Kind::Blankett {
            let help = "name a folder in `e-tjanster`";
            let mistake =
                CatalogueMistake::Contradiction { key: "service", other: "a blankett", help };
            self.mistakes.add(source.at_key("service"), mistake);
        }
        Wish { service, print }
    }

    /// Who handles the case, and where that authority has its e-services if they are elsewhere.
    fn handling(&mut self, folder: &ServiceFolder) -> (Handling, Option<String>) {
        let Document { source, header, .. } = &folder.document;
        self.check_contact(&folder.document);
        match self.units.unit(&header.unit) {
            Ok(None) => (self.handled_by_nobody(), None),
            Ok(Some(unit)) => {
                let personal_data = unit.personal_data(header.personal_data.as_ref());
                if personal_data.is_none() {
                    let mistake = CatalogueMistake::PersonalData { unit: unit.key.to_owned() };
                    self.mistakes.add(source.at_key("unit"), mistake);
                }
                let delivery = unit.delivery(header.delivery);
                if delivery.is_none() && folder.form.is_some() {
                    let mistake = CatalogueMistake::NoDelivery { unit: unit.key.to_owned() };
                    self.mistakes.add(source.at_key("unit"), mistake);
                }
                let elsewhere = unit.elsewhere().map(str::to_owned);
                let handling = self.handled_by(unit, header, personal_data);
                let delivery = delivery.filter(|_| folder.form.is_some());
                (Handling { delivery, ..handling }, elsewhere)
            }
            Err(mistake) => {
                self.mistakes.add(source.at_key("unit"), mistake);
                (self.handled_by_nobody(), None)
            }
        }
    }

    fn handled_by(
        &self,
        unit: &Unit<'_>,
        header: &ServiceHeader,
        personal_data: Option<PersonalData>,
    ) -> Handling {
        let switchboard = &self.site.switchboard;
        let given = header.contact.as_ref();
        let (contact, by_switchboard) =
            contact::resolve(given, &unit.text.contact, &unit.text.name, switchboard);
        Handling {
            unit: unit.text.name.clone(),
            handler: unit.handler_name(),
            authority: unit.handler.authority.clone(),
            own: unit.handler.own,
            contact,
            by_switchboard,
            personal_data: personal_data.unwrap_or_else(unsaid),
            delivery: None,
        }
    }

    /// Stands in for an unknown unit, so that the other checks can go on; nothing is published.
    fn handled_by_nobody(&self) -> Handling {
        Handling {
            unit: String::new(),
            handler: self.site.municipality.clone(),
            authority: None,
            own: true,
            contact: self.site.switchboard.clone(),
            by_switchboard: true,
            personal_data: unsaid(),
            delivery: None,
        }
    }

    fn check_contact(&mut self, document: &Document<ServiceHeader>) {
        let Some(given) = &document.header.contact else { return };
        let phone = given.phone.as_deref().and_then(contact::phone_mistake);
        let email = given.email.as_deref().and_then(contact::email_mistake);
        for (key, found) in [("phone", phone), ("email", email)] {
            if let Some(mistake) = found {
                let place = document.source.at(&["contact".into(), Key::Name(key)]);
                self.mistakes.add(place, mistake);
            }
        }
    }

    fn start(
        &mut self,
        folder: &ServiceFolder,
        blankett: Option<usize>,
        elsewhere: Option<String>,
    ) -> Start {
        let Document { source, header, .. } = &folder.document;
        if folder.form.is_some() && folder.kind == Kind::Service {
            return Start::Form;
        }
        if let Some(url) = &header.external {
            if let Some(mistake) = contact::url_mistake(url) {
                self.mistakes.add(source.at_key("external"), mistake);
            }
            return Start::External(url.clone());
        }
        if let Some(name) = &header.file {
            return self.file(folder, source, name);
        }
        match (elsewhere, blankett) {
            (Some(url), _) => Start::External(url),
            (None, Some(index)) => Start::Blankett(index),
            (None, None) => Start::Phone,
        }
    }

    fn file(&mut self, folder: &ServiceFolder, source: &Source, name: &str) -> Start {
        let Some(file) = folder.files.iter().find(|it| it.name == name) else {
            let mistake = CatalogueMistake::NoFile { file: name.to_owned() };
            self.mistakes.add(source.at_key("file"), mistake);
            return Start::Phone;
        };
        Start::File {
            url: format!("{}{name}", folder.kind.url(&folder.slug)),
            bytes: file.bytes.len(),
        }
    }
}

fn unsaid() -> PersonalData {
    PersonalData {
        controller: String::new(),
        purpose: String::new(),
        legal_basis: String::new(),
        storage: String::new(),
        recipients: Vec::new(),
        url: String::new(),
        officer: None,
    }
}
