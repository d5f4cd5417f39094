//! Swedish alphabetical order: å, ä and ö come last, é sorts as e, case and signs do not count.

/// Something to sort titles by: what tells them apart first, then the verb.
pub(crate) fn key(title: &str, verb: &str) -> (Vec<u8>, String) {
    (letters(rest(title, verb)), title.to_owned())
}

/// The part of a title after its verb.
pub(crate) fn rest<'a>(title: &'a str, verb: &str) -> &'a str {
    title.strip_prefix(verb).unwrap_or(title).trim_start()
}

/// The letter that a title is found under; `#` for what begins with no letter.
pub(crate) fn letter(words: &str) -> char {
    match letters(words).first() {
        Some(b'{') => 'Å',
        Some(b'|') => 'Ä',
        Some(b'}') => 'Ö',
        Some(it) if it.is_ascii_alphabetic() => it.to_ascii_uppercase() as char,
        _ => '#',
    }
}

/// The letters as bytes whose order is the Swedish one: `{`, `|` and `}` follow `z`.
fn letters(words: &str) -> Vec<u8> {
    let one = |it: char| match it {
        'a'..='z' | '0'..='9' | ' ' => Some(it as u8),
        'å' => Some(b'{'),
        'ä' | 'æ' => Some(b'|'),
        'ö' | 'ø' => Some(b'}'),
        'é' | 'è' => Some(b'e'),
        'à' | 'á' => Some(b'a'),
        'ü' => Some(b'y'),
        _ => None,
    };
    words.chars().flat_map(char::to_lowercase).filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swedish_letters_come_last() {
        let mut words = ["Övrigt", "Åtgärd", "Ärende", "zon", "Allé", "allt", "”alv”"];
        words.sort_by_key(|it| letters(it));

        assert_eq!(words, ["Allé", "allt", "”alv”", "zon", "Åtgärd", "Ärende", "Övrigt"]);
    }
}
