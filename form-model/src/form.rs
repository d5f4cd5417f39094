//! The nouns: a form has steps, a step has fields, a field is of one kind.

use serde::{Deserialize, Serialize};

use crate::condition::Condition;

/// Days that an unsent draft is kept when the form does not say.
pub const KEEP_DAYS: u32 = 60;
/// Days that the parties have to sign when the form does not say.
pub const SIGN_DAYS: u32 = 30;
/// Characters in a long text when the field does not say.
pub const MAX_LONG_TEXT: usize = 2000;
/// Characters in a one-line answer when the field does not say.
pub const MAX_TEXT: usize = 200;
/// Files in one answer when the field does not say.
pub const MAX_FILES: u32 = 3;
/// The largest attachment; a photo from a phone fits, a video does not.
pub const MAX_FILE_BYTES: u64 = 10 * 1024 * 1024;

/// A form as `form.toml` gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Whether each party signs with e-ID before the case is received.
    #[serde(default)]
    pub signing: Signing,
    /// Whether the case can be followed on Mina sidor.
    #[serde(default)]
    pub followed: bool,
    /// Days that an unsent draft is kept after it was last saved.
    #[serde(default = "keep_days")]
    pub keep_days: u32,
    /// Days that the other parties have to sign, 1 to 365.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_days: Option<u32>,
    /// What happens after sending: one paragraph each.
    #[serde(default)]
    pub next: Vec<String>,
    /// The steps, in order. At least one.
    pub steps: Vec<Step>,
}

/// Whether a form is signed with e-ID.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signing {
    /// Sending is enough.
    #[default]
    None,
    /// Each party signs with e-ID.
    Required,
}

/// A page of the form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Unique in the form; part of the address.
    pub id: String,
    /// The heading.
    pub title: String,
    /// One sentence under the heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intro: Option<String>,
    /// The step is asked only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// The questions, in order.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Ends of the road, looked at when the step's answers are accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exits: Vec<Exit>,
}

/// An early end: the person does not qualify, or should turn elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exit {
    /// When the journey ends here.
    #[serde(rename = "if")]
    pub when: Condition,
    /// The heading of the page.
    pub title: String,
    /// Why, and what to do instead: one paragraph each.
    pub text: Vec<String>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Unique in the form: `[a-z][a-z0-9-]*`.
    pub id: String,
    /// What sort of answer is expected.
    pub kind: Kind,
    /// The question.
    pub label: String,
    /// Help between the question and the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// May be left blank.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Asked only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// The alternatives of `choice`, `choices` and `select`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Smallest `integer`, or fewest `choices`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Largest `integer`, or most `choices`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// Word after the number: "kr", "personer".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Fewest characters of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<usize>,
    /// Most characters of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
    /// Earliest date: `today` or `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Latest date: `today` or `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Earliest date, in days from today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_days_ahead: Option<i64>,
    /// Latest date, in days from today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_days_ahead: Option<i64>,
    /// File name endings, lower case without the dot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<String>,
    /// Most files in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_files: Option<u32>,
    /// Paragraphs of an `info` field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<String>,
    /// The `autocomplete` attribute, where the kind does not give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autocomplete: Option<String>,
    /// Guardian only: whoever is registered at the applicant's address need not sign.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waive_same_address: bool,
    /// Signer only: the `text` field, by id, where their name is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named_by: Option<String>,
    /// Whom the address is to: somebody who will be asked to sign is told so there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaches: Option<Reaches>,
}

/// Somebody else whom an `email` or a `phone` reaches: `guardian`, or the id of
/// a field of kind `signer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Reaches {
    /// The child's other guardian.
    Guardian,
    /// The person that this field names.
    Signer(String),
}

const GUARDIAN: &str = "guardian";

impl From<String> for Reaches {
    fn from(word: String) -> Self {
        if word == GUARDIAN { Self::Guardian } else { Self::Signer(word) }
    }
}

impl From<Reaches> for String {
    fn from(it: Reaches) -> Self {
        match it {
            Reaches::Guardian => GUARDIAN.to_owned(),
            Reaches::Signer(field) => field,
        }
    }
}

/// One alternative of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is stored.
    pub id: String,
    /// What is read.
    pub label: String,
    /// A line under the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// What sort of answer a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A whole number.
    Integer,
    /// A day, written as three numbers.
    Date,
    /// One of a few alternatives, all seen at once.
    Choice,
    /// Several of some alternatives.
    Choices,
    /// One of many alternatives, in a list.
    Select,
    /// A sentence that must be agreed to.
    Confirm,
    /// Attached files.
    File,
    /// A personnummer or samordningsnummer written by hand.
    IdentityNumber,
    /// The person who is logged in, as the register says; locked.
    Applicant,
    /// One of the children that the person has custody of.
    Child,
    /// The child's other guardians, who must sign too; locked.
    Guardian,
    /// The personnummer of somebody whom the applicant names, and who must sign too.
    Signer,
    /// A text to read.
    Info,
}

impl Kind {
    /// The word in `form.toml`, and the name of the kind's macro in the theme.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::LongText => "long_text",
            Kind::Email => "email",
            Kind::Phone => "phone",
            Kind::Integer => "integer",
            Kind::Date => "date",
            Kind::Choice => "choice",
            Kind::Choices => "choices",
            Kind::Select => "select",
            Kind::Confirm => "confirm",
            Kind::File => "file",
            Kind::IdentityNumber => "identity_number",
            Kind::Applicant => "applicant",
            Kind::Child => "child",
            Kind::Guardian => "guardian",
            Kind::Signer => "signer",
            Kind::Info => "info",
        }
    }

    /// Whether the person fills something in.
    #[must_use]
    pub fn has_input(self) -> bool {
        !matches!(self, Kind::Applicant | Kind::Guardian | Kind::Info)
    }

    /// Whether the field needs what the register says about the person.
    #[must_use]
    pub fn needs_login(self) -> bool {
        matches!(self, Kind::Applicant | Kind::Child | Kind::Guardian | Kind::Signer)
    }

    /// Whether `choices` lists the alternatives.
    #[must_use]
    pub fn has_choices(self) -> bool {
        matches!(self, Kind::Choice | Kind::Choices | Kind::Select)
    }
}

impl Form {
    /// All fields with their step, in order.
    pub fn fields(&self) -> impl Iterator<Item = (&Step, &Field)> {
        self.steps.iter().flat_map(|step| step.fields.iter().map(move |field| (step, field)))
    }

    /// The field with this id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields().map(|(_, field)| field).find(|field| field.id == id)
    }

    /// The step with this id.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }
}

impl Field {
    /// Most characters of a text answer.
    #[must_use]
    pub fn longest(&self) -> usize {
        let usual = if self.kind == Kind::LongText { MAX_LONG_TEXT } else { MAX_TEXT };
        self.max_length.unwrap_or(usual)
    }

    /// Most files of a file answer.
    #[must_use]
    pub fn most_files(&self) -> usize {
        self.max_files.unwrap_or(MAX_FILES) as usize
    }

    /// The label of an alternative.
    #[must_use]
    pub fn choice_label(&self, id: &str) -> Option<&str> {
        self.choices.iter().find(|choice| choice.id == id).map(|choice| choice.label.as_str())
    }
}

fn keep_days() -> u32 {
    KEEP_DAYS
}
