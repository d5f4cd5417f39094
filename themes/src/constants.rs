//! What says the same on every page of a site, worked out once.
//!
//! A template asks for the site's name, its menu and the address of its style sheet
//! again for each page that is made. What of it can be made from `site` alone is put
//! in when the template is compiled: a value or a phrase, `{{ site.phone }}`, and a
//! loop that has lines to itself, `{% for it in site.menu %}` … `{% endfor %}`.
//!
//! **Invariant:** only what the engine itself makes when it is given nothing but `site`
//! is put in. All else is left as it stands, also what fails, so that it fails where it
//! is shown. No template gives the name `site` to another value.

use minijinja::{Environment, Value, context};

const LOOP: &str = "{% for ";
const LOOP_END: &str = "{% endfor %}\n";

/// A template with what is constant put in.
pub(crate) fn put_in(
    environment: &Environment<'_>,
    (name, source): (&str, &str),
    site: &Value,
) -> String {
    let make = |piece: &str| {
        let made = environment.render_named_str(name, piece, context! { site }).ok();
        made.filter(|text| stays_text(text))
    };
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let whole = constant_loop(&out, rest);
        if let Some((whole, lines)) = whole.and_then(|it| Some((it, make(it)?))) {
            out.truncate(out.trim_end_matches([' ', '\t']).len());
            out.push_str(&lines);
            rest = &rest[whole.len()..];
            continue;
        }
        let tag = tag(rest);
        let text = asks_for_a_constant(tag).then(|| make(tag)).flatten();
        // The engine would drop a line end before some tags.
        out.push_str(text.as_deref().filter(|it| !it.contains('\n')).unwrap_or(tag));
        rest = &rest[tag.len()..];
    }
    out + rest
}

/// The tag or comment at the beginning of a text; or the brace.
fn tag(text: &str) -> &str {
    let until = |end: &str| text.find(end).map_or(text, |at| &text[..at + end.len()]);
    match text.get(..2) {
        Some("{{") => until("}}"),
        Some("{%") => until("%}"),
        Some("{#") => until("#}"),
        _ => &text[..1],
    }
}

/// Whether a tag prints a phrase or what the site says.
fn asks_for_a_constant(tag: &str) -> bool {
    let asked = tag.strip_prefix("{{ ").unwrap_or_default();
    ["site.", "t(", "\""].iter().any(|it| asked.starts_with(it))
}

/// A loop at the beginning of a text, when it goes through something of the site's,
/// has no loop in it, and shares its lines with nothing.
fn constant_loop<'a>(before: &str, text: &'a str) -> Option<&'a str> {
    let after = text.strip_prefix(LOOP)?;
    let inside = &after[..after.find(LOOP_END)?];
    let whole = &text[..LOOP.len() + inside.len() + LOOP_END.len()];
    let line = before.rsplit('\n').next()?;
    let head = inside.lines().next()?;
    let alone = line.trim().is_empty() && head.ends_with("%}");
    (alone && head.contains(" in site.") && !inside.contains(LOOP)).then_some(whole)
}

/// Whether the engine reads what was made as mere text.
fn stays_text(made: &str) -> bool {
    !["{{", "{%", "{#"].iter().any(|it| made.contains(it)) && !made.ends_with('{')
}

#[cfg(test)]
mod tests {
    use minijinja::value::Serde;
    use serde_json::json;

    use super::{Value, put_in};
    use crate::Theme;

    #[test]
    fn what_is_made_of_the_site_alone_is_put_in() {
        let site = json!({
            "name": "A & B", "odd": "{{ x }}", "rows": "1\n2", "nothing": null, "none": [],
            "menu": [{ "label": "Å", "sub": [1, 2] }],
        });
        let environment = Theme::embedded().expect("a theme").environment().expect("templates");
        let site = Value::from(Serde(site));
        #[rustfmt::skip]
        let table = [
            ("x.html", "<p>{{ site.name }}</p>",                     "<p>A &amp; B</p>"),
            ("x.txt",  "{{ site.name }}",                            "A & B"),
            ("x.html", "{{ t(\"base.account\") }}!",                 "Mina sidor!"),
            ("x.html", "{{ \"Sök <b>\" }}",                          "Sök &lt;b&gt;"),
            ("x.html", "{{ site.menu[0].label }}{{ it.label }}",     "Å{{ it.label }}"),
            ("x.html", "{{ site.odd }}",                             "{{ site.odd }}"),
            ("x.html", "{{ site.rows }}",                            "{{ site.rows }}"),
            ("x.html", "{{ site.nothing }} {{ site.missing }}",      "{{ site.nothing }} {{ site.missing }}"),
            ("x.html", "{# {{ site.name }} #}{ {{- site.name }}",    "{# {{ site.name }} #}{ {{- site.name }}"),
            ("x.html", "{{ t(\"form.left\", n=it) }}",               "{{ t(\"form.left\", n=it) }}"),
            ("x.html", "{{ t(\"form.left\", n=3) }}",                "3 tecken kvar"),
            ("x.html", "a\n  {% for it in site.menu %}\n  <b>{{ it.label }}</b>\n  {% endfor %}\nb", "a\n  <b>Å</b>\nb"),
            ("x.html", "a {% for it in site.menu %}\n{{ it.label }}\n{% endfor %}\n",               "a {% for it in site.menu %}\n{{ it.label }}\n{% endfor %}\n"),
            ("x.html", "{% for it in site.menu %}\n{{ view.x }}\n{% endfor %}\n",                   "{% for it in site.menu %}\n{{ view.x }}\n{% endfor %}\n"),
            ("x.html", "a\n {% for it in site.none %}\n{{ it }}\n{% endfor %}\nb",                     "a\nb"),
            ("x.html", "{% for it in view.list %}\n{{ site.name }}\n{% endfor %}\n",                "{% for it in view.list %}\nA &amp; B\n{% endfor %}\n"),
            ("x.html", "{% for a in site.menu %}\n{% for b in a.sub %}\n{{ b }}\n{% endfor %}\n{% endfor %}\n", "{% for a in site.menu %}\n{% for b in a.sub %}\n{{ b }}\n{% endfor %}\n{% endfor %}\n"),
        ];
        for (name, template, expected) in table {
            assert_eq!(put_in(&environment, (name, template), &site), expected, "{template}");
        }
    }

    #[test]
    fn a_page_is_the_same_with_and_without() {
        let site = json!({ "menu": [{ "label": "Å" }, { "label": "Ä" }], "name": "N" });
        let template = "{% if view %}\n  {% for it in site.menu %}\n  <a>{{ it.label }}</a>\n  \
             {% endfor %}\n  {% endif %}\n{{ site.name }}\n{% if view %}x{% endif %}\n";
        let mut environment = Theme::embedded().expect("a theme").environment().expect("templates");
        environment.add_global("site", Serde(&site));
        let put_in = put_in(&environment, ("x.html", template), &Value::from(Serde(&site)));

        let page = |it: &str| {
            environment.render_named_str("x.html", it, minijinja::context! { view => true })
        };
        assert!(!put_in.contains("site"), "{put_in}");
        assert_eq!(page(&put_in).expect("a page"), page(template).expect("a page"));
    }
}
