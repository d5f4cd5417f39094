//! What BankID says, as the key of a message to show.
//!
//! The page never shows anything finer than one of these keys. Hints that are
//! not known yet are tolerated: the order goes on, or it has failed.

use crate::login::rp::error::RpError;
use crate::store::Device;

/// The message while the order is waiting, as a computer shows it; see [`on_phone`].
#[must_use]
pub fn pending(hint: &str, device: Device) -> &'static str {
    match (hint, device) {
        ("outstandingTransaction", Device::Same) => "bankid.rfa13",
        ("outstandingTransaction" | "noClient", _) => "bankid.rfa1",
        ("started", Device::Same) => "bankid.rfa15a",
        ("userMrtd", _) => "bankid.rfa23",
        ("userSign", _) => "bankid.rfa9",
        ("userFace", _) => "bankid.rfa24",
        ("userStepUp", _) => "bankid.rfa25",
        _ => "bankid.rfa21",
    }
}

/// The message as a phone or tablet shows it: there are no card readers there.
#[must_use]
pub fn on_phone(message: &str) -> &str {
    match message {
        "bankid.rfa15a" => "bankid.rfa15b",
        other => other,
    }
}

/// The message when the order has failed.
#[must_use]
pub fn failed(hint: &str, device: Device) -> &'static str {
    match hint {
        "cancelled" => "bankid.rfa3",
        "userCancel" => "bankid.rfa6",
        "expiredTransaction" => "bankid.rfa8",
        "certificateErr" => "bankid.rfa16",
        "startFailed" if device == Device::Other => "bankid.rfa17b",
        "startFailed" => "bankid.rfa17a",
        "mrtdVerificationFailed" => "bankid.rfa26",
        "facialRecognitionFailed" => "bankid.rfa27",
        "nfcNotSupportedByDevice" => "bankid.rfa28",
        "multipleBankIdsOnDevice" => "bankid.rfa29",
        "stepUpFailed" => "bankid.rfa30",
        _ => "bankid.rfa22",
    }
}

/// The message when a call was refused or got no answer.
#[must_use]
pub fn refused(error: &RpError) -> &'static str {
    match error {
        RpError::AlreadyInProgress => "bankid.rfa4",
        RpError::Cancelled => "bankid.rfa3",
        RpError::TryLater { .. } | RpError::NoAnswer(_) => "bankid.rfa5",
        RpError::Invalid { .. } | RpError::Refused { .. } | RpError::Unreadable(_) => {
            "bankid.rfa22"
        }
    }
}

/// True when the app has taken the order, or may have: no more QR frames.
#[must_use]
pub fn picked_up(hint: &str) -> bool {
    !matches!(hint, "" | "outstandingTransaction" | "noClient")
}

#[cfg(test)]
mod tests {
    use super::{failed, on_phone, pending, picked_up, refused};
    use crate::login::rp::error::RpError;
    use crate::outbound::TransportError;
    use crate::store::Device;

    #[test]
    fn every_pending_hint_has_its_message() {
        #[rustfmt::skip]
        let table = [
            // hint                    same, mobile    same, computer   other
            ("outstandingTransaction", "bankid.rfa13", "bankid.rfa13", "bankid.rfa1"),
            ("noClient",               "bankid.rfa1",  "bankid.rfa1",  "bankid.rfa1"),
            ("started",                "bankid.rfa15b", "bankid.rfa15a", "bankid.rfa21"),
            ("userMrtd",               "bankid.rfa23", "bankid.rfa23", "bankid.rfa23"),
            ("userCallConfirm",        "bankid.rfa21", "bankid.rfa21", "bankid.rfa21"),
            ("userSign",               "bankid.rfa9",  "bankid.rfa9",  "bankid.rfa9"),
            ("userFace",               "bankid.rfa24", "bankid.rfa24", "bankid.rfa24"),
            ("userStepUp",             "bankid.rfa25", "bankid.rfa25", "bankid.rfa25"),
            ("processing",             "bankid.rfa21", "bankid.rfa21", "bankid.rfa21"),
            ("somethingNew",           "bankid.rfa21", "bankid.rfa21", "bankid.rfa21"),
        ];
        for (hint, mobile, computer, other) in table {
            assert_eq!(on_phone(pending(hint, Device::Same)), mobile, "{hint}");
            assert_eq!(pending(hint, Device::Same), computer, "{hint}");
            assert_eq!(pending(hint, Device::Other), other, "{hint}");
        }
    }

    #[test]
    fn every_failure_has_its_message() {
        #[rustfmt::skip]
        let table = [
            ("cancelled",               "bankid.rfa3",   "bankid.rfa3"),
            ("userCancel",              "bankid.rfa6",   "bankid.rfa6"),
            ("expiredTransaction",      "bankid.rfa8",   "bankid.rfa8"),
            ("certificateErr",          "bankid.rfa16",  "bankid.rfa16"),
            ("startFailed",             "bankid.rfa17a", "bankid.rfa17b"),
            ("mrtdVerificationFailed",  "bankid.rfa26",  "bankid.rfa26"),
            ("facialRecognitionFailed", "bankid.rfa27",  "bankid.rfa27"),
            ("nfcNotSupportedByDevice", "bankid.rfa28",  "bankid.rfa28"),
            ("multipleBankIdsOnDevice", "bankid.rfa29",  "bankid.rfa29"),
            ("stepUpFailed",            "bankid.rfa30",  "bankid.rfa30"),
            ("userDeclinedCall",        "bankid.rfa22",  "bankid.rfa22"),
            ("notSupportedByUserApp",   "bankid.rfa22",  "bankid.rfa22"),
            ("transactionRiskBlocked",  "bankid.rfa22",  "bankid.rfa22"),
            ("somethingNew",            "bankid.rfa22",  "bankid.rfa22"),
        ];
        for (hint, same, other) in table {
            assert_eq!(failed(hint, Device::Same), same, "{hint}");
            assert_eq!(failed(hint, Device::Other), other, "{hint}");
        }
    }

    #[test]
    fn every_refusal_has_its_message() {
        #[rustfmt::skip]
        let table = [
            (RpError::AlreadyInProgress,                        "bankid.rfa4"),
            (RpError::Cancelled,                                "bankid.rfa3"),
            (RpError::TryLater { status: 408 },                 "bankid.rfa5"),
            (RpError::NoAnswer(TransportError::TimedOut),       "bankid.rfa5"),
            (RpError::Invalid { details: String::new() },       "bankid.rfa22"),
            (RpError::Refused { status: 401, code: "x".into() }, "bankid.rfa22"),
            (RpError::Unreadable(200),                          "bankid.rfa22"),
        ];
        for (error, key) in table {
            assert_eq!(refused(&error), key, "{error}");
        }
    }

    #[test]
    fn the_qr_code_goes_when_the_app_has_taken_the_order() {
        for (hint, expected) in [
            ("", false),
            ("outstandingTransaction", false),
            ("noClient", false),
            ("started", true),
            ("userSign", true),
            ("somethingNew", true),
        ] {
            assert_eq!(picked_up(hint), expected, "{hint}");
        }
    }
}
