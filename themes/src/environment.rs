//! The templates, compiled and strict.

use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Kwargs;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};

use crate::constants;
use crate::error::Error;
use crate::files::Files;
use crate::messages::Messages;

/// Where templates are, and what stands before their names: pages, letters and SMS.
const FOLDERS: [(&str, &str); 3] = [("templates/", ""), ("mail/", "mail/"), ("sms/", "sms/")];

/// All of `templates/`, `mail/` and `sms/`, with `t()` for the messages and, where it is
/// known, `site` for the site.
pub(crate) fn environment(
    files: &Files,
    messages: &Arc<Messages>,
    site: Option<&Value>,
) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(whole_line_tags().map_err(|cause| not_valid("", cause))?);
    environment.set_formatter(formatted);
    let asked = Arc::clone(messages);
    environment.add_function("t", move |key: &str, args: Kwargs| said(&asked, key, &args));
    for (folder, before) in FOLDERS {
        for (path, name) in files.below(folder) {
            let mut source = spoken(files.text(path, "templates")?, messages);
            let whole = format!("{before}{name}");
            if let Some(site) = site {
                source = constants::put_in(&environment, (&whole, &source), site);
            }
            environment
                .add_template_owned(whole, source)
                .map_err(|cause| not_valid(name, cause))?;
        }
    }
    if let Some(site) = site {
        environment.add_global("site", site.clone());
    }
    Ok(environment)
}

/// A tag that has a line to itself leaves no blank line behind.
fn whole_line_tags() -> Result<SyntaxConfig, minijinja::Error> {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()
}

/// A template with its phrases in place of `t("key")`, where nothing is to be filled in: they
/// are the same on every page, and each call is a look-up and a copy. What cannot be a text in
/// quotes, and what is not there, stays a call.
fn spoken(source: &str, messages: &Messages) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, key, after)) = next_call(rest) {
        out.push_str(before);
        let whole = out.ends_with([' ', '(', '~']) && in_tag(&out);
        let phrase = messages.text(key, &[]).ok().filter(|it| !it.contains(['"', '\\', '\n']));
        match phrase.filter(|_| whole) {
            Some(phrase) => out.extend(["\"", &phrase, "\""]),
            None => out.extend([CALL, key, END]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// How a phrase without values is asked for.
const CALL: &str = "t(\"";
const END: &str = "\")";

/// What stands before the next `t("key")`, the key, and what stands after it.
fn next_call(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find(CALL)?;
        let inside = &text[at + CALL.len()..];
        let (key, after) = inside.split_once('"')?;
        if let Some(after) = after.strip_prefix(')') {
            return Some((&text[..at], key, after));
        }
        from = at + CALL.len();
    }
}

/// Whether a template is inside a tag at its end.
fn in_tag(text: &str) -> bool {
    let last = |marks: [&str; 2]| marks.iter().filter_map(|it| text.rfind(it)).max();
    last(["{{", "{%"]) > last(["}}", "%}"])
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
        let value = args.get::<Value>(name)?;
        if value.is_undefined() || value.is_none() {
            let what = format!("message `{key}` is given nothing for `{name}`");
            return Err(minijinja::Error::new(ErrorKind::UndefinedError, what));
        }
        values.push((name, value.to_string()));
    }
    let pairs: Vec<(&str, &str)> =
        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    messages
        .text(key, &pairs)
        .map_err(|unsaid| minijinja::Error::new(ErrorKind::InvalidOperation, unsaid.to_string()))
}

#[cfg(test)]
mod tests {
    use super::spoken;
    use crate::files::Files;
    use crate::messages::Messages;

    #[test]
    fn phrases_without_values_are_put_in_where_they_are_asked_for() {
        let messages = Messages::read(&Files::embedded()).expect("messages");
        #[rustfmt::skip]
        let table = [
            ("{{ t(\"base.account\") }}",               "{{ \"Mina sidor\" }}"),
            ("{{ f(t(\"base.account\"), 1) }}",         "{{ f(\"Mina sidor\", 1) }}"),
            ("{{ t(\"told.outcome\", outcome=it) }}",   "{{ t(\"told.outcome\", outcome=it) }}"),
            ("{{ t(\"told.outcome\") }}",               "{{ t(\"told.outcome\") }}"),
            ("{{ t(\"no.such\") }}",                    "{{ t(\"no.such\") }}"),
            ("{{ t(\"tabs.\" ~ id) }}",                 "{{ t(\"tabs.\" ~ id) }}"),
            ("{{ at(\"base.account\") }}",              "{{ at(\"base.account\") }}"),
            ("say t(\"base.account\") {{ it }}",        "say t(\"base.account\") {{ it }}"),
        ];
        for (template, expected) in table {
            assert_eq!(spoken(template, &messages), expected);
        }
    }
}
