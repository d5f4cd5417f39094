//! Who handles a service: a unit that there is, or one that has to be made.

use std::collections::BTreeMap;

use crate::content::Content;
use crate::import::flow::Flow;
use crate::import::form::written::quoted;
use crate::markdown;

/// The unit of a service that says nothing about who has it: there is none, and the check says so.
const NOBODY: &str = "valj-enhet";

/// Units that there are, and new ones.
#[derive(Debug, Default)]
pub(super) struct Units {
    /// Key and e-mail or name, in lower case.
    known: Vec<(String, Vec<String>)>,
    /// By key: name, phone, e-mail.
    new: BTreeMap<String, [Option<String>; 3]>,
}

impl Units {
    /// Those of the content.
    pub(super) fn of(content: &Content) -> Self {
        let units = content.handlers.iter().flat_map(|it| &it.value.units);
        let known = units.map(|(key, it)| {
            let words = [Some(&it.name), it.contact.name.as_ref(), it.contact.email.as_ref()];
            (key.clone(), words.into_iter().flatten().map(|it| it.to_lowercase()).collect())
        });
        Self { known: known.collect(), new: BTreeMap::new() }
    }

    /// The key of a service's unit, and whether the unit's own contact is that of the service.
    pub(super) fn unit(&mut self, flow: &Flow) -> (String, bool) {
        let names = [&flow.owner, &flow.contact.name];
        let words = names.into_iter().chain([&flow.contact.email]).flatten();
        let words: Vec<String> = words.map(|it| it.to_lowercase()).collect();
        if let Some((key, _)) =
            self.known.iter().find(|(_, it)| it.iter().any(|it| words.contains(it)))
        {
            return (key.clone(), false);
        }
        let Some(name) = names.into_iter().flatten().find(|it| !markdown::slug(it).is_empty())
        else {
            return (NOBODY.to_owned(), false);
        };
        let key = markdown::slug(name);
        let contact = [Some(name.clone()), flow.contact.phone.clone(), flow.contact.email.clone()];
        let unit = self.new.entry(key.clone()).or_insert_with(|| contact.clone());
        let same =
            unit[1..] == contact[1..] && flow.contact.name.as_ref().is_none_or(|it| it == name);
        (key, same)
    }

    /// The new ones as TOML. What nobody has said is empty, and the check says so.
    pub(super) fn toml(&self, handler: &str) -> String {
        let mut out = String::new();
        for (key, [name, phone, email]) in &self.new {
            let name = quoted(name.as_deref().unwrap_or_default());
            out.push_str(&format!(
                "\n[units.{key}]\nname = {name}\nhandler = \"{handler}\"\ncontroller = \"\"\n\n[units.{key}.contact]\n"
            ));
            for (key, value) in [("phone", phone), ("email", email)] {
                if let Some(value) = value {
                    out.push_str(&format!("{key} = {}\n", quoted(value)));
                }
            }
        }
        out
    }
}
