//! "Did you mean …": the known word nearest to a misspelt one.

/// The help of an unknown word: the nearest known one, or all of them when they are few.
#[must_use]
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    const FEW: usize = 14;
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    if let Some(nearest) = nearest(word, &known) {
        return format!("did you mean `{nearest}`?");
    }
    if known.is_empty() {
        return "there is nothing to refer to yet".to_owned();
    }
    let more = if known.len() > FEW { ", …" } else { "" };
    let listed: Vec<String> = known.iter().take(FEW).map(|it| format!("`{it}`")).collect();
    format!("choose one of {}{more}", listed.join(", "))
}

/// The known word nearest to `word`, if one is near.
fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let reach = ((word.chars().count() + 1) / 3).clamp(1, 4);
    let distances = known.iter().map(|it| (distance(word, it), *it));
    distances.filter(|(distance, _)| *distance <= reach).min().map(|(_, it)| it)
}

/// Levenshtein's edit distance, with one row in memory.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, b) in right.iter().enumerate() {
            let cost = diagonal + usize::from(a != *b);
            diagonal = row[column + 1];
            row[column + 1] = cost.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_gets_the_nearest_known_one() {
        #[rustfmt::skip]
        let cases = [
            ("catgory", "did you mean `category`?"),
            ("titel",   "did you mean `title`?"),
            ("xyz",     "choose one of `category`, `title`"),
        ];
        for (word, expected) in cases {
            assert_eq!(did_you_mean(word, ["title", "category"]), expected, "{word}");
        }
    }
}
