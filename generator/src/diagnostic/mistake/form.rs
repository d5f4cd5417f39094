//! What can be wrong with a form: ids, questions, limits and conditions.

use miette::Diagnostic;
use thiserror::Error;

/// What is wrong with a form.
#[derive(Debug, Error, Diagnostic)]
pub enum FormMistake {
    /// A form that asks nothing.
    #[error("{what} asks nothing")]
    #[diagnostic(code(form::empty), help("add a question, or remove it"))]
    FormEmpty {
        /// The form or the step.
        what: &'static str,
    },
    /// An id that cannot be used.
    #[error("`{id}` cannot be an id")]
    #[diagnostic(code(form::id), help("begin with a–z, then a–z, 0–9 and hyphens"))]
    FormId {
        /// As written.
        id: String,
    },
    /// An id that means something else.
    #[error("`{id}` is a word that the portal itself uses")]
    #[diagnostic(code(form::reserved), help("choose another id"))]
    FormReserved {
        /// As written.
        id: String,
    },
    /// The same id twice.
    #[error("the id `{id}` is used twice")]
    #[diagnostic(
        code(form::twice),
        help("ids are unique in the whole form; choices within their question")
    )]
    FormTwice {
        /// As written.
        id: String,
    },
    /// A question of this kind lacks something.
    #[error("a field of kind `{kind}` needs `{key}`")]
    #[diagnostic(code(form::needs), help("add the key, or choose another kind"))]
    FormNeeds {
        /// As written.
        kind: String,
        /// What is missing.
        key: &'static str,
    },
    /// A question of this kind has something it cannot use.
    #[error("a field of kind `{kind}` has no use for `{key}`")]
    #[diagnostic(code(form::unused), help("remove the key, or choose another kind"))]
    FormUnused {
        /// As written.
        kind: String,
        /// What is too much.
        key: &'static str,
    },
    /// Limits that nothing fits between.
    #[error("nothing lies between `{low}` and `{high}`")]
    #[diagnostic(code(form::limits), help("let the first be smaller than the second"))]
    FormLimits {
        /// Key of the lower limit.
        low: &'static str,
        /// Key of the upper limit.
        high: &'static str,
    },
    /// A day in a form that cannot be read.
    #[error("`{value}` is not a day")]
    #[diagnostic(code(form::date), help("write `today` or a date such as `2027-03-15`"))]
    FormDate {
        /// As written.
        value: String,
    },
    /// A condition on a question that does not exist.
    #[error("the condition looks at `{id}`, but no question has that id")]
    #[diagnostic(code(form::condition_field), help("{help}"))]
    ConditionField {
        /// As written.
        id: String,
        /// The nearest one.
        help: String,
    },
    /// A condition on a question that has not been asked yet.
    #[error("the condition looks at `{id}`, which is asked later")]
    #[diagnostic(code(form::condition_order), help("move the question before this one"))]
    ConditionOrder {
        /// As written.
        id: String,
    },
    /// A condition on an alternative that does not exist.
    #[error("the question `{id}` has no choice `{value}`")]
    #[diagnostic(code(form::condition_choice), help("{help}"))]
    ConditionChoice {
        /// The question.
        id: String,
        /// As written.
        value: String,
        /// The nearest one.
        help: String,
    },
    /// A condition that cannot be tested.
    #[error("the test on `{key}` cannot be read")]
    #[diagnostic(
        code(form::condition),
        help(
            "write {{ field = \"value\" }}, {{ field = [\"a\", \"b\"] }}, {{ field = {{ min = 3 }} }}, or any, all, not with conditions"
        )
    )]
    Condition {
        /// As written.
        key: String,
    },
    /// The other guardian of which child?
    #[error("a guardian is asked for before a child is chosen")]
    #[diagnostic(code(form::guardian), help("put a field of kind `child` before it"))]
    GuardianWithoutChild,
    /// A name or an address of nobody.
    #[error("`{key}` names `{id}`, which is no question of kind `{kind}`")]
    #[diagnostic(
        code(form::person),
        help(
            "write the id of such a question; `reaches` can also be `guardian`, when one is asked for"
        )
    )]
    FormPerson {
        /// `named_by` or `reaches`.
        key: &'static str,
        /// As written.
        id: String,
        /// What it must be.
        kind: &'static str,
    },
    /// The page and the form do not agree on who signs.
    #[error("the header says `signers = {signers}`, but {what}")]
    #[diagnostic(
        code(form::signers),
        help(
            "let `signers` in index.md count those who sign, and ask for the others with a field of kind `guardian` or `signer`"
        )
    )]
    FormSigners {
        /// As the header has it.
        signers: u32,
        /// What the form does.
        what: &'static str,
    },
    /// What an import has left for a person.
    #[error("this was not imported: {why}")]
    #[diagnostic(
        code(form::imported),
        help("decide what is to stand here, and take the line `imported` away")
    )]
    Imported {
        /// What could not be translated, as the import has written it.
        why: String,
    },
    /// Something that only works for a known person.
    #[error("{what} needs `login = \"required\"`")]
    #[diagnostic(code(form::login), help("set it in the header of index.md beside the form"))]
    NeedsLogin {
        /// What needs it.
        what: String,
    },
}
