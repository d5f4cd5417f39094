//! Questions in the making.

/// A step of the form.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) questions: Vec<Question>,
    pub(super) exits: Vec<Exit>,
}

/// A question there; one or more fields here.
#[derive(Debug, Default)]
pub(super) struct Question {
    /// Its number in the system that it comes from.
    pub(super) number: Option<String>,
    pub(super) name: String,
    /// Whether it is shown before a rule says so.
    pub(super) hidden: bool,
    pub(super) fields: Vec<Asked>,
    /// The alternatives that rules name: their number there, their id here.
    pub(super) alternatives: Vec<(String, String)>,
    pub(super) rules: Vec<Rule>,
    /// The text of a question that ends the journey.
    pub(super) stop: Option<Vec<String>>,
}

/// An early end.
#[derive(Debug)]
pub(super) struct Exit {
    /// As TOML.
    pub(super) when: String,
    pub(super) title: String,
    pub(super) text: Vec<String>,
}

/// A field of the form.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    pub(super) optional: bool,
    /// As TOML.
    pub(super) show_if: Option<String>,
    /// Id and label.
    pub(super) choices: Vec<(String, String)>,
    /// Other keys with numbers: `max_length`.
    pub(super) numbers: Vec<(&'static str, i64)>,
    /// Other keys with words: `named_by`.
    pub(super) texts: Vec<(&'static str, String)>,
    /// Other keys with lists: `accept`.
    pub(super) lists: Vec<(&'static str, Vec<String>)>,
    /// Other keys that are true.
    pub(super) flags: Vec<&'static str>,
    /// What a person has to decide; the check stops there.
    pub(super) imported: Option<String>,
}

/// When other questions are shown.
#[derive(Debug)]
pub(super) struct Rule {
    /// `VISIBLE`, `VISIBLE_REQUIRED` or `HIDDEN`; something else when it is not known.
    pub(super) state: String,
    /// Whether all alternatives must be chosen.
    pub(super) all: bool,
    /// Numbers of the alternatives.
    pub(super) alternatives: Vec<String>,
    /// Whether writing an alternative of one's own counts, too.
    pub(super) own_words: bool,
    /// Numbers of the questions.
    pub(super) targets: Vec<String>,
}

/// The number of the alternative that one writes oneself.
pub(super) const OWN_WORDS: &str = "?";

impl Question {
    /// Whether it has a field that is more than a text to read.
    pub(super) fn asks(&self) -> bool {
        self.fields.iter().any(|it| it.kind != "info" || it.imported.is_some())
    }
}

impl Asked {
    /// A field of a kind.
    pub(super) fn new(id: String, kind: &'static str, label: &str) -> Self {
        let label = if label.trim().is_empty() { "Fråga" } else { label.trim() };
        Self { id, kind, label: label.to_owned(), ..Self::default() }
    }

    /// The same, for a person to decide about.
    pub(super) fn left(mut self, why: impl Into<String>) -> Self {
        let why = why.into();
        self.imported = Some(match self.imported {
            Some(before) => format!("{before}; {why}"),
            None => why,
        });
        self
    }
}
