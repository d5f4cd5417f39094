//! Ways through any published form: together they ask every text that it can ask.
//!
//! They are found by trying, from a fixed start, on the form alone; the stories
//! then fill them in at the real server.

use std::collections::BTreeSet;

use form_model::answers::{Answer, Answers};
use form_model::check::{asked, date_limits};
use form_model::form::{Field, Form, Kind, Step};
use form_model::journey::step_asked;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use tests::stand_ins::persons::{ALVA, BERTIL, CARL, CECILIA, DISA};

/// The day of every story.
const TODAY: Date = date(2026, 11, 23);
/// Ways that are tried before a text counts as one that nobody is asked.
const MOST_TRIES: usize = 2000;
/// Answers that are tried at a step before it leads on.
const THROWS: usize = 40;

/// Whom the applicant names, in the order that they are asked for.
const SIGNERS: [&str; 3] = [DISA, CECILIA, CARL];

/// What is filled in at one step.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    pub(super) step: String,
    /// Names and values, as a browser sends them.
    pub(super) values: Vec<(String, String)>,
    /// The questions that take a file, and its ending.
    pub(super) files: Vec<(String, &'static str)>,
}

/// One way from the first step to the review.
#[derive(Clone, Debug, Default)]
pub(super) struct Walk {
    pub(super) steps: Vec<Filled>,
    /// Ids of the texts that were asked, and what was written there.
    pub(super) texts: Vec<(String, String)>,
}

/// Whether somebody writes what they like there.
fn is_text(field: &Field) -> bool {
    matches!(field.kind, Kind::Text | Kind::LongText)
}

/// Ways that ask every text of the form; `text` writes them.
pub(super) fn walks(form: &Form, text: &dyn Fn(&Field) -> String) -> Vec<Walk> {
    let mut missing: BTreeSet<&str> =
        form.fields().filter(|(_, it)| is_text(it)).map(|(_, it)| it.id.as_str()).collect();
    let mut found = Vec::new();
    let mut dice = Dice(0x9e37_79b9);
    for _ in 0..MOST_TRIES {
        let Some(walk) = tried(form, &mut dice, text) else { continue };
        let before = missing.len();
        missing.retain(|id| !walk.texts.iter().any(|(it, _)| it == id));
        if missing.len() < before || found.is_empty() {
            found.push(walk);
        }
        if missing.is_empty() {
            return found;
        }
    }
    panic!("nobody is ever asked {missing:?}");
}

/// A way with whatever the dice choose; none where it leads elsewhere.
fn tried(form: &Form, dice: &mut Dice, text: &dyn Fn(&Field) -> String) -> Option<Walk> {
    let (mut answers, mut walk) = (Answers::default(), Walk::default());
    for step in &form.steps {
        if !step_asked(step, &answers) {
            continue;
        }
        let before = answers.clone();
        let on = (0..THROWS).find_map(|_| {
            answers = before.clone();
            let filled = filled(step, &mut answers, dice, text);
            (!step.exits.iter().any(|it| it.when.holds(&answers))).then_some(filled)
        });
        walk.steps.push(on?);
    }
    for (_, field) in form.fields().filter(|(_, it)| is_text(it)) {
        if answers.answer(&field.id).is_some() {
            walk.texts.push((field.id.clone(), answers.text(&field.id).to_owned()));
        }
    }
    Some(walk)
}

fn filled(
    step: &Step,
    answers: &mut Answers,
    dice: &mut Dice,
    text: &dyn Fn(&Field) -> String,
) -> Filled {
    let mut filled = Filled { step: step.id.clone(), values: Vec::new(), files: Vec::new() };
    for field in &step.fields {
        if !asked(field, answers) {
            continue;
        }
        let answer = match field.kind {
            Kind::File => {
                let format = if field.accept.iter().any(|it| it == "png") { "png" } else { "pdf" };
                filled.files.push((field.id.clone(), format));
                continue;
            }
            Kind::Choices => Answer::Many(several(field, dice)),
            Kind::Signer => {
                let earlier = filled.values.iter().filter(|it| SIGNERS.contains(&&*it.1)).count();
                Answer::Text(SIGNERS[earlier].to_owned())
            }
            _ => Answer::Text(value(field, dice, text)),
        };
        filled.values.extend(sent(field, &answer));
        answers.set(&field.id, answer);
    }
    filled
}

/// As a browser sends an answer.
fn sent(field: &Field, answer: &Answer) -> Vec<(String, String)> {
    let id = &field.id;
    match answer {
        Answer::Many(chosen) => chosen.iter().map(|it| (id.clone(), it.clone())).collect(),
        Answer::Text(day) if field.kind == Kind::Date => ["ar", "manad", "dag"]
            .iter()
            .zip(day.split('-'))
            .map(|(part, number)| (format!("{id}-{part}"), number.to_owned()))
            .collect(),
        Answer::Text(text) => vec![(id.clone(), text.clone())],
        Answer::Files(_) => Vec::new(),
    }
}

fn value(field: &Field, dice: &mut Dice, text: &dyn Fn(&Field) -> String) -> String {
    match field.kind {
        Kind::Text | Kind::LongText => text(field),
        Kind::Email => "kanarie@example.se".to_owned(),
        Kind::Phone => "070-174 06 05".to_owned(),
        Kind::Integer => {
            let (least, most) = (field.min.unwrap_or(0), field.max.unwrap_or(i64::MAX));
            let reach = [12, 200, 20_000][usize::try_from(dice.below(3)).expect("one of them")];
            (least + dice.below(reach)).min(most).to_string()
        }
        Kind::Date => day(field).to_string(),
        Kind::Choice | Kind::Select => one(field, dice),
        Kind::Confirm => "ja".to_owned(),
        Kind::IdentityNumber => ALVA.to_owned(),
        Kind::Child => BERTIL.to_owned(),
        Kind::Signer
        | Kind::Choices
        | Kind::File
        | Kind::Applicant
        | Kind::Guardian
        | Kind::Info => String::new(),
    }
}

/// The first day that is taken, or the last.
fn day(field: &Field) -> Date {
    let day = match date_limits(field, TODAY) {
        (Some(earliest), _) => earliest.checked_add(1.day()),
        (None, Some(latest)) => latest.checked_sub(1.day()),
        (None, None) => Ok(TODAY),
    };
    day.expect("a day")
}

fn one(field: &Field, dice: &mut Dice) -> String {
    let count = i64::try_from(field.choices.len()).expect("some");
    field.choices[usize::try_from(dice.below(count)).expect("one of them")].id.clone()
}

fn several(field: &Field, dice: &mut Dice) -> Vec<String> {
    if field.optional && dice.below(2) == 0 {
        return Vec::new();
    }
    let (least, most) = (field.min.unwrap_or(1), field.max.unwrap_or(i64::MAX));
    let all = i64::try_from(field.choices.len()).expect("some").min(most);
    let wanted = usize::try_from(least.max(1 + dice.below(all))).expect("a number");
    let mut chosen = BTreeSet::new();
    while chosen.len() < wanted {
        chosen.insert(one(field, dice));
    }
    chosen.into_iter().collect()
}

/// The same numbers each time.
struct Dice(u64);

impl Dice {
    /// A number from 0, less than this.
    fn below(&mut self, most: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 % u64::try_from(most.max(1)).expect("more than none")).expect("small")
    }
}
