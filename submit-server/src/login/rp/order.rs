//! What is sent to start an order, its limits checked before it leaves.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::login::rp::error::RpError;

/// Most characters of the text shown at a signature, after base64.
pub const MAX_VISIBLE: usize = 40_000;
/// Most characters of the hidden data of a signature, after base64.
pub const MAX_HIDDEN: usize = 200_000;
/// Most characters of the address that the app returns to.
const MAX_RETURN_URL: usize = 512;

/// Where the order comes from, and where the app is.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// Address of the citizen's device, as we see it.
    pub end_user_ip: IpAddr,
    /// Where the app sends the citizen back; only with an app on the same device.
    pub return_url: Option<&'a str>,
    /// The app is on another device and reads a QR code.
    pub other_device: bool,
}

/// An identification.
#[derive(Clone, Copy)]
pub struct AuthOrder<'a> {
    /// Where it comes from.
    pub origin: Origin<'a>,
}

/// A signature.
#[derive(Clone, Copy)]
pub struct SignOrder<'a> {
    /// Where it comes from.
    pub origin: Origin<'a>,
    /// The only person who can sign: the one who is logged in. Twelve digits.
    pub personal_number: &'a str,
    /// What the citizen reads in the app: simpleMarkdownV1, through [`encoded`].
    pub visible: &'a str,
    /// What is signed along with it, not shown; through [`encoded`].
    pub hidden: &'a str,
}

/// The form in which BankID takes a text, and in which it stands in the signature.
#[must_use]
pub fn encoded(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

impl AuthOrder<'_> {
    pub(super) fn body(&self, mobile_policies: &[String]) -> Result<Value, RpError> {
        let requirement = self.origin.requirement(mobile_policies);
        Ok(Value::Object(self.origin.members(requirement)?))
    }
}

impl SignOrder<'_> {
    pub(super) fn body(&self, mobile_policies: &[String]) -> Result<Value, RpError> {
        let mut requirement = self.origin.requirement(mobile_policies);
        requirement.insert("personalNumber".into(), json!(self.personal_number));
        let mut body = self.origin.members(requirement)?;
        let visible = within(self.visible, 1, MAX_VISIBLE, "userVisibleData")?;
        let hidden = within(self.hidden, 0, MAX_HIDDEN, "userNonVisibleData")?;
        body.insert("userVisibleData".into(), json!(visible));
        body.insert("userVisibleDataFormat".into(), json!("simpleMarkdownV1"));
        if !hidden.is_empty() {
            body.insert("userNonVisibleData".into(), json!(hidden));
        }
        Ok(Value::Object(body))
    }
}

impl Origin<'_> {
    fn requirement(&self, mobile_policies: &[String]) -> Map<String, Value> {
        let mut requirement = Map::new();
        if self.other_device && !mobile_policies.is_empty() {
            requirement.insert("certificatePolicies".into(), json!(mobile_policies));
        }
        requirement
    }

    fn members(&self, requirement: Map<String, Value>) -> Result<Map<String, Value>, RpError> {
        let mut body = Map::new();
        body.insert("endUserIp".into(), json!(self.end_user_ip.to_canonical().to_string()));
        if let Some(url) = self.return_url {
            let url = within(url, 1, MAX_RETURN_URL, "returnUrl")?;
            body.insert("returnUrl".into(), json!(url));
        }
        if !requirement.is_empty() {
            body.insert("requirement".into(), Value::Object(requirement));
        }
        Ok(body)
    }
}

fn within<'a>(value: &'a str, least: usize, most: usize, name: &str) -> Result<&'a str, RpError> {
    if (least..=most).contains(&value.len()) {
        return Ok(value);
    }
    let details = format!("not sent: `{name}` has {} characters, {least}–{most} fit", value.len());
    Err(RpError::Invalid { details })
}
