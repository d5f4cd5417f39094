//! What the templates of a form are given.

use serde::Serialize;

use crate::view::page::{
    AnswersView, ContactView, DraftLine, FileView, Link, PersonalDataView, StepMark, TitleView,
    ToldView,
};

/// One question, ready to show. Ids made here: label/error/hint ids are
/// `<id>-tips` (hint), `<id>-fel` (error), `<id>-antal` (counter), `<id>-villkor` (condition hint).
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct FieldView {
    /// Field id: the `id` and `name` of the control. Radios and ticks have the ids of `choices`.
    pub(crate) id: String,
    /// "text" | "long_text" | "email" | "phone" | "integer" | "date" | "choice" | "choices" | "select"
    /// | "confirm" | "file" | "identity_number" | "signer" | "applicant" | "child" | "guardian" | "info"
    pub(crate) kind: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) optional: bool,
    /// The whole sentence.
    pub(crate) error: Option<String>,
    /// Ids for aria-describedby, separated by blanks: hint, error, counter, condition hint – those that exist; may be blank.
    pub(crate) described_by: String,
    /// The condition as compact JSON; none = always shown.
    pub(crate) condition: Option<String>,
    /// "Svara bara om du valde ”Växelvis”." Shown without script, removed by it; none = not shown.
    pub(crate) condition_hint: Option<String>,
    /// text, long_text, email, phone, integer, identity_number, signer; blank otherwise.
    pub(crate) value: String,
    /// date only; as typed.
    pub(crate) day: String,
    pub(crate) month: String,
    pub(crate) year: String,
    /// choice, choices, select, child. confirm has exactly one (its label is the sentence, value "ja").
    pub(crate) choices: Vec<ChoiceView>,
    /// file only: those already saved.
    pub(crate) files: Vec<FileView>,
    /// file only: `.pdf,.jpg,.png`
    pub(crate) accept: String,
    /// file only: more files may be added.
    pub(crate) room: bool,
    /// file only: more than one may be chosen at once.
    pub(crate) multiple: bool,
    /// file only: the largest file in bytes, for the script's early warning.
    pub(crate) max_bytes: u64,
    /// long_text only: most characters, for the counter.
    pub(crate) longest: Option<usize>,
    /// Width of the box: "" (full) | "12" | "4".
    pub(crate) size: String,
    /// "numeric", "email", "tel" or blank.
    pub(crate) inputmode: String,
    /// Blank = attribute left out.
    pub(crate) autocomplete: String,
    /// "kr"; blank = none.
    pub(crate) unit: String,
    /// info only: paragraphs.
    pub(crate) text: Vec<String>,
    /// applicant only.
    pub(crate) person: Option<KnownPerson>,
    /// guardian only: who must sign too; empty = nobody (sole custody) or no child chosen yet.
    pub(crate) guardians: Vec<GuardianView>,
    /// guardian only: the sentence under the list ("Du har ensam vårdnad …", "Välj barnet först …", "… skriver under efter dig.").
    pub(crate) note: Option<String>,
}

/// One alternative.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ChoiceView {
    /// Html id: `<field>-<value>` (child: `<field>-1`, `<field>-2` …: no personnummer in ids).
    pub(crate) id: String,
    /// What is sent. child: an opaque key or the number, the server's choice.
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) checked: bool,
    /// Questions that belong under this alternative (their condition is exactly this field = this value); may be empty.
    pub(crate) more: Vec<FieldView>,
}

/// A person as folkbokföringen says.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct KnownPerson {
    pub(crate) name: String,
    /// "19800101-••••": the last four never shown; the template reads out why.
    pub(crate) born: String,
    /// Address lines; may be empty.
    pub(crate) address: Vec<String>,
}

/// Another guardian.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct GuardianView {
    pub(crate) name: String,
    /// "Bor på samma adress som du" …; may be blank. Never an address.
    pub(crate) note: String,
}

/// `form/step.html`: one step of a form.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StepView {
    pub(crate) service: TitleView,
    pub(crate) draft: DraftLine,
    pub(crate) steps: Vec<StepMark>,
    /// "Steg 3 av 5" (message step.count).
    pub(crate) count: String,
    pub(crate) heading: String,
    pub(crate) intro: Option<String>,
    /// Where the form is posted.
    pub(crate) action: String,
    /// The step has a file field: multipart/form-data.
    pub(crate) multipart: bool,
    pub(crate) csrf: String,
    /// Version of the draft that this page shows.
    pub(crate) version: String,
    /// "Ett svar behöver ändras" / "{n} svar behöver ändras"; blank when errors is empty.
    pub(crate) errors_title: String,
    /// In the order of the fields; url "#start-dag". May be empty.
    pub(crate) errors: Vec<Link>,
    pub(crate) fields: Vec<FieldView>,
    /// Answers of earlier steps that the conditions here look at, as JSON `{"agare":"ja"}`; "{}" when none.
    pub(crate) known_answers: String,
    /// "Tillbaka till steg 2"; none on the first step.
    pub(crate) back: Option<Link>,
    /// Shows "Spara och gör klart senare".
    pub(crate) can_leave: bool,
    /// Shown after errors and at the end.
    pub(crate) contact: ContactView,
}

/// `form/review.html`: check your answers.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ReviewView {
    pub(crate) service: TitleView,
    pub(crate) draft: DraftLine,
    pub(crate) steps: Vec<StepMark>,
    pub(crate) count: String,
    /// What is still missing or no longer holds, with links to the steps; sending is not offered then. May be empty.
    pub(crate) missing: Vec<Link>,
    /// Whoever must sign is not asked again; sending is not offered then.
    pub(crate) asked_enough: Option<AskedEnoughView>,
    pub(crate) answers: Vec<AnswersView>,
    /// What happens when you send, in order (signing, other signers, form.next).
    pub(crate) next: Vec<String>,
    /// Who else must sign; may be empty.
    pub(crate) signers: Vec<GuardianView>,
    /// Where confirmations go; none in an anonymous form.
    pub(crate) told: Option<ToldView>,
    pub(crate) personal_data: PersonalDataView,
    pub(crate) action: String,
    pub(crate) csrf: String,
    pub(crate) version: String,
    /// "Skicka och skriv under" instead of "Skicka ansökan".
    pub(crate) signing: bool,
    pub(crate) back: Link,
    pub(crate) can_leave: bool,
    pub(crate) contact: ContactView,
}

/// What to do when somebody who must sign has said no as often as one is asked.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AskedEnoughView {
    pub(crate) text: String,
    /// To the paper form.
    pub(crate) paper: Link,
}

/// `form/exit.html`: the journey ends early.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ExitView {
    pub(crate) service: TitleView,
    pub(crate) heading: String,
    pub(crate) text: Vec<String>,
    /// To the step with the answer that led here.
    pub(crate) back: Link,
    /// Deletes the draft (…/ta-bort); none for an anonymous draft.
    pub(crate) delete_url: Option<String>,
    pub(crate) contact: ContactView,
}

/// `form/changed.html`: the draft was changed in another tab; nothing is overwritten silently.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ChangedView {
    pub(crate) service: TitleView,
    pub(crate) step: String,
    /// "i dag kl. 14.32": when the other version was saved.
    pub(crate) saved: String,
    /// Only the answers that differ.
    pub(crate) rows: Vec<ChangedRow>,
    /// The step, shown again with what is saved.
    pub(crate) keep_saved_url: String,
    /// The step's POST, with `version` = the saved version and the fields of `mine`.
    pub(crate) action: String,
    pub(crate) csrf: String,
    pub(crate) version: String,
    pub(crate) mine: Vec<Hidden>,
    /// Files cannot be sent again: tells that they must be chosen anew.
    pub(crate) files_lost: bool,
}

/// An answer in two versions.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ChangedRow {
    pub(crate) name: String,
    pub(crate) saved: String,
    pub(crate) mine: String,
}

/// A hidden input.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Hidden {
    pub(crate) name: String,
    pub(crate) value: String,
}
