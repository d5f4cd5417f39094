//! What a blankett says, from its heading to where it is sent.

use form_model::compiled::Login;
use form_model::form::{Form, Kind as FieldKind};
use pdf::{Blank, Block, Document, Room, Tick};
use theme::Theme;

use crate::blankett::about;
use crate::blankett::questions;
use crate::catalogue::Catalogue;
use crate::catalogue::entry::{Entry, Kind, PaperForm};

/// When the layout was made, 23 November 2026 in milliseconds: a file must have
/// a date, and a build has no clock.
const MADE: i64 = 1_795_392_000_000;
/// Lines for what somebody tells in their own words.
const OWN_WORDS: usize = 12;
/// The groups of a personnummer.
pub(super) const NUMBER: [usize; 2] = [8, 4];

/// What a blankett is written with.
pub(super) struct Writing<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) it: &'a Entry,
    /// Its questions; none for a general blankett.
    pub(super) form: Option<&'a Form>,
    pub(super) blocks: Vec<Block>,
    theme: &'a Theme,
}

/// The blankett of an entry; none when it has no paper.
pub(super) fn of(catalogue: &Catalogue, theme: &Theme, it: &Entry) -> Option<Document> {
    let form = match it.paper.as_ref()? {
        PaperForm::Own => it.form.as_ref(),
        PaperForm::Of(service) => catalogue.entries.get(*service)?.form.as_ref(),
        PaperForm::General => None,
    };
    let mut writing = Writing { catalogue, it, form, blocks: Vec::new(), theme };
    writing.beginning();
    writing.sender();
    match form {
        Some(form) => questions::write(&mut writing, form),
        None => writing.errand(),
    }
    writing.signatures();
    about::write(&mut writing);
    let subject = writing.say("subject", &[("title", &it.title)]);
    Some(Document {
        title: it.title.clone(),
        language: "sv-SE".to_owned(),
        subject,
        author: it.handling.handler.clone(),
        created: MADE,
        blocks: writing.blocks,
    })
}

impl Writing<'_> {
    /// A fixed phrase of the blankett.
    pub(super) fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.theme.text(&format!("blankett.{key}"), args)
    }

    /// A phrase that pages say too.
    pub(super) fn page_says(&self, key: &str) -> String {
        self.theme.text(key, &[])
    }

    pub(super) fn heading(&mut self, key: &str) {
        let heading = self.say(key, &[]);
        self.blocks.push(Block::Heading(2, heading));
    }

    pub(super) fn paragraph(&mut self, text: String) {
        self.blocks.push(Block::Paragraph(text));
    }

    /// A line to write on, with what it is for.
    pub(super) fn line(&self, key: &str) -> Blank {
        Blank { label: self.say(key, &[]), ..Blank::default() }
    }

    /// Boxes for a personnummer.
    pub(super) fn number(&self, key: &str, hint: &str) -> Blank {
        let room = Room::Boxes(NUMBER.to_vec());
        Blank { label: self.say(key, &[]), hint: hint.to_owned(), room, ..Blank::default() }
    }

    fn beginning(&mut self) {
        let it = self.it;
        self.blocks.push(Block::Heading(1, it.title.clone()));
        self.paragraph(it.summary.clone());
        if self.form.is_none() {
            self.paragraph(self.say("general", &[]));
        }
        let facts = [
            ("catalogue.fact_who", &it.facts.who),
            ("catalogue.fact_time", &it.facts.processing_time),
            ("catalogue.fact_fee", &it.facts.fee),
            ("catalogue.fact_law", &it.facts.law),
        ];
        let fact = |(key, value): (&str, &Option<String>)| {
            Some((self.page_says(key), vec![value.clone()?]))
        };
        let facts: Vec<_> = facts.into_iter().filter_map(fact).collect();
        self.blocks.push(Block::Facts(facts));
        self.heading("do");
        self.blocks.push(Block::List(self.course()));
        // What is written for the screen asks for an e-ID; paper does not.
        let needs = it.facts.needs.iter().filter(|it| !it.contains("e-legitimation"));
        let needs: Vec<String> = needs.cloned().collect();
        if !needs.is_empty() {
            self.blocks.push(Block::Heading(3, self.say("needs", &[])));
            self.blocks.push(Block::List(needs));
        }
        let phone = self.catalogue.site.switchboard.phone.as_str();
        self.paragraph(self.say("protected", &[("phone", phone)]));
    }

    /// The steps: the blankett's own, or the usual ones.
    fn course(&self) -> Vec<String> {
        let it = self.it;
        if it.kind == Kind::Blankett && !it.facts.how.is_empty() {
            return it.facts.how.clone();
        }
        let mut course = vec![self.say("do_fill", &[])];
        if let Some(form) = self.form {
            let any = |test: fn(&form_model::form::Field) -> bool| {
                form.fields().any(|(_, field)| test(field))
            };
            if any(|it| it.optional) {
                course.push(self.say("do_optional", &[]));
            }
            if any(|it| it.show_if.is_some()) {
                course.push(self.say("do_only_if", &[]));
            }
            if any(|it| it.kind == FieldKind::File) {
                course.push(self.say("do_attach", &[]));
            }
        }
        if self.is_signed() {
            course.push(match it.signers {
                0 | 1 => self.say("do_sign", &[]),
                2 => self.say("do_sign_both", &[]),
                count => self.say("do_sign_all", &[("count", &count.to_string())]),
            });
        }
        course.push(self.say("do_send", &[]));
        let phone = it.handling.contact.phone.as_str();
        let name = if it.handling.by_switchboard {
            self.catalogue.site.switchboard.name.as_str()
        } else {
            it.handling.contact.name.as_str()
        };
        course.push(self.say("do_help", &[("name", name), ("phone", phone)]));
        course
    }

    /// Whether somebody must say who they are. A form without login asks what it
    /// needs to know by itself.
    fn is_signed(&self) -> bool {
        self.it.kind == Kind::Blankett || self.it.login != Login::None
    }

    fn sender(&mut self) {
        if !self.is_signed() {
            return;
        }
        let asks = |kind: FieldKind| {
            let own = |it: &form_model::form::Field| it.kind == kind && it.reaches.is_none();
            self.form.is_some_and(|form| form.fields().any(|(_, it)| own(it)))
        };
        let (phone, email) = (!asks(FieldKind::Phone), !asks(FieldKind::Email));
        let key = if asks(FieldKind::Child) { "sender_child" } else { "sender" };
        let hint = self.say("number_hint", &[]);
        let mut rows = vec![
            vec![self.line("name")],
            vec![self.number("number", &hint)],
            vec![self.line("street")],
            vec![self.line("postcode"), self.line("town")],
        ];
        let reached: Vec<Blank> = [("phone", phone), ("email", email)]
            .into_iter()
            .filter(|(_, wanted)| *wanted)
            .map(|(key, _)| self.line(key))
            .collect();
        rows.push(reached);
        self.heading(key);
        self.blocks.extend(rows.into_iter().filter(|it| !it.is_empty()).map(Block::Blanks));
    }

    /// A general blankett: what the matter is, in the person's own words.
    fn errand(&mut self) {
        self.heading("errand");
        let it = self.it;
        let told: Vec<&str> = it.body.paragraphs().collect();
        if !told.is_empty() {
            self.blocks.push(Block::Heading(3, self.say("errand_about", &[])));
            self.blocks.extend(told.into_iter().map(|it| Block::Paragraph(it.to_owned())));
        }
        let room = Room::Lines(OWN_WORDS);
        self.blocks.push(Block::Blanks(vec![Blank { room, ..self.line("errand_text") }]));
        self.heading("attach");
        let room = Room::Lines(3);
        self.blocks.push(Block::Blanks(vec![Blank { room, ..self.line("attach_free") }]));
    }

    fn signatures(&mut self) {
        if !self.is_signed() {
            return;
        }
        self.heading("sign");
        let words = self.say("sign_text", &[]);
        self.paragraph(words);
        for number in 1..=self.it.signers.max(1) {
            if self.it.signers > 1 {
                let person = self.say("sign_person", &[("n", &number.to_string())]);
                self.blocks.push(Block::Heading(3, person));
            }
            let (place, name) = (self.line("sign_place"), self.line("sign_name"));
            self.blocks.push(Block::Blanks(vec![place, name]));
            let mut clear = vec![self.line("sign_clear")];
            if number > 1 {
                clear.push(self.line("phone"));
            }
            self.blocks.push(Block::Blanks(clear));
        }
    }
}

/// A box to tick with nothing under it.
pub(super) fn tick(label: String) -> Tick {
    Tick { label, hint: String::new() }
}
