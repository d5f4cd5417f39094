//! What every page is given, and the parts that several share.

use serde::Serialize;

/// What base.html needs about a page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PageView {
    /// The tab's title, before " – Ånge kommun". With errors it begins with "Fel: ".
    pub(crate) title: String,
    /// "konto" on every dynamic page.
    pub(crate) section: String,
    /// The pages above this one, outermost first; may be empty.
    pub(crate) breadcrumbs: Vec<Link>,
    /// Always none on dynamic pages.
    pub(crate) description: Option<String>,
    /// Always none on dynamic pages.
    pub(crate) canonical: Option<String>,
    /// Always true on dynamic pages.
    pub(crate) robots_noindex: bool,
}

/// A link with its words.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Link {
    pub(crate) label: String,
    pub(crate) url: String,
}

/// The person who is logged in; `account: none` otherwise.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AccountView {
    /// Given name and surname.
    pub(crate) name: String,
    /// Token for the log-out form and the session dialog.
    pub(crate) csrf: String,
    /// Seconds until the session ends: the least of the idle and the absolute limit.
    pub(crate) seconds: u64,
    /// Seconds before the end when the dialog opens (300).
    pub(crate) warn_seconds: u64,
    /// False when the absolute limit comes first: then "fortsatt" cannot help.
    pub(crate) extendable: bool,
}
// POST /mina-sidor/fortsatt (urlencoded csrf=…, sent by fetch with `Accept: application/json`)
// answers 200 JSON {"seconds": 1800, "extendable": true}; anything else is read as "logged out".

/// A title in two weights: "Ansökan om" + "plats i förskola". `rest` is the whole title when `verb` is blank.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TitleView {
    /// May be blank.
    pub(crate) verb: String,
    pub(crate) rest: String,
}

/// Who answers questions.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ContactView {
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) phone_url: String,
    pub(crate) email: Option<String>,
}

/// How personal data is used (form_model::compiled::PersonalData fits as it is).
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PersonalDataView {
    pub(crate) controller: String,
    pub(crate) purpose: String,
    pub(crate) legal_basis: String,
    pub(crate) storage: String,
    pub(crate) recipients: Vec<String>,
    pub(crate) url: String,
    pub(crate) officer: Option<String>,
}

/// The line over a draft: never sent, when saved, how long it is kept.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DraftLine {
    /// "i dag kl. 14.32", "21 november kl. 19.05"; none before the first save.
    pub(crate) saved: Option<String>,
    /// "22 januari 2027"; none before the first save.
    pub(crate) last_day: Option<String>,
    /// Why it is a draft again; none when it was never sent.
    pub(crate) ended: Option<EndedView>,
}

/// Why a sent case is a draft again.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EndedView {
    /// "Jonas Lindqvist avböjde att skriva under 24 november 2026."
    pub(crate) title: String,
    /// Their reason, or what to do now.
    pub(crate) text: String,
}

/// One mark in the row of steps; the last is always "Granska".
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StepMark {
    pub(crate) label: String,
    /// "answered" | "current" | "todo"
    pub(crate) state: String,
    /// Only for answered steps.
    pub(crate) url: Option<String>,
}

/// A status: a small hatch and words.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StatusView {
    /// "draft" | "waiting" | "open" | "act" | "done"
    pub(crate) state: String,
    /// The sign: "draft" | "ajar" | "open" | "alert" | "done" (in that order for the states above).
    pub(crate) icon: String,
    pub(crate) text: String,
}

/// Someone who signs.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PartyView {
    /// "Karin Åberg (du)"
    pub(crate) name: String,
    /// "23 november 2026 kl. 14.51", or what happens next; may be blank.
    pub(crate) note: String,
    pub(crate) status: StatusView,
}

/// A step's answers, to read.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AnswersView {
    pub(crate) title: String,
    /// Where the answers can be changed; none when they cannot (case, receipt).
    pub(crate) change_url: Option<String>,
    pub(crate) rows: Vec<AnswerRow>,
}

/// A question with its answer.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AnswerRow {
    pub(crate) name: String,
    /// Lines of the answer; ["Inget svar"] (message review.no_answer) when left blank.
    pub(crate) lines: Vec<String>,
    /// Attached files; may be empty.
    pub(crate) files: Vec<FileView>,
}

/// A file that has been saved.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FileView {
    pub(crate) id: String,
    pub(crate) name: String,
    /// "212 kB"
    pub(crate) size: String,
    /// None when it cannot be opened again (anonymous receipt).
    pub(crate) url: Option<String>,
}

/// Where confirmations of a case go; none where nobody is known.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ToldView {
    /// "Du får en bekräftelse till alva@example.se."
    pub(crate) text: String,
    /// Where that is chosen; none when nothing can be.
    pub(crate) link: Option<Link>,
}
