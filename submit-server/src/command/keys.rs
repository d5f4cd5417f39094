//! `submit-server key …`: the keys with which units' programs use the API.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail, ensure};

use crate::api::key;
use crate::config::Config;
use crate::forms::Forms;
use crate::stockholm;
use crate::store::{Clock, SCOPES, Store, UnitKey};

/// How the commands are written.
pub const USAGE: &str = "\
submit-server key create --unit SLUG --scopes read[,write] --label TEXT
submit-server key list
submit-server key revoke ID";

/// Most characters of a label.
const MOST_LABEL: usize = 100;

/// Carries out `key` with its arguments and returns what to print.
///
/// # Errors
/// When the arguments are not a command, no form is handled by the unit, or there
/// is no such key.
pub fn key(config: &Config, arguments: &[String]) -> Result<String> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let store = Store::open(&config.data, Clock::system())?;
    match words.as_slice() {
        ["create", options @ ..] => create(&store, &Forms::new(&config.site), options),
        ["list"] => Ok(store.read(|tx| tx.unit_keys())?.iter().map(line).collect()),
        ["revoke", id] => revoke(&store, id),
        _ => bail!("not a command; expected one of\n{USAGE}"),
    }
}

/// Makes a key. It is printed now and never again: only its hash is kept.
fn create(store: &Store, forms: &Forms, options: &[&str]) -> Result<String> {
    let option = |name: &str| {
        let mut pairs = options.chunks_exact(2).filter(|it| it[0] == name);
        match (pairs.next(), pairs.next()) {
            (Some(pair), None) => Ok(pair[1]),
            _ => bail!("`{name}` is needed once; expected\n{USAGE}"),
        }
    };
    let (unit, label) = (option("--unit")?, option("--label")?.trim());
    ensure!(options.len() == 6, "not a command; expected one of\n{USAGE}");
    let scopes = scopes(option("--scopes")?)?;
    let shown = !label.is_empty() && !label.chars().any(char::is_control);
    ensure!(
        shown && label.chars().count() <= MOST_LABEL,
        "`--label` says whose the key is, in 1 to {MOST_LABEL} characters"
    );
    let units = forms.units().context("reading which units there are from the published forms")?;
    if !units.contains(unit) {
        let known: Vec<&str> = units.iter().map(String::as_str).collect();
        bail!("no published form is handled by the unit `{unit}`; there is {}", known.join(", "));
    }
    let made = key::new()?;
    store.write(|tx| tx.add_unit_key(&key::hash(&made), unit, &scopes, label))?;
    Ok(format!("{made}\n"))
}

/// `read,write` as it is kept: each word once, in the order of [`SCOPES`].
fn scopes(given: &str) -> Result<String> {
    let given: BTreeSet<&str> = given.split(',').map(str::trim).collect();
    if let Some(other) = given.iter().find(|it| !SCOPES.contains(it)) {
        bail!("`{other}` is not a scope; expected {}", SCOPES.join(" or "));
    }
    let kept = SCOPES.into_iter().filter(|it| given.contains(it));
    Ok(kept.collect::<Vec<_>>().join(" "))
}

fn revoke(store: &Store, id: &str) -> Result<String> {
    let keys = store.read(|tx| tx.unit_keys())?;
    let Some(key) = keys.iter().find(|it| it.id() == id) else {
        bail!("there is no key `{id}`; see `submit-server key list`");
    };
    match store.write(|tx| tx.revoke_unit_key(&key.key_hash))? {
        true => Ok(format!("{id}  revoked\n")),
        false => bail!("the key `{id}` was revoked before"),
    }
}

fn line(key: &UnitKey) -> String {
    let day = |at: Option<i64>| at.map_or_else(|| "-".to_owned(), stockholm::long_day);
    let state = if key.revoked_at.is_some() { "revoked" } else { "good" };
    let scopes = key.scopes.replace(' ', ",");
    format!(
        "{}  {state:<7}  {:<28}  {scopes:<10}  made {}  used {}  {}\n",
        key.id(),
        key.unit,
        day(Some(key.created_at)),
        day(key.used_at),
        key.label
    )
}
