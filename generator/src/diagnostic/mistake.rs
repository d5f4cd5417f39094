//! Everything an author can get wrong: the message, a stable code, the way out.
//!
//! The codes are a promise: other programs filter on them. Grouped as the
//! stages that find them: `content`, `catalogue`, `links`, `markdown`, `form`.

use miette::Diagnostic;
use thiserror::Error;

/// What went wrong: its message, its stable code, and the way out.
#[derive(Debug, Error, Diagnostic)]
pub enum Mistake {
    /// The content folder itself is missing.
    #[error("there is no folder `{folder}`")]
    #[diagnostic(code(content::no_folder), help("point out the content with `--content FOLDER`"))]
    NoFolder {
        /// As given.
        folder: String,
    },
    /// A file that the portal cannot do without.
    #[error("`{file}` is missing")]
    #[diagnostic(code(content::missing_file), help("the portal needs this file; create it"))]
    MissingFile {
        /// Path from the content folder's parent.
        file: String,
    },
    /// The disk said no, or the text is not UTF-8.
    #[error("`{file}` cannot be read: {reason}")]
    #[diagnostic(
        code(content::unreadable),
        help("save the file as UTF-8 text and check its rights")
    )]
    Unreadable {
        /// Path from the content folder's parent.
        file: String,
        /// In the machine's words.
        reason: String,
    },
    /// A file where nobody looks for it.
    #[error("nobody reads `{file}`")]
    #[diagnostic(code(content::stray_file), help("{help}"))]
    StrayFile {
        /// Path from the content folder's parent.
        file: String,
        /// Where such files belong.
        help: &'static str,
    },
    /// A name that makes a bad address.
    #[error("`{name}` cannot be part of an address")]
    #[diagnostic(code(content::name), help("use only a–z, 0–9 and hyphens"))]
    Name {
        /// Of the file or folder.
        name: String,
    },
    /// No TOML header.
    #[error("the header is missing")]
    #[diagnostic(
        code(content::front_matter),
        help(
            "begin the file with a line `+++`, then the header, then a line `+++`, then the text"
        )
    )]
    NoHeader,
    /// The header never ends.
    #[error("the header does not end")]
    #[diagnostic(code(content::front_matter), help("write a line `+++` after the header"))]
    OpenHeader,
    /// TOML that cannot be read, or a value of the wrong sort.
    #[error("{message}")]
    #[diagnostic(
        code(content::toml),
        help("texts stand in \"quotes\", lists in [brackets], one key a line")
    )]
    Toml {
        /// The TOML reader's words.
        message: String,
    },
    /// A key nobody knows.
    #[error("unknown field `{key}`")]
    #[diagnostic(code(content::unknown_field), help("{help}"))]
    UnknownField {
        /// As written.
        key: String,
        /// The nearest one.
        help: String,
    },
    /// A key that must be there.
    #[error("`{key}` is missing")]
    #[diagnostic(code(content::missing_field), help("write `{key} = …`"))]
    MissingField {
        /// Name of the key.
        key: String,
    },
    /// A name that refers to nothing.
    #[error("there is no {what} `{name}`")]
    #[diagnostic(code(catalogue::unknown), help("{help}"))]
    Unknown {
        /// Category, unit, handler, service …
        what: &'static str,
        /// As written.
        name: String,
        /// The nearest one.
        help: String,
    },
    /// A text that must be there is empty.
    #[error("`{key}` is empty")]
    #[diagnostic(
        code(catalogue::empty),
        help("write the text, or take the key away if it is optional")
    )]
    Empty {
        /// Name of the key.
        key: &'static str,
    },
    /// The light part of the title is not its beginning.
    #[error("the title does not begin with the verb `{verb}`")]
    #[diagnostic(
        code(catalogue::verb),
        help("`verb` is the first words of `title`, letter by letter, and not the whole")
    )]
    Verb {
        /// As written.
        verb: String,
    },
    /// Two pages at one address.
    #[error("`{url}` is also the address of `{other}`")]
    #[diagnostic(code(catalogue::collision), help("rename one of the two files or folders"))]
    Collision {
        /// The address.
        url: String,
        /// The other file.
        other: String,
    },
    /// A category that nobody is in.
    #[error("no service is in this category")]
    #[diagnostic(
        code(catalogue::empty_category),
        help("write `category = \"{slug}\"` in a service, or remove the file")
    )]
    EmptyCategory {
        /// Of the category.
        slug: String,
    },
    /// Not exactly one handler is the municipality itself.
    #[error("{count} handlers have `own = true`, expected exactly one")]
    #[diagnostic(
        code(catalogue::own_handler),
        help("set `own = true` on the municipality that runs the portal")
    )]
    OwnHandler {
        /// How many have it.
        count: usize,
    },
    /// Nobody says how personal data is used.
    #[error("nothing says how personal data is used")]
    #[diagnostic(
        code(catalogue::personal_data),
        help(
            "write `[units.{unit}.personal_data]` in handlers.toml, or `[personal_data]` in the service"
        )
    )]
    PersonalData {
        /// Key of the unit.
        unit: String,
    },
    /// A telephone number, e-mail or web address that cannot be used.
    #[error("`{value}` is not {what}")]
    #[diagnostic(code(catalogue::contact), help("{help}"))]
    Contact {
        /// As written.
        value: String,
        /// What it should be.
        what: &'static str,
        /// An example.
        help: &'static str,
    },
    /// Two keys that cannot stand together.
    #[error("`{key}` does not go together with {other}")]
    #[diagnostic(code(catalogue::contradiction), help("{help}"))]
    Contradiction {
        /// The key to look at.
        key: &'static str,
        /// The other one.
        other: &'static str,
        /// What to do.
        help: &'static str,
    },
    /// A number outside its range.
    #[error("`{key}` must be {expected}")]
    #[diagnostic(code(catalogue::range), help("change the value"))]
    Range {
        /// Name of the key.
        key: &'static str,
        /// In words.
        expected: &'static str,
    },
    /// A file that is named but not there.
    #[error("there is no file `{file}` beside this one")]
    #[diagnostic(
        code(catalogue::no_file),
        help("put the file in the same folder, or take the key away")
    )]
    NoFile {
        /// As written.
        file: String,
    },
    /// A link to a page that does not exist.
    #[error("there is no page `{to}`")]
    #[diagnostic(code(links::dead), help("{help}"))]
    DeadLink {
        /// As written.
        to: String,
        /// The nearest one.
        help: String,
    },
    /// A link to a heading that does not exist.
    #[error("the page has no heading `{anchor}`")]
    #[diagnostic(code(links::anchor), help("{help}"))]
    DeadAnchor {
        /// After `#`.
        anchor: String,
        /// The nearest one.
        help: String,
    },
    /// A link that depends on where the page is.
    #[error("`{to}` is not a whole address")]
    #[diagnostic(
        code(links::relative),
        help("begin with `/`, `#`, `https://`, `tel:` or `mailto:`")
    )]
    RelativeLink {
        /// As written.
        to: String,
    },
    /// A link that a person with protected identity must not be offered.
    #[error("a page with `plain_contact` must not link to `{to}`")]
    #[diagnostic(
        code(links::plain_contact),
        help("people with protected identity phone; give no e-mail address and no e-service here")
    )]
    PlainContact {
        /// As written.
        to: String,
    },
    /// HTML in a Markdown text.
    #[error("HTML does not belong in the text")]
    #[diagnostic(code(markdown::html), help("write it as Markdown; the theme makes the HTML"))]
    Html,
    /// A picture in a Markdown text.
    #[error("pictures are not shown yet")]
    #[diagnostic(code(markdown::image), help("say it in words, or link to the picture"))]
    Image,
    /// Two headings with the same id.
    #[error("the heading `{id}` occurs twice")]
    #[diagnostic(
        code(markdown::heading),
        help("give one of the headings other words, so that links can tell them apart")
    )]
    Heading {
        /// Its id.
        id: String,
    },
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
    /// A day that cannot be read.
    #[error("`{value}` is not a day")]
    #[diagnostic(code(catalogue::date), help("write a date such as `2027-03-15`"))]
    Date {
        /// As written.
        value: String,
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
    /// Something that only works for a known person.
    #[error("{what} needs `login = \"required\"`")]
    #[diagnostic(code(form::login), help("set it in the header of index.md beside the form"))]
    NeedsLogin {
        /// What needs it.
        what: String,
    },
}
