//! What can be wrong in a Markdown text: its links and its headings.

use miette::Diagnostic;
use thiserror::Error;

/// What is wrong in a text.
#[derive(Debug, Error, Diagnostic)]
pub enum TextMistake {
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
    /// A heading whose id something else on the page has.
    #[error("another place on the page is called `#{id}` already")]
    #[diagnostic(
        code(markdown::heading),
        help("give the heading other words, so that links can tell the two apart")
    )]
    Heading {
        /// Its id.
        id: String,
    },
}
