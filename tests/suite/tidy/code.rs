//! Rust without its words: comments, strings and characters blanked, so that
//! what is left is what the compiler acts on. Lines stay where they are.

/// The source with everything blanked that is not code.
pub(super) fn bare(source: &str) -> String {
    let mut bare = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = not_code(rest, bare.chars().next_back());
        if length == 0 {
            bare.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        bare.extend(rest[..length].chars().map(|it| if it == '\n' { '\n' } else { ' ' }));
        rest = &rest[length..];
    }
    bare
}

/// The code that is shipped: without the tests, which stand last in a file.
pub(super) fn shipped(path: &str, source: &str) -> String {
    if path.ends_with("/tests.rs") || path.contains("/tests/") {
        return String::new();
    }
    let mut bare = bare(source);
    if let Some(at) = bare.find("#[cfg(test)]\nmod tests {") {
        bare.truncate(at);
    }
    bare
}

/// How many bytes at the beginning are a comment, a string or a character.
fn not_code(rest: &str, before: Option<char>) -> usize {
    let in_word = before.is_some_and(|it| it.is_alphanumeric() || it == '_');
    match rest.as_bytes() {
        [b'/', b'/', ..] => rest.find('\n').unwrap_or(rest.len()),
        [b'/', b'*', ..] => block_comment(rest),
        [b'"', ..] => 1 + closed(&rest[1..], '"'),
        [b'b', b'"', ..] if !in_word => 2 + closed(&rest[2..], '"'),
        [b'r', b'"' | b'#', ..] if !in_word => raw(rest, 1),
        [b'b', b'r', b'"' | b'#', ..] if !in_word => raw(rest, 2),
        [b'\'', b'\\', ..] => 1 + closed(&rest[1..], '\''),
        [b'\'', ..] => {
            // A character has its second sign after one letter; a lifetime has none.
            let mut letters = rest.char_indices().skip(2);
            letters.next().filter(|(_, it)| *it == '\'').map_or(0, |(at, _)| at + 1)
        }
        _ => 0,
    }
}

fn block_comment(rest: &str) -> usize {
    rest.find("*/").map_or(rest.len(), |at| at + 2)
}

/// The length up to and with the closing sign.
fn closed(rest: &str, sign: char) -> usize {
    let mut escaped = false;
    for (at, it) in rest.char_indices() {
        match it {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            it if it == sign => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of a raw string; nothing for a raw identifier.
fn raw(rest: &str, prefix: usize) -> usize {
    let hashes = rest[prefix..].bytes().take_while(|it| *it == b'#').count();
    let open = prefix + hashes;
    if rest.as_bytes().get(open) != Some(&b'"') {
        return 0;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    rest[open + 1..].find(&close).map_or(rest.len(), |at| open + 1 + at + close.len())
}

#[test]
fn only_code_is_left() {
    #[rustfmt::skip]
    let cases = [
        ("a // b\nc",              "a     \nc"),
        ("a /* b\n */ c",          "a     \n    c"),
        ("say(\"a \\\" b\") c",    "say(        ) c"),
        ("r#\"a \" b\"# c",        "           c"),
        ("for_r\"a\"",             "for_r   "),
        ("'\"' 'a' &'a str",       "        &'a str"),
        ("'\\'' + b\"x\"",         "     +     "),
    ];
    for (source, expected) in cases {
        assert_eq!(bare(source), expected, "{source}");
    }
}
