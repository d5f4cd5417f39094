//! What BankID answers. Unknown members and unknown hints are tolerated.

use serde::{Deserialize, Serialize};

use crate::login::rp::error::RpError;

/// An order that has begun. None of it is ever logged; only the autostart
/// token may reach a browser, and only on the same device.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Started {
    /// The order's name between us and BankID.
    pub order_ref: String,
    /// Starts the app on the same device.
    pub auto_start_token: String,
    /// The open part of the QR code.
    pub qr_start_token: String,
    /// The secret part of the QR code.
    pub qr_start_secret: String,
}

/// How an order goes.
pub enum Collected {
    /// Not finished.
    Pending {
        /// What the app is doing; possibly a word that we do not know.
        hint: String,
    },
    /// Ended without a result.
    Failed {
        /// Why; possibly a word that we do not know.
        hint: String,
    },
    /// Done. BankID will not say it again.
    Complete(Box<Completion>),
}

/// The result of an order: who it was, and the evidence, unchanged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Completion {
    /// The person.
    pub user: User,
    /// The device that was used.
    #[serde(default)]
    pub device: Device,
    /// When the BankID was issued: a date with zone.
    #[serde(default)]
    pub bank_id_issue_date: String,
    /// The signature as received, base64 of XML.
    #[serde(default)]
    pub signature: String,
    /// Proof that the certificate was valid, base64 of DER.
    #[serde(default)]
    pub ocsp_response: String,
}

impl Completion {
    /// That it was done, without by whom: of a person whom nothing is kept of.
    #[must_use]
    pub fn forgotten(self) -> Self {
        let blank = String::new;
        Self {
            user: User {
                personal_number: blank(),
                name: blank(),
                given_name: blank(),
                surname: blank(),
            },
            device: Device::default(),
            bank_id_issue_date: blank(),
            signature: blank(),
            ocsp_response: blank(),
        }
    }
}

/// Who completed the order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Twelve digits.
    pub personal_number: String,
    /// Whole name.
    pub name: String,
    /// Given names.
    #[serde(default)]
    pub given_name: String,
    /// Surname.
    #[serde(default)]
    pub surname: String,
}

/// Which device completed the order.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Device {
    /// The device's address, as BankID sees it.
    pub ip_address: String,
    /// Hashed hardware id.
    pub uhi: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CollectAnswer {
    status: String,
    #[serde(default)]
    hint_code: String,
    completion_data: Option<Box<Completion>>,
}

impl CollectAnswer {
    pub(super) fn understood(self) -> Result<Collected, RpError> {
        match (self.status.as_str(), self.completion_data) {
            ("pending", _) => Ok(Collected::Pending { hint: self.hint_code }),
            ("failed", _) => Ok(Collected::Failed { hint: self.hint_code }),
            ("complete", Some(completion)) if is_number(&completion.user.personal_number) => {
                Ok(Collected::Complete(completion))
            }
            _ => Err(RpError::Unreadable(200)),
        }
    }
}

fn is_number(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|it| it.is_ascii_digit())
}
