//! Steps as TOML, in the way that authors write them.

use std::fmt::Write as _;

use toml::Value;

use crate::import::form::asked::{Asked, Step};

/// The steps of a form.
pub(super) fn steps(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        out.push_str("\n[[steps]]\n");
        line(&mut out, "id", &quoted(&step.id));
        line(&mut out, "title", &quoted(&step.title));
        for field in step.questions.iter().flat_map(|it| &it.fields) {
            out.push_str("\n[[steps.fields]]\n");
            write_field(&mut out, field);
        }
        for exit in &step.exits {
            out.push_str("\n[[steps.exits]]\n");
            line(&mut out, "if", &exit.when);
            line(&mut out, "title", &quoted(&exit.title));
            line(&mut out, "text", &list(&exit.text));
        }
    }
    out
}

fn write_field(out: &mut String, it: &Asked) {
    line(out, "id", &quoted(&it.id));
    line(out, "kind", &quoted(it.kind));
    line(out, "label", &quoted(&it.label));
    if let Some(hint) = &it.hint {
        line(out, "hint", &quoted(hint));
    }
    if it.optional {
        line(out, "optional", "true");
    }
    if let Some(show_if) = &it.show_if {
        line(out, "show_if", show_if);
    }
    if !it.choices.is_empty() {
        out.push_str("choices = [\n");
        for (id, label) in &it.choices {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "  {{ id = {}, label = {} }},", quoted(id), quoted(label));
        }
        out.push_str("]\n");
    }
    it.numbers.iter().for_each(|(key, value)| line(out, key, &value.to_string()));
    it.texts.iter().for_each(|(key, value)| line(out, key, &quoted(value)));
    it.lists.iter().for_each(|(key, value)| line(out, key, &list(value)));
    it.flags.iter().for_each(|key| line(out, key, "true"));
    if let Some(why) = &it.imported {
        line(out, "imported", &quoted(why));
    }
}

fn line(out: &mut String, key: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{key} = {value}");
}

/// A text as TOML has it, on one line.
pub(in crate::import) fn quoted(text: &str) -> String {
    let one_line: Vec<&str> = text.split(|it: char| it.is_control()).collect();
    Value::String(one_line.join(" ")).to_string()
}

/// A list of texts as TOML has it, one a line when there are several.
pub(in crate::import) fn list(texts: &[String]) -> String {
    match texts {
        [] => "[]".to_owned(),
        [one] => format!("[{}]", quoted(one)),
        more => {
            let lines: Vec<String> = more.iter().map(|it| format!("  {},\n", quoted(it))).collect();
            format!("[\n{}]", lines.concat())
        }
    }
}
