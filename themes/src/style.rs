//! The style sheets joined into one, in the order that `css/site.css` lists.
//!
//! Only comments and blanks are taken away: a style sheet read in the browser's
//! tools is still recognisable.

use crate::error::Error;
use crate::files::Files;

/// The file that lists the others.
const LIST: &str = "css/site.css";

/// One style sheet.
pub(crate) fn joined(files: &Files) -> Result<String, Error> {
    let mut sheet = String::new();
    for line in files.text(LIST, "the theme")?.lines() {
        match imported(line) {
            Some(name) => sheet.push_str(files.text(&format!("css/{name}"), LIST)?),
            None => sheet.push_str(line),
        }
        sheet.push('\n');
    }
    Ok(stripped(&sheet))
}

/// The file that an `@import url("…");` asks for.
fn imported(line: &str) -> Option<&str> {
    line.trim().strip_prefix("@import url(\"")?.strip_suffix("\");")
}

/// Without comments and without blanks that mean nothing. Texts in quotes stay.
fn stripped(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut blank = false;
    while let Some(next) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        if next.is_whitespace() {
            blank = true;
            rest = rest.trim_start();
            continue;
        }
        if blank && !matters_not(out.chars().next_back(), next) {
            out.push(' ');
        }
        blank = false;
        let length = if next == '"' { quoted(rest) } else { next.len_utf8() };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// Whether a blank between these two characters can go.
fn matters_not(before: Option<char>, after: char) -> bool {
    before.is_none_or(|it| "{};,".contains(it)) || "{};".contains(after)
}

/// Bytes in the text in quotes that `css` begins with, quotes included.
fn quoted(css: &str) -> usize {
    css[1..].find('"').map_or(css.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::stripped;

    #[test]
    fn comments_and_blanks_go_but_quoted_texts_stay() {
        for (css, expected) in [
            ("a { color: red; }\n", "a{color: red;}"),
            ("/* why */ a > b:not(.c, .d) {}", "a > b:not(.c,.d){}"),
            ("a::before { content: \"/*  */\"; }", "a::before{content: \"/*  */\";}"),
            (":root { --x: calc(1px + 2px); }", ":root{--x: calc(1px + 2px);}"),
            ("a /* open", "a"),
        ] {
            assert_eq!(stripped(css), expected);
        }
    }
}
