//! Every fixed phrase on the pages, by key: `t("check.too_long", max=500)`.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::files::Files;

/// Phrases by whole key (`check.too_long`).
#[derive(Debug)]
pub(crate) struct Messages(BTreeMap<String, String>);

/// Why a phrase could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unsaid {
    /// No file defines the key.
    #[error("there is no message `{0}`")]
    NoMessage(String),
    /// The phrase has a place for something that was not given.
    #[error("message `{key}` needs `{name}`")]
    NoValue { key: String, name: String },
}

impl Messages {
    /// Merges `messages/sv*.toml`. A key may be defined once.
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let mut all = BTreeMap::new();
        for (path, name) in files.below("messages/") {
            if !name.starts_with("sv") || !name.ends_with(".toml") {
                continue;
            }
            let table: toml::Table = toml::from_str(files.text(path, "messages")?)
                .map_err(|cause| Error::Toml { file: path.to_owned(), cause: Box::new(cause) })?;
            flatten(&mut all, path, "", table)?;
        }
        Ok(Self(all))
    }

    /// The phrases whose keys begin with `below` and a full stop, by the rest of the key, as written.
    pub(crate) fn phrases(&self, below: &str) -> BTreeMap<&str, &str> {
        let found = self.0.iter().filter_map(|(key, phrase)| {
            Some((key.strip_prefix(below)?.strip_prefix('.')?, phrase.as_str()))
        });
        found.collect()
    }

    /// The phrase, with `{name}` replaced.
    pub(crate) fn text(&self, key: &str, args: &[(&str, &str)]) -> Result<String, Unsaid> {
        let phrase = self.0.get(key).ok_or_else(|| Unsaid::NoMessage(key.to_owned()))?;
        let mut said = String::with_capacity(phrase.len());
        let mut rest = phrase.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, tail)) = after.split_once('}') else { break };
            let no_value = || Unsaid::NoValue { key: key.to_owned(), name: name.to_owned() };
            let (_, value) = args.iter().find(|(it, _)| *it == name).ok_or_else(no_value)?;
            said.push_str(before);
            said.push_str(value);
            rest = tail;
        }
        said.push_str(rest);
        Ok(said)
    }
}

fn flatten(
    all: &mut BTreeMap<String, String>,
    file: &str,
    prefix: &str,
    table: toml::Table,
) -> Result<(), Error> {
    for (name, value) in table {
        let key = format!("{prefix}{name}");
        match value {
            toml::Value::String(phrase) => {
                if all.insert(key.clone(), phrase).is_some() {
                    return Err(Error::MessageTwice { key, file: file.to_owned() });
                }
            }
            toml::Value::Table(inner) => flatten(all, file, &format!("{key}."), inner)?,
            _ => return Err(Error::NotMessage { key, file: file.to_owned() }),
        }
    }
    Ok(())
}
