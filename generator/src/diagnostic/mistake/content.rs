//! What can be wrong with files and their headers: found while reading, before any name is looked up.

use miette::Diagnostic;
use thiserror::Error;

/// What is wrong with a file.
#[derive(Debug, Error, Diagnostic)]
pub enum ContentMistake {
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
    /// A name that makes a bad address, or a bad folder for a unit's cases.
    #[error("`{name}` cannot be part of an address")]
    #[diagnostic(code(content::name), help("use only a–z, 0–9 and hyphens"))]
    Name {
        /// Of the file or folder, or the unit's key.
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
    /// TOML that cannot be read.
    #[error("{message}")]
    #[diagnostic(
        code(content::toml),
        help("texts stand in \"quotes\", lists in [brackets], one key a line")
    )]
    Toml {
        /// The TOML reader's words.
        message: String,
    },
    /// A number where a text belongs, a text where a list belongs …
    #[error("`{key}` must be {expected}")]
    #[diagnostic(code(content::toml), help("{help}"))]
    WrongSort {
        /// Name of the key.
        key: String,
        /// In words.
        expected: &'static str,
        /// How it is written.
        help: String,
    },
    /// A word that is none of those that may stand there.
    #[error("`{key}` cannot be `{word}`")]
    #[diagnostic(code(content::toml), help("{help}"))]
    UnknownWord {
        /// Name of the key.
        key: String,
        /// As written.
        word: String,
        /// The nearest one, or all of them.
        help: String,
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
    #[diagnostic(code(content::missing_field), help("write `{key} = {value}`"))]
    MissingField {
        /// Name of the key.
        key: String,
        /// What may stand there.
        value: &'static str,
    },
}
