//! When BankID's answer is no, and what that means for the order.

use serde::Deserialize;

use crate::outbound::TransportError;

/// How much of BankID's explanation is kept for the log.
const MAX_DETAILS: usize = 200;

/// Why a call to BankID was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum RpError {
    /// The person already has an order going; perhaps somebody else's doing.
    #[error("the person already has an order in progress")]
    AlreadyInProgress,
    /// Another order took over.
    #[error("the order was cancelled by another")]
    Cancelled,
    /// Our fault, or the order is unknown, ended or already collected. Never retried.
    #[error("invalid parameters: {details}")]
    Invalid {
        /// For the log only.
        details: String,
    },
    /// Busy, time-out or maintenance over there.
    #[error("BankID asks us to come back later (status {status})")]
    TryLater {
        /// HTTP status.
        status: u16,
    },
    /// Any other refusal; 401 and 403 mean that our certificate is not accepted.
    #[error("BankID refused (status {status}, `{code}`)")]
    Refused {
        /// HTTP status.
        status: u16,
        /// BankID's word for it.
        code: String,
    },
    /// The answer was not what the API promises.
    #[error("BankID's answer cannot be read (status {0})")]
    Unreadable(u16),
    /// No answer at all.
    #[error("BankID gave no answer")]
    NoAnswer(#[source] TransportError),
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ErrorAnswer {
    error_code: String,
    details: String,
}

impl RpError {
    pub(super) fn from_answer(status: u16, body: &[u8]) -> Self {
        let answer: ErrorAnswer = serde_json::from_slice(body).unwrap_or_default();
        match (status, answer.error_code.as_str()) {
            (400, "alreadyInProgress") => Self::AlreadyInProgress,
            (400, "canceled" | "cancelled") => Self::Cancelled,
            (400, "invalidParameters") => {
                Self::Invalid { details: answer.details.chars().take(MAX_DETAILS).collect() }
            }
            (408 | 429 | 500 | 502..=504, _) => Self::TryLater { status },
            _ => Self::Refused {
                status,
                code: answer.error_code.chars().take(MAX_DETAILS).collect(),
            },
        }
    }

    /// True when asking again for the same order is pointless. A call without
    /// an answer, or a passing fault, leaves the order as it was.
    #[must_use]
    pub fn order_is_lost(&self) -> bool {
        match self {
            Self::AlreadyInProgress | Self::Cancelled | Self::Invalid { .. } => true,
            Self::Refused { .. } => true,
            Self::TryLater { .. } | Self::Unreadable(_) | Self::NoAnswer(_) => false,
        }
    }
}
