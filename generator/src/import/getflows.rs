//! A saved answer of `getflows`: what the catalogue says of each service, as XML or JSON.

use anyhow::{Context, Result, bail};
use roxmltree::Node;
use serde_json::Value;

use crate::import::flow::Flow;
use crate::import::xml;

/// Reads an answer in XML, from its root.
pub(super) fn xml(root: Node<'_, '_>) -> Vec<Flow> {
    let flows = xml::elements(root).filter(|it| it.has_tag_name("Flow"));
    flows
        .map(|it| {
            let mut addresses: Vec<String> =
                xml::list(it, "Aliases", "Alias").filter_map(xml::words).collect();
            addresses.extend(["FlowFamilyURL", "URL"].iter().filter_map(|key| xml::said(it, key)));
            flow(|key| xml::said(it, key), addresses)
        })
        .collect()
}

/// Reads an answer in JSON.
pub(super) fn json(text: &str) -> Result<Vec<Flow>> {
    // serde_json refuses what is nested deeper than 128.
    let answer: Value = serde_json::from_str(text).context("filen är inte JSON")?;
    let Some(flows) = answer.get("Flows") else { bail!("filen har ingen lista `Flows`") };
    let flows = match flows {
        Value::Array(list) => list.iter().collect(),
        one @ Value::Object(_) => vec![one],
        Value::Null => Vec::new(),
        _ => bail!("`Flows` är ingen lista"),
    };
    let read = |it: &Value| {
        let aliases = it.get("Aliases").and_then(Value::as_array).into_iter().flatten();
        let mut addresses: Vec<String> = aliases.filter_map(scalar).collect();
        addresses.extend(["FlowFamilyURL", "URL"].iter().filter_map(|key| scalar(it.get(*key)?)));
        flow(|key| scalar(it.get(key)?), addresses)
    };
    Ok(flows.into_iter().map(read).collect())
}

/// A value that stands alone: the library there writes a name such as "2024" without quotes.
fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn flow(said: impl Fn(&str) -> Option<String>, addresses: Vec<String>) -> Flow {
    let yes = |key: &str| said(key).is_some_and(|it| xml::is_yes(&it));
    let mut notes = Vec::new();
    if said("Enabled").is_some_and(|it| !xml::is_yes(&it)) {
        notes.push("var avstängd i Open ePlatform".to_owned());
    }
    if yes("PaymentSupportEnabled") {
        notes.push("tog betalt i Open ePlatform; betalning finns inte här".to_owned());
    }
    Flow {
        family: said("FlowFamilyID"),
        name: said("Name").unwrap_or_default(),
        short: said("ShortDescription").unwrap_or_default(),
        long: said("LongDescription").unwrap_or_default(),
        category: said("Category"),
        addresses,
        login: said("RequiresAuthentication")
            .map(|it| if xml::is_yes(&it) { "required" } else { "none" }),
        signing: yes("RequiresSigning"),
        notes,
        ..Flow::default()
    }
}
