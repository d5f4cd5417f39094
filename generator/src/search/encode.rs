//! Numbers and sorted words as short text that compresses well.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// Bits of a digit that carry the number; the next one says that more digits follow.
const BITS: u32 = 5;
/// The most letters that a word is said to share with the one before.
const MOST_SHARED: usize = 35;

/// Numbers in the digits of source maps (base64 VLQ, without a sign): small ones take one character.
pub(super) fn numbers(list: impl IntoIterator<Item = usize>) -> String {
    let mut text = String::new();
    for mut it in list {
        loop {
            let low = it & ((1 << BITS) - 1);
            it >>= BITS;
            let digit = if it > 0 { low | (1 << BITS) } else { low };
            text.push(char::from(DIGITS[digit]));
            if it == 0 {
                break;
            }
        }
    }
    text
}

/// Words in order, each as how many letters it shares with the one before (base 36) and the rest.
pub(super) fn sorted<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let (mut text, mut before) = (String::new(), "");
    for it in words {
        let same = it.chars().zip(before.chars()).take_while(|(a, b)| a == b);
        let shared = same.take(MOST_SHARED).count();
        text.push(char::from_digit(shared as u32, 36).unwrap_or('0'));
        text.extend(it.chars().skip(shared));
        text.push('\n');
        before = it;
    }
    text.pop();
    text
}

/// For each term, from the one numbered `from`: how many parts it has, and which ones. The first
/// is a neighbour, and written as how far away it is: twice that before, one less than twice after.
pub(super) fn parts(list: &[Vec<usize>], from: usize) -> String {
    let mut all = Vec::new();
    for (term, parts) in (from..).zip(list) {
        all.push(parts.len());
        let Some((first, rest)) = parts.split_first() else { continue };
        all.push(if *first > term { 2 * (first - term) - 1 } else { 2 * (term - first) });
        all.extend(rest);
    }
    numbers(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_words_are_short() {
        assert_eq!(numbers([0, 1, 31, 32, 1000]), "ABfgBof");
        assert_eq!(sorted(["avfall", "avgift", "bad"]), "0avfall\n2gift\n0bad");
    }

    #[test]
    fn the_first_part_is_told_by_its_distance() {
        assert_eq!(parts(&[vec![], vec![9, 30], vec![13, 2]], 10), numbers([0, 2, 4, 30, 2, 1, 2]));
    }
}
