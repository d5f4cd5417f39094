//! What can be wrong between files: names, addresses, keys that do not go together.

use miette::Diagnostic;
use thiserror::Error;

/// What is wrong with what a file says.
#[derive(Debug, Error, Diagnostic)]
pub enum CatalogueMistake {
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
    /// A list that must be there has nothing in it.
    #[error("`{key}` is empty")]
    #[diagnostic(code(catalogue::empty), help("write at least one line: `{key} = [\"…\"]`"))]
    EmptyList {
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
    #[error("`{url}` is also the address of {other}")]
    #[diagnostic(code(catalogue::collision), help("{help}"))]
    Collision {
        /// The address.
        url: String,
        /// The other file, or the portal itself.
        other: String,
        /// What to rename.
        help: &'static str,
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
    /// Nobody says how what is sent reaches the unit.
    #[error("nothing says how a case comes to the unit `{unit}`")]
    #[diagnostic(
        code(catalogue::no_delivery),
        help(
            "write `delivery = \"folder\"`, `\"mail\"` or `\"webhook\"` at `[units.{unit}]` in handlers.toml, or in the service"
        )
    )]
    NoDelivery {
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
    #[error("`{key}` {rule}")]
    #[diagnostic(code(catalogue::range), help("change the value"))]
    Range {
        /// Name of the key.
        key: &'static str,
        /// In words.
        rule: &'static str,
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
    /// A day that cannot be read.
    #[error("`{value}` is not a day")]
    #[diagnostic(code(catalogue::date), help("write a date such as `2027-03-15`"))]
    Date {
        /// As written.
        value: String,
    },
}
