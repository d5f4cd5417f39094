//! What the content security policy would refuse: script and style inside a page.

use crate::tidy::no_offences;
use crate::tidy::tree::below;

#[test]
fn templates_have_no_script_or_style_of_their_own() {
    let mut offences = Vec::new();
    for file in below("themes/default/templates/") {
        for (place, line) in file.lines() {
            for tag in line.split('<').skip(1) {
                if let Some(what) = inline(tag.split('>').next().unwrap_or_default()) {
                    offences.push(format!("{place}: {what}"));
                }
            }
            for attribute in line.split_whitespace().filter(|it| is_handler(it)) {
                offences.push(format!("{place}: `{attribute}`"));
            }
        }
    }

    no_offences("script and style stand in files of their own", &offences);
}

fn inline(tag: &str) -> Option<&'static str> {
    let name = tag.split_whitespace().next().unwrap_or_default();
    match name {
        "script" if !tag.contains(" src=") => Some("a script inside the page"),
        "style" => Some("a style inside the page"),
        _ if tag.contains("javascript:") => Some("script in an address"),
        _ if tag.contains(" style=") => Some("a `style` attribute"),
        _ => None,
    }
}

/// `onclick=`, also on a line of its own.
fn is_handler(word: &str) -> bool {
    word.strip_prefix("on").and_then(|it| it.split_once('=')).is_some_and(|(name, value)| {
        name.len() > 2 && name.chars().all(|it| it.is_ascii_lowercase()) && value.starts_with('"')
    })
}

#[test]
fn what_is_looked_for_would_be_found() {
    assert!(inline("script type=\"module\"").is_some());
    assert!(inline("script type=\"module\" src=\"/a.js\"").is_none());
    assert!(inline("p style=\"color: red\"").is_some());
    assert!(is_handler("onclick=\"go()\"") && !is_handler("once=1"));
}
