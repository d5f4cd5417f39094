//! What the portal asks for with `auth` and `sign`: every field checked against its documented rule.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::markdown;

/// Longest text to show when identifying, after base64.
const MAX_AUTH_DATA: usize = 1_500;
/// Longest text to show when signing, after base64.
const MAX_SIGN_VISIBLE: usize = 40_000;
/// Longest hidden data when signing, after base64.
const MAX_SIGN_HIDDEN: usize = 200_000;
/// Longest return address.
const MAX_RETURN_URL: usize = 512;
/// Longest user agent.
const MAX_USER_AGENT: usize = 256;

const FIELDS: [&str; 9] = [
    "endUserIp",
    "userVisibleData",
    "userVisibleDataFormat",
    "userNonVisibleData",
    "returnUrl",
    "returnRisk",
    "requirement",
    "web",
    "app",
];
const WEB: [&str; 3] = ["deviceIdentifier", "referringDomain", "userAgent"];
const APP: [&str; 4] = ["appIdentifier", "deviceOS", "deviceModelName", "deviceIdentifier"];

/// Identification or signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The person shows who they are.
    Auth,
    /// The person signs.
    Sign,
}

/// A request that has passed every check.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) kind: Kind,
    pub(super) end_user_ip: IpAddr,
    /// As sent, in base64.
    pub(super) visible: Option<String>,
    /// The same as text.
    pub(super) text: Option<String>,
    pub(super) markdown: bool,
    /// As sent, in base64.
    pub(super) hidden: Option<String>,
    pub(super) return_url: Option<String>,
    pub(super) return_risk: bool,
    pub(super) mrtd: bool,
    pub(super) policies: Vec<String>,
    /// Only this person may finish the order.
    pub(super) person: Option<String>,
}

impl Asked {
    /// Reads the fields, or says which one is missing, invalid or unknown.
    pub(super) fn read(kind: Kind, fields: &Map<String, Value>) -> Result<Asked, String> {
        if let Some(unknown) = fields.keys().find(|it| !FIELDS.contains(&it.as_str())) {
            return Err(format!("Unrecognized field {unknown}"));
        }
        let (visible_limit, hidden_limit) = match kind {
            Kind::Auth => (MAX_AUTH_DATA, MAX_AUTH_DATA),
            Kind::Sign => (MAX_SIGN_VISIBLE, MAX_SIGN_HIDDEN),
        };
        let end_user_ip = text(fields, "endUserIp")?.ok_or("Missing endUserIp")?;
        let visible = data(fields, "userVisibleData", visible_limit)?;
        if kind == Kind::Sign && visible.is_none() {
            return Err("Missing userVisibleData".to_owned());
        }
        let markdown = match text(fields, "userVisibleDataFormat")? {
            None | Some("plaintext") => false,
            Some("simpleMarkdownV1") => true,
            Some(_) => return Err("Invalid userVisibleDataFormat".to_owned()),
        };
        let shown = visible.as_deref().map(|it| shown(it, markdown)).transpose()?;
        let return_url = text(fields, "returnUrl")?;
        if return_url.is_some_and(|it| it.is_empty() || it.len() > MAX_RETURN_URL) {
            return Err("Invalid returnUrl".to_owned());
        }
        device(fields)?;
        let asked = Asked {
            kind,
            end_user_ip: end_user_ip.parse().map_err(|_| "Invalid endUserIp")?,
            visible,
            text: shown,
            markdown,
            hidden: data(fields, "userNonVisibleData", hidden_limit)?,
            return_url: return_url.map(str::to_owned),
            return_risk: flag(fields, "returnRisk")?,
            mrtd: false,
            policies: Vec::new(),
            person: None,
        };
        asked.with_requirement(fields)
    }

    fn with_requirement(mut self, fields: &Map<String, Value>) -> Result<Asked, String> {
        let Some(it) = object(fields, "requirement")? else { return Ok(self) };
        for (name, value) in it {
            let valid = match (name.as_str(), value) {
                ("pinCode", Value::Bool(_)) => true,
                ("mrtd", Value::Bool(wanted)) => {
                    self.mrtd = *wanted;
                    true
                }
                ("cardReader", Value::String(class)) => class == "class1" || class == "class2",
                ("certificatePolicies", Value::Array(list)) => {
                    self.policies = list.iter().filter_map(oid).collect();
                    self.policies.len() == list.len()
                }
                ("personalNumber", Value::String(number)) => {
                    self.person = Some(number.clone());
                    number.len() == 12 && number.bytes().all(|it| it.is_ascii_digit())
                }
                // Removed from auth and sign; ignored where it is still sent.
                ("risk", _) => true,
                _ => false,
            };
            if !valid {
                return Err(format!("Invalid requirement.{name}"));
            }
        }
        Ok(self)
    }
}

/// `web` and `app` exclude each other, and say something if they are there.
fn device(fields: &Map<String, Value>) -> Result<(), String> {
    let web = object(fields, "web")?;
    let app = object(fields, "app")?;
    if web.is_some() && app.is_some() {
        return Err("Invalid web, app is set too".to_owned());
    }
    for (name, members, allowed) in [("web", web, WEB.as_slice()), ("app", app, APP.as_slice())] {
        let Some(members) = members else { continue };
        let known = members.iter().all(|(key, value)| {
            allowed.contains(&key.as_str()) && value.as_str().is_some_and(|it| !it.is_empty())
        });
        if members.is_empty() || !known {
            return Err(format!("Invalid {name}"));
        }
    }
    let member = |name: &str| web.and_then(|it| it.get(name)).and_then(Value::as_str);
    let of_domain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || b".-".contains(&it);
    if member("referringDomain").is_some_and(|it| !it.bytes().all(of_domain)) {
        return Err("Invalid web.referringDomain".to_owned());
    }
    if member("userAgent").is_some_and(|it| it.len() > MAX_USER_AGENT) {
        return Err("Invalid web.userAgent".to_owned());
    }
    Ok(())
}

fn shown(base64: &str, in_markdown: bool) -> Result<String, String> {
    let invalid = "Invalid userVisibleData";
    let bytes = STANDARD.decode(base64).map_err(|_| invalid)?;
    let text = String::from_utf8(bytes).map_err(|_| invalid)?;
    if in_markdown {
        markdown::parse(&text).map_err(|reason| format!("{invalid}, {reason}"))?;
    }
    Ok(text)
}

fn data(fields: &Map<String, Value>, name: &str, limit: usize) -> Result<Option<String>, String> {
    let Some(it) = text(fields, name)? else { return Ok(None) };
    if it.is_empty() || it.len() > limit || STANDARD.decode(it).is_err() {
        return Err(format!("Invalid {name}"));
    }
    Ok(Some(it.to_owned()))
}

fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, String> {
    match fields.get(name) {
        None => Ok(None),
        Some(Value::String(it)) => Ok(Some(it)),
        Some(_) => Err(format!("Invalid {name}")),
    }
}

fn flag(fields: &Map<String, Value>, name: &str) -> Result<bool, String> {
    match fields.get(name) {
        None => Ok(false),
        Some(Value::Bool(it)) => Ok(*it),
        Some(_) => Err(format!("Invalid {name}")),
    }
}

fn object<'a>(
    fields: &'a Map<String, Value>,
    name: &str,
) -> Result<Option<&'a Map<String, Value>>, String> {
    match fields.get(name) {
        None => Ok(None),
        Some(Value::Object(it)) => Ok(Some(it)),
        Some(_) => Err(format!("Invalid {name}")),
    }
}

fn oid(value: &Value) -> Option<String> {
    let it = value.as_str()?;
    let numbers = it.split('.').all(|part| part.parse::<u32>().is_ok());
    (numbers && it.contains('.')).then(|| it.to_owned())
}
