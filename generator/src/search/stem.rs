//! Words without their endings: all forms of a word, one key.
//!
//! Snowball's Swedish rules leave definite forms apart (`skolan`, `bygglovet`);
//! here one more ending is taken, so that they meet. The script does the same
//! (`themes/default/js/search-words.js`), tested on `generator/cases/search.json`.

/// Endings; the longest that fits is taken.
#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "heterna", "hetens", "heten", "heter", "anden", "andes", "andet", "arens", "arnas", "ernas", "ornas",
    "ande", "arne", "arna", "aste", "aren", "ades", "erna", "erns", "orna", "orns",
    "ade", "are", "ast", "ens", "ets", "ans", "nas", "ern", "het",
    "ad", "ar", "as", "at", "an", "na", "en", "er", "es", "or", "et", "s", "a", "e",
];
/// Plurals of words that end in their only vowel: `köer`, `sjöarna`.
const PLURALS: &[&str] = &["erna", "arna", "er", "ar"];
const DOUBLED: &[&str] = &["dd", "gd", "nn", "dt", "gt", "kt", "tt", "mm"];
const ADJECTIVES: &[&str] = &["fullt", "löst", "els", "lig", "ig"];
/// Who or what does something: `kurator`, `traktorer`; and what follows.
const AFTER_DOERS: &[&str] = &["ernas", "erna", "ers", "er", "ns", "n", "s", ""];
/// The longest ending that is taken after another one.
const LONGEST_SECOND: usize = 2;
/// Letters that no ending reaches into.
const SHORTEST: usize = 3;

/// What all forms of a word in lower case have in common. Marks on letters stay: `mät` is not `mat`.
pub(super) fn key(word: &str) -> String {
    if let Some(short) = short(word) {
        return short.to_owned();
    }
    if let Some(doer) = AFTER_DOERS.iter().find_map(|it| doer(word.strip_suffix(it)?)) {
        return doer.to_owned();
    }
    let start = region(word);
    let mut stem = word;
    for round in 0..2 {
        let Some(ending) = longest(tail(stem, start), ENDINGS) else { break };
        let genitive = stem.chars().rev().nth(1).is_some_and(|it| "bcdfghjklmnoprtvy".contains(it));
        if (ending == "s" && !genitive) || (round == 1 && ending.len() > LONGEST_SECOND) {
            break;
        }
        stem = &stem[..stem.len() - ending.len()];
        // What is left of `lägenhet` or `plats` has no ending of its own.
        if ending == "s" || ending.starts_with("het") {
            break;
        }
    }
    // The doubled letter may begin just before the region.
    let before = start - word[..start].chars().next_back().map_or(0, char::len_utf8);
    if longest(tail(stem, before), DOUBLED).is_some() {
        stem = &stem[..stem.len() - 1];
    }
    let cut = match longest(tail(stem, start), ADJECTIVES) {
        Some("fullt" | "löst") => 1,
        Some(ending) => ending.len(),
        None => 0,
    };
    stem[..stem.len() - cut].to_owned()
}

/// `köer` → `kö`: too short for the rules.
fn short(word: &str) -> Option<&str> {
    let rest = PLURALS.iter().find_map(|it| word.strip_suffix(it))?;
    let vowels = rest.chars().filter(|it| is_vowel(*it)).count();
    (vowels == 1 && rest.ends_with(is_vowel) && rest.chars().count() > 1).then_some(rest)
}

/// The last letters of a doer are no plural, but those of `gator` are.
fn doer(word: &str) -> Option<&str> {
    let ator = || {
        let rest = word.strip_suffix("ator")?;
        let mut before = rest.chars().rev();
        Some(before.next()? != 'g' && before.any(is_vowel))
    };
    let ktor = word.strip_suffix("ktor").is_some_and(|it| !it.is_empty());
    (ktor || ator() == Some(true)).then_some(word)
}

fn longest(tail: &str, endings: &[&'static str]) -> Option<&'static str> {
    endings.iter().filter(|it| tail.ends_with(**it)).max_by_key(|it| it.len()).copied()
}

fn tail(word: &str, start: usize) -> &str {
    word.get(start..).unwrap_or_default()
}

/// Endings are looked for after the first consonant that follows a vowel, and after three letters.
fn region(word: &str) -> usize {
    let mut vowel = false;
    for (letters, (at, it)) in word.char_indices().enumerate() {
        if vowel && !is_vowel(it) {
            let third = word.char_indices().nth(SHORTEST).map_or(word.len(), |(at, _)| at);
            return if letters + 1 >= SHORTEST { at + it.len_utf8() } else { third };
        }
        vowel |= is_vowel(it);
    }
    word.len()
}

fn is_vowel(it: char) -> bool {
    matches!(it, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ä' | 'å' | 'ö')
}
