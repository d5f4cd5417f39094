//! Who may import whom, inside the two programs. `crate::` paths are written one
//! module a line, so that they can be read here and by people.
//!
//! A module that is not in the table is an offence, and so is a line of the
//! table whose module is gone. Tests inside a crate may reach everywhere in it.

use std::collections::BTreeSet;

use crate::tidy::code::shipped;
use crate::tidy::no_offences;
use crate::tidy::tree::{File, below};

/// A module and what it may name: whole modules, or single files of them.
type Row = (&'static str, &'static [&'static str]);

#[rustfmt::skip]
const GENERATOR: &[Row] = &[
    ("diagnostic", &[]),
    ("markdown",   &["diagnostic"]),
    ("output",     &["diagnostic"]),
    ("content",    &["diagnostic"]),
    ("catalogue",  &["content", "diagnostic", "markdown"]),
    ("blankett",   &["catalogue"]),
    ("search",     &["catalogue", "content::search_lists", "markdown", "output"]),
    ("render",     &["blankett", "catalogue", "markdown", "output"]),
    ("config",     &[]),
    ("report",     &["diagnostic"]),
    ("ask",        &["config", "output"]),
    ("additions",  &["output"]),
    ("schema",     &[]),
    ("import",     &["additions", "catalogue", "content", "diagnostic", "markdown", "output"]),
    ("new",        &["additions", "catalogue", "config", "content", "diagnostic", "markdown", "output"]),
    ("lib",        &["blankett", "catalogue", "config", "content", "diagnostic", "output", "render", "search"]),
    ("preview",    &["blankett", "config", "lib", "output", "report"]),
    ("cli",        &["blankett", "config", "diagnostic", "import", "lib", "new", "preview", "report", "schema"]),
    ("main",       &[]),
];

#[rustfmt::skip]
const SUBMIT_SERVER: &[Row] = &[
    ("problem",   &[]),
    ("stockholm", &[]),
    ("log",       &[]),
    ("leap",      &[]),
    ("backoff",   &[]),
    ("outbound",  &[]),
    ("outbound_web", &["outbound"]),
    ("config",    &["http::forwarded", "http::limits"]),
    ("store",     &["problem"]),
    ("senders",   &["backoff", "log", "problem", "store"]),
    ("http",      &["log", "problem"]),
    ("forms",     &["problem", "store"]),
    ("view",      &["problem"]),
    // The features: they do not know each other.
    ("person",    &["outbound", "stockholm"]),
    // BankID or another e-ID gives a number; who that is, and whether the portal must step aside, the register says.
    ("login",     &["app", "http", "outbound", "outbound_web", "person", "problem", "store", "view"]),
    // Who is told of an event is planned in its own transaction.
    // That its unit is to have it is planned there, too.
    ("cases",     &["app", "delivery::plan", "forms", "http", "notify::address", "notify::plan", "problem", "stockholm", "store", "view"]),
    // A message is sent only when the register has just allowed it: `app` brings the question.
    ("notify",    &["app", "backoff", "cases::concerned", "cases::who", "config", "http", "log", "outbound", "outbound_web",
                    "problem", "senders", "stockholm", "store", "view"]),
    // A case is put together by `cases`, and a letter sent as `notify` sends them.
    ("delivery",  &["cases::case_json", "cases::package", "config", "log", "notify::Failure", "notify::mail", "notify::words::Text",
                    "outbound", "outbound_web", "problem", "senders", "stockholm", "store", "view"]),
    // A unit's program asks for what the rules of cases allow, with a key in place of a person.
    ("api",       &["app", "cases::case_json", "cases::receipt_pdf", "cases::status", "forms", "http", "log", "problem",
                    "stockholm", "store"]),
    // Where the features meet, each for one reason.
    ("visitor",   &["app", "cases::concerned", "cases::who", "http", "login", "person", "problem", "stockholm", "store"]),
    ("signing",   &["app", "cases", "http", "login", "problem", "stockholm", "store"]),
    ("health",    &["app", "http", "problem"]),
    // No feature: it knows nobody.
    ("search_words", &["app", "http", "problem", "stockholm", "store"]),
    ("outcome",   &["api", "app", "http", "log", "login::session", "problem", "view", "visitor"]),
    ("routes",    &["api", "app", "cases", "health", "http", "login", "notify", "outcome", "problem", "search_words", "signing", "visitor"]),
    ("at_once",   &["app", "cases::pages", "http", "visitor"]),
    ("app",       &["api::tries", "cases", "config", "delivery", "forms", "http", "leap", "login", "notify", "outbound", "outbound_web", "outcome", "person", "problem",
                    "routes", "search_words", "senders", "signing", "store", "view"]),
    ("command",   &["api::key", "cases", "config", "delivery::lacking", "forms", "problem", "search_words", "stockholm", "store"]),
    ("lib",       &[]),
    ("main",      &[]),
];

#[test]
fn modules_import_only_what_they_may() {
    let mut offences = check("generator", GENERATOR);
    offences.extend(check("submit-server", SUBMIT_SERVER));

    no_offences("imports go one way, see the table in tests/suite/tidy/imports.rs", &offences);
}

#[test]
fn imports_are_written_so_that_they_can_be_read() {
    let mut offences = Vec::new();
    let crates =
        ["form-model/src/", "generator/src/", "pdf/src/", "submit-server/src/", "themes/src/"];
    for file in crates.into_iter().flat_map(below) {
        for (number, line) in shipped(&file.path, &file.text).lines().enumerate() {
            for (sign, way_out) in [
                ("crate::{", "write one module a line"),
                ("super::super", "write the path from `crate::`"),
            ] {
                if line.contains(sign) {
                    offences.push(format!("{}:{}: `{sign}`: {way_out}", file.path, number + 1));
                }
            }
        }
    }

    no_offences("imports are written one module a line", &offences);
}

fn check(program: &str, table: &[Row]) -> Vec<String> {
    let folder = format!("{program}/src/");
    let modules: BTreeSet<&str> = below(&folder).filter_map(|it| module(&folder, it)).collect();
    let mut offences = Vec::new();
    for (row, _) in table.iter().filter(|(row, _)| !modules.contains(row)) {
        offences.push(format!("{folder}: `{row}` is in the table, but there is no such module"));
    }
    for file in below(&folder) {
        let Some(own) = module(&folder, file) else { continue };
        let Some((_, may)) = table.iter().find(|(row, _)| *row == own) else {
            offences.push(format!("{}: the module `{own}` is not in the table", file.path));
            continue;
        };
        for (number, line) in shipped(&file.path, &file.text).lines().enumerate() {
            for named in named(line, &modules) {
                if !allowed(own, may, &named) {
                    let place = format!("{}:{}", file.path, number + 1);
                    offences.push(format!("{place}: `{own}` may not name `{named}`"));
                }
            }
        }
    }
    offences
}

/// `generator/src/catalogue/form/mod.rs` → `catalogue`.
fn module<'a>(folder: &str, file: &'a File) -> Option<&'a str> {
    let name = file.path.strip_prefix(folder)?.split('/').next()?;
    (file.ending() == "rs").then(|| name.trim_end_matches(".rs"))
}

/// The paths after `crate::`; what stands in `lib.rs` itself belongs to `lib`.
fn named(line: &str, modules: &BTreeSet<&str>) -> Vec<String> {
    let in_path = |it: char| it.is_alphanumeric() || it == '_' || it == ':';
    let after = line.split("crate::").skip(1);
    let path = after.map(|it| it.split(|it| !in_path(it)).next().unwrap_or_default());
    let whole = path.map(|it| match it.split("::").next() {
        Some(first) if modules.contains(first) => it.to_owned(),
        _ => format!("lib::{it}"),
    });
    whole.collect()
}

fn allowed(own: &str, may: &[&str], named: &str) -> bool {
    let within = |part: &str| {
        named.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    within(own) || may.iter().any(|part| within(part))
}
