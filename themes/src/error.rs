//! What can be wrong with a theme.

use std::path::PathBuf;

/// Why a theme cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder, or a file in it, cannot be read.
    #[error("cannot read the theme in `{folder}`")]
    Unreadable {
        /// The folder as given.
        folder: PathBuf,
        /// What the system says.
        #[source]
        cause: std::io::Error,
    },
    /// A text file is not UTF-8.
    #[error("`{file}` is not UTF-8 text")]
    NotText {
        /// Path within the theme.
        file: String,
    },
    /// A file that the theme cannot do without.
    #[error("the theme has no `{file}`, named in `{named_in}`")]
    Missing {
        /// Path within the theme.
        file: String,
        /// Where it is asked for.
        named_in: String,
    },
    /// A message file that is not TOML.
    #[error("`{file}` is not valid TOML")]
    Toml {
        /// Path within the theme.
        file: String,
        /// What and where.
        #[source]
        cause: Box<toml::de::Error>,
    },
    /// A message is something else than a text or a table of texts.
    #[error("message `{key}` in `{file}` is not a text")]
    NotMessage {
        /// The whole key.
        key: String,
        /// Path within the theme.
        file: String,
    },
    /// The same key in two files.
    #[error("message `{key}` in `{file}` is defined in another file too")]
    MessageTwice {
        /// The whole key.
        key: String,
        /// The later of the two files.
        file: String,
    },
    /// A module that cannot be joined with those that it imports.
    #[error("`{file}` cannot be joined with what it imports: `{line}`")]
    NotJoined {
        /// Path within the theme.
        file: String,
        /// The line that is written in another way than modules are.
        line: String,
    },
    /// A template that does not compile.
    #[error("template `{file}` is not valid")]
    Template {
        /// Path within `templates/`.
        file: String,
        /// What and where.
        #[source]
        cause: Box<minijinja::Error>,
    },
}
