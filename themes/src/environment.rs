//! The templates, compiled and strict.

use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Kwargs;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};

use crate::error::Error;
use crate::files::Files;
use crate::messages::Messages;

/// Where templates are, and what stands before their names: pages, letters and SMS.
const FOLDERS: [(&str, &str); 3] = [("templates/", ""), ("mail/", "mail/"), ("sms/", "sms/")];

/// All of `templates/`, `mail/` and `sms/`, with `t()` for the messages.
pub(crate) fn environment(
    files: &Files,
    messages: &Arc<Messages>,
) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(whole_line_tags().map_err(|cause| not_valid("", cause))?);
    environment.set_formatter(formatted);
    let messages = Arc::clone(messages);
    environment.add_function("t", move |key: &str, args: Kwargs| said(&messages, key, &args));
    for (folder, before) in FOLDERS {
        for (path, name) in files.below(folder) {
            let source = files.text(path, "templates")?.to_owned();
            environment
                .add_template_owned(format!("{before}{name}"), source)
                .map_err(|cause| not_valid(name, cause))?;
        }
    }
    Ok(environment)
}

/// A tag that has a line to itself leaves no blank line behind.
fn whole_line_tags() -> Result<SyntaxConfig, minijinja::Error> {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()
}

fn not_valid(file: &str, cause: minijinja::Error) -> Error {
    Error::Template { file: file.to_owned(), cause: Box::new(cause) }
}

/// Escapes, and refuses none: nobody should read the word "none" where a value was forgotten.
fn formatted(
    out: &mut minijinja::Output,
    state: &mut minijinja::State,
    value: &Value,
) -> Result<(), minijinja::Error> {
    if value.is_none() {
        let what = "a value that may be none is printed; ask `is not none` first";
        return Err(minijinja::Error::new(ErrorKind::UndefinedError, what));
    }
    match value.as_str() {
        Some(text) if matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe() => {
            Ok(escaped(out, text)?)
        }
        _ => minijinja::escape_formatter(out, state, value),
    }
}

/// Text in an element or in a quoted attribute. Unlike the library's own, it
/// leaves `/` alone: addresses stay readable, and pages small.
fn escaped(out: &mut minijinja::Output, text: &str) -> std::fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        out.write_str(&rest[..at])?;
        out.write_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        })?;
        rest = &rest[at + 1..];
    }
    out.write_str(rest)
}

fn said(messages: &Messages, key: &str, args: &Kwargs) -> Result<String, minijinja::Error> {
    let mut values = Vec::new();
    for name in args.args() {
        values.push((name, args.get::<Value>(name)?.to_string()));
    }
    let pairs: Vec<(&str, &str)> =
        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    messages
        .text(key, &pairs)
        .map_err(|unsaid| minijinja::Error::new(ErrorKind::InvalidOperation, unsaid.to_string()))
}
