//! Why a request was not carried out: every outcome that a person may meet.

/// Short for a result that fails with a [`Problem`].
pub type Result<T> = std::result::Result<T, Problem>;

/// Why a request was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// There is no such page, or it belongs to someone else.
    #[error("not found")]
    NotFound,
    /// The address exists, but not for this method.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// The page needs a login; afterwards the person comes back here.
    #[error("login is needed")]
    LoginNeeded {
        /// Path to come back to.
        back: String,
    },
    /// The form was not made by this session, or the session has ended.
    #[error("the page is out of date")]
    OutOfDate,
    /// Somebody (another tab) saved in between; nothing was overwritten.
    #[error("the draft was changed meanwhile")]
    ChangedMeanwhile,
    /// The person's data is protected, or may be: the portal steps aside.
    #[error("the person is, or may be, protected")]
    Protected,
    /// The request is larger than the address takes.
    #[error("the request is too large, at most {limit} bytes")]
    TooLarge {
        /// Most bytes.
        limit: u64,
    },
    /// The request cannot be understood.
    #[error("bad request: {0}")]
    BadRequest(&'static str),
    /// Too many tries from here.
    #[error("too many requests")]
    TooMany,
    /// Something outside (BankID, folkbokföringen) does not answer.
    #[error("{0} does not answer")]
    Unavailable(&'static str),
    /// The disk is full: nothing can be saved until the operator has made room.
    #[error("there is no room on the disk")]
    NoRoom,
    /// Our fault. The cause is logged, never shown.
    #[error("internal error")]
    Internal(#[from] anyhow::Error),
}

impl Problem {
    /// What the log says about it, with every cause.
    #[must_use]
    pub fn cause(&self) -> String {
        match self {
            Problem::Internal(cause) => format!("{cause:#}"),
            other => other.to_string(),
        }
    }
}

/// A fault in JSON that we have kept, told by its place only: serde's own words
/// quote what was read, and that may be somebody's answer.
pub fn unreadable(what: &'static str) -> impl FnOnce(serde_json::Error) -> Problem {
    move |error| {
        let (line, column) = (error.line(), error.column());
        let kind = error.classify();
        Problem::Internal(anyhow::anyhow!("{what} cannot be read: {kind:?}, {line}:{column}"))
    }
}
