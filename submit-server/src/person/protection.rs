//! Whether a person's data is protected: decided here and nowhere else.
//!
//! It fails closed: a flag that is missing, or says something that we do not
//! know, counts as protection.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How a person's data is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// The register says in so many words that there is none.
    None,
    /// Sekretessmarkering: giving anything out must be tried case by case.
    Sekretess,
    /// Skyddad folkbokföring: the real address is not in the register.
    Skyddad,
    /// The register did not say, or not in words that we know.
    Unknown,
}

impl Protection {
    /// Reads the register's flag.
    #[must_use]
    pub fn from_flag(flag: Option<&Value>) -> Self {
        match flag.and_then(Value::as_str) {
            Some("SAKNAS") => Self::None,
            Some("SEKRETESSMARKERING") => Self::Sekretess,
            Some("SKYDDAD_FOLKBOKFORING" | "SKYDDAD_FOLKBOKFÖRING") => Self::Skyddad,
            _ => Self::Unknown,
        }
    }

    /// The only question that others ask.
    #[must_use]
    pub fn may_show(self) -> bool {
        self == Self::None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Protection;

    #[test]
    fn only_an_outspoken_no_means_unprotected() {
        #[rustfmt::skip]
        let table = [
            (Some(json!("SAKNAS")),                Protection::None,      true),
            (Some(json!("SEKRETESSMARKERING")),    Protection::Sekretess, false),
            (Some(json!("SKYDDAD_FOLKBOKFORING")), Protection::Skyddad,   false),
            (Some(json!("SKYDDAD_FOLKBOKFÖRING")), Protection::Skyddad,   false),
            (Some(json!("saknas")),                Protection::Unknown,   false),
            (Some(json!("NÅGOT_NYTT")),            Protection::Unknown,   false),
            (Some(json!("")),                      Protection::Unknown,   false),
            (Some(json!(false)),                   Protection::Unknown,   false),
            (Some(json!(true)),                    Protection::Unknown,   false),
            (Some(Value::Null),                    Protection::Unknown,   false),
            (None,                                 Protection::Unknown,   false),
        ];
        for (flag, expected, may_show) in table {
            let protection = Protection::from_flag(flag.as_ref());
            assert_eq!(protection, expected, "{flag:?}");
            assert_eq!(protection.may_show(), may_show, "{flag:?}");
        }
    }
}
