//! When a question is asked, in words for somebody with a pen: ”Om du svarade Ja”.

use std::collections::BTreeMap;

use form_model::condition::{Condition, Test};
use form_model::form::{Form, Kind};

use crate::blankett::document::Writing;

/// The questions that conditions refer to.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) form: &'a Form,
    /// The number of each question on the paper.
    pub(super) numbers: &'a BTreeMap<&'a str, usize>,
}

impl Asked<'_> {
    /// A condition as the end of a sentence that begins with ”om”. Right after the
    /// question it looks at, `before` the field with this id, the number is left out.
    pub(super) fn words(
        &self,
        writing: &Writing<'_>,
        condition: &Condition,
        before: Option<&str>,
    ) -> String {
        let all = |them: &[Condition], join: &str| {
            let words: Vec<String> =
                them.iter().map(|it| self.words(writing, it, before)).collect();
            words.join(&writing.say(join, &[]))
        };
        match condition {
            Condition::All(them) => all(them, "if.and"),
            Condition::Any(them) => all(them, "if.or"),
            Condition::Not(it) => match it.as_ref() {
                Condition::Field(field, Test::Is(value)) => {
                    self.answered(writing, (field, &[value.as_str()]), Said::Not)
                }
                Condition::Field(field, Test::OneOf(values)) => {
                    let values: Vec<&str> = values.iter().map(String::as_str).collect();
                    self.answered(writing, (field, &values), Said::Not)
                }
                other => {
                    let condition = self.words(writing, other, before);
                    writing.say("if.not", &[("condition", &condition)])
                }
            },
            Condition::Field(field, test) => match test {
                Test::Is(value) => {
                    let said = self.said(field, before);
                    self.answered(writing, (field, &[value.as_str()]), said)
                }
                Test::OneOf(values) => {
                    let values: Vec<&str> = values.iter().map(String::as_str).collect();
                    self.answered(writing, (field, &values), self.said(field, before))
                }
                Test::Between(min, max) => self.between(writing, field, (*min, *max)),
            },
        }
    }

    /// Whether the question stands right before the one that is asked.
    fn said(&self, field: &str, before: Option<&str>) -> Said {
        let number = |id: &str| self.numbers.get(id).copied();
        let next = before.and_then(number);
        let last = number(field).is_some_and(|it| next == Some(it + 1));
        if last { Said::Last } else { Said::Earlier }
    }

    fn answered(
        &self,
        writing: &Writing<'_>,
        (field, values): (&str, &[&str]),
        said: Said,
    ) -> String {
        let number = self.number(field);
        let Some(field) = self.form.field(field) else { return String::new() };
        let label = |value: &&str| {
            let label = field.choice_label(value).unwrap_or(value);
            writing.say("if.answer", &[("answer", label)])
        };
        let answers: Vec<String> = values.iter().map(label).collect();
        let answers = answers.join(&writing.say("if.or", &[]));
        let key = match (field.kind, said) {
            (Kind::Confirm, Said::Not) => "if.not_confirmed",
            (Kind::Confirm, _) => "if.confirmed",
            (Kind::Choices, Said::Not) => "if.not_ticked",
            (Kind::Choices, Said::Last) => "if.ticked_last",
            (Kind::Choices, Said::Earlier) => "if.ticked",
            (_, Said::Not) => "if.not_answered",
            (_, Said::Last) => "if.answered_last",
            (_, Said::Earlier) => "if.answered",
        };
        writing.say(key, &[("answers", &answers), ("n", &number)])
    }

    fn between(
        &self,
        writing: &Writing<'_>,
        field: &str,
        (min, max): (Option<i64>, Option<i64>),
    ) -> String {
        let number = self.number(field);
        let text = |it: Option<i64>| it.map(|it| it.to_string()).unwrap_or_default();
        let (least, most) = (text(min), text(max));
        let key = match (min, max) {
            (Some(_), Some(_)) => "if.between",
            (None, _) => "if.at_most",
            (_, None) => "if.at_least",
        };
        writing.say(key, &[("n", &number), ("min", &least), ("max", &most)])
    }

    fn number(&self, field: &str) -> String {
        self.numbers.get(field).map(usize::to_string).unwrap_or_default()
    }
}

/// How an answer is spoken of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    /// With the number of its question.
    Earlier,
    /// Right after its question.
    Last,
    /// As what was not answered.
    Not,
}
