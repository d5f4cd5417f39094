//! The questions of a form on paper: each with a number and the room its answer needs.

use std::collections::BTreeMap;

use form_model::form::{Field, Form, Kind, Reaches, Step};
use pdf::{Blank, Block, Room, Tick};

use crate::blankett::condition::Asked;
use crate::blankett::document::{NUMBER, Writing, tick};

/// Alternatives up to this number are ticked; of more, one is written.
const MOST_TICKS: usize = 24;
/// Letters on a line, written by hand.
const LETTERS: usize = 80;
/// The fewest and most lines for a long answer; more is written on a paper of one's own.
const LONG: (usize, usize) = (4, 10);
/// A one-line answer of at most so many letters shares its row with another.
const SHORT: usize = 40;

/// Writes every step, and what is to be enclosed.
pub(super) fn write(writing: &mut Writing<'_>, form: &Form) {
    let numbers = numbers(form);
    let mut questions = Questions { asked: Asked { form, numbers: &numbers }, writing };
    for step in form.steps.iter().filter(|it| it.fields.iter().any(is_printed)) {
        questions.step(step);
    }
    questions.attachments(form);
}

/// The number of each question. What the register says is among the sender's fields instead.
fn numbers(form: &Form) -> BTreeMap<&str, usize> {
    let asked =
        form.fields().map(|(_, it)| it).filter(|it| is_printed(it) && it.kind != Kind::Info);
    asked.zip(1..).map(|(it, number)| (it.id.as_str(), number)).collect()
}

fn is_printed(field: &Field) -> bool {
    field.kind != Kind::Applicant
}

struct Questions<'q, 'w, 'a> {
    asked: Asked<'q>,
    writing: &'w mut Writing<'a>,
}

impl Questions<'_, '_, '_> {
    fn step(&mut self, step: &Step) {
        self.writing.blocks.push(Block::Heading(2, step.title.clone()));
        if let Some(condition) = &step.show_if {
            let condition = self.asked.words(self.writing, condition, None);
            let words = self.writing.say("if.step", &[("condition", &condition)]);
            self.writing.paragraph(words);
        }
        self.writing.blocks.extend(step.intro.clone().map(Block::Paragraph));
        let mut row: Vec<Blank> = Vec::new();
        for field in step.fields.iter().filter(|it| is_printed(it)) {
            // Two short ones in a row share it; what is asked only sometimes stands alone.
            let short = is_short(field) && field.show_if.is_none();
            if !short || row.len() == 2 {
                self.end(&mut row);
            }
            if short {
                row.push(self.question(field));
            } else {
                self.field(field);
            }
        }
        self.end(&mut row);
        for exit in &step.exits {
            let condition = self.asked.words(self.writing, &exit.when, None);
            let title = exit.title.trim_end_matches('.');
            let args = [("condition", condition.as_str()), ("title", title)];
            let words = self.writing.say("if.exit", &args);
            self.writing.paragraph(format!("{words} {}", exit.text.join(" ")));
        }
    }

    fn end(&mut self, row: &mut Vec<Blank>) {
        if !row.is_empty() {
            self.writing.blocks.push(Block::Blanks(std::mem::take(row)));
        }
    }

    fn field(&mut self, field: &Field) {
        match field.kind {
            Kind::Info => {
                let words = self.only_if(field);
                self.writing.blocks.extend((!words.is_empty()).then_some(Block::Paragraph(words)));
                let text = field.text.iter().cloned().map(Block::Paragraph);
                self.writing.blocks.extend(text);
            }
            Kind::Child => self.person(field, ("child_name", "child_number")),
            Kind::Guardian => self.person(field, ("other_name", "other_number")),
            _ => {
                let blank = self.question(field);
                self.writing.blocks.push(Block::Blanks(vec![blank]));
            }
        }
    }

    /// Somebody whom the register would have named.
    fn person(&mut self, field: &Field, (name, number): (&str, &str)) {
        let only_if = self.only_if(field);
        let hint = self.writing.say(name, &[]);
        let label = self.label(field);
        let named = Blank { only_if, label, hint, room: Room::Lines(1) };
        let number = self.writing.number(number, "");
        self.writing.blocks.extend([Block::Blanks(vec![named]), Block::Blanks(vec![number])]);
    }

    /// A question with its room.
    fn question(&mut self, field: &Field) -> Blank {
        let (only_if, mut label) = (self.only_if(field), self.label(field));
        let mut hints: Vec<String> = field.hint.iter().cloned().collect();
        let say = |key: &str| self.writing.say(key, &[]);
        let room = match field.kind {
            Kind::LongText => Room::Lines((field.longest() / LETTERS).clamp(LONG.0, LONG.1)),
            Kind::Text => {
                Room::Lines(field.max_length.map_or(1, |it| it.div_ceil(LETTERS)).clamp(1, 3))
            }
            Kind::Date => {
                hints.push(say("date_hint"));
                Room::Boxes(vec![4, 2, 2])
            }
            Kind::IdentityNumber => Room::Boxes(NUMBER.to_vec()),
            Kind::Integer => {
                if let Some(unit) = &field.unit {
                    let args = [("label", label.as_str()), ("unit", unit)];
                    label = self.writing.say("unit", &args);
                }
                Room::Lines(1)
            }
            Kind::Choice | Kind::Select if field.choices.len() > MOST_TICKS => {
                let list: Vec<&str> = field.choices.iter().map(|it| it.label.as_str()).collect();
                hints.push(self.writing.say("one_of", &[("list", &list.join(", "))]));
                Room::Lines(1)
            }
            Kind::Choice | Kind::Select | Kind::Choices => {
                let key = if field.kind == Kind::Choices { "several" } else { "one" };
                hints.push(say(key));
                Room::Ticks(field.choices.iter().map(choice).collect())
            }
            Kind::Confirm => {
                let sentence = Room::Ticks(vec![tick(std::mem::take(&mut label))]);
                return Blank { only_if, label, hint: hints.join(" "), room: sentence };
            }
            Kind::File => {
                hints = vec![say("do_attach")];
                Room::Lines(0)
            }
            _ => Room::Lines(1),
        };
        if field.reaches == Some(Reaches::Guardian) {
            hints = vec![say("reaches")];
        }
        Blank { only_if, label, hint: hints.join(" "), room }
    }

    fn label(&self, field: &Field) -> String {
        let label = if field.optional {
            self.writing.say("optional", &[("label", &field.label)])
        } else {
            field.label.clone()
        };
        let number = self.asked.numbers.get(field.id.as_str()).map(usize::to_string);
        let Some(number) = number else { return label };
        self.writing.say("question", &[("n", &number), ("label", &label)])
    }

    fn only_if(&self, field: &Field) -> String {
        let Some(condition) = &field.show_if else { return String::new() };
        let condition = self.asked.words(self.writing, condition, Some(&field.id));
        self.writing.say("if.begins", &[("condition", &condition)])
    }

    fn attachments(&mut self, form: &Form) {
        let files = form.fields().map(|(_, it)| it).filter(|it| it.kind == Kind::File);
        let ticks: Vec<Tick> = files
            .map(|field| {
                let number = self.asked.numbers.get(field.id.as_str()).copied().unwrap_or_default();
                let args = [("n", number.to_string()), ("label", field.label.clone())];
                let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
                tick(self.writing.say("attach_item", &args))
            })
            .collect();
        if ticks.is_empty() {
            return;
        }
        self.writing.heading("attach");
        let hint = self.writing.say("attach_lead", &[]);
        let room = Room::Ticks(ticks);
        self.writing.blocks.push(Block::Blanks(vec![Blank { hint, room, ..Blank::default() }]));
    }
}

fn choice(it: &form_model::form::Choice) -> Tick {
    Tick { label: it.label.clone(), hint: it.hint.clone().unwrap_or_default() }
}

fn is_short(field: &Field) -> bool {
    match field.kind {
        Kind::Integer | Kind::Date | Kind::Phone | Kind::Email => true,
        Kind::Text => field.max_length.is_some_and(|it| it <= SHORT),
        _ => false,
    }
}
