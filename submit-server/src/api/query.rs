//! Which cases are asked for, from the address.

use jiff::Timestamp;

use crate::api::Result;
use crate::api::refusal::Refusal;
use crate::http::request::Request;
use crate::store::{State, Wanted};

/// Cases in a list when the program does not say how many.
pub const USUAL_LIMIT: i64 = 50;

/// Most cases in a list.
pub const MOST_LIMIT: i64 = 100;

/// Most digits of a cursor: far more cases than there will be.
const CURSOR_DIGITS: usize = 15;

/// What a list may be asked for.
const NAMES: [&str; 4] = ["state", "since", "after", "limit"];

/// Reads `?state=&since=&after=&limit=`. A misspelt name would be a list of
/// other cases than was meant, so it is refused.
///
/// # Errors
/// 400 says which name or value cannot be understood.
pub fn wanted(request: &Request) -> Result<Wanted> {
    let pairs = request.pairs();
    for (index, (name, _)) in pairs.iter().enumerate() {
        if !NAMES.contains(&name.as_str()) {
            let names = NAMES.join("`, `");
            return Err(Refusal::Malformed(format!("A list can be asked for by `{names}`.")));
        }
        if pairs.iter().take(index).any(|(other, _)| other == name) {
            return Err(Refusal::Malformed(format!("`{name}` is given twice.")));
        }
    }
    Ok(Wanted {
        state: given(request, "state", state, "is `received`, `in_progress` or `closed`")?,
        since: given(request, "since", moment, "is a time as in RFC 3339; write + as %2B")?,
        after: given(request, "after", cursor, "is what an earlier list gave as `next`")?
            .unwrap_or(0),
        limit: given(request, "limit", limit, "is a number from 1 to 100")?.unwrap_or(USUAL_LIMIT),
    })
}

fn given<T>(
    request: &Request,
    name: &str,
    read: fn(&str) -> Option<T>,
    expected: &str,
) -> Result<Option<T>> {
    let Some(value) = request.query(name) else { return Ok(None) };
    match read(value) {
        Some(value) => Ok(Some(value)),
        None => Err(Refusal::Malformed(format!("`{name}` {expected}."))),
    }
}

fn state(word: &str) -> Option<State> {
    State::named(word).filter(|it| !matches!(it, State::Draft | State::Signing))
}

/// RFC 3339 §5.6, of which the time library takes more than there is.
fn moment(text: &str) -> Option<i64> {
    let (day, time) = text.split_at_checked(10)?;
    let digits = |it: &str, len: usize| it.len() == len && it.bytes().all(|it| it.is_ascii_digit());
    let parts = |it: &str, sign: char, lens: &[usize]| {
        let found: Vec<&str> = it.split(sign).collect();
        found.len() == lens.len() && found.iter().zip(lens).all(|(it, len)| digits(it, *len))
    };
    let time = time.strip_prefix(['T', 't'])?;
    let (clock, rest) = time.split_at_checked(8)?;
    let zone = rest.trim_start_matches(|it: char| it == '.' || it.is_ascii_digit());
    let zone_fits = match zone.strip_prefix(['+', '-']) {
        Some(offset) => parts(offset, ':', &[2, 2]),
        None => zone.eq_ignore_ascii_case("z"),
    };
    if !parts(day, '-', &[4, 2, 2]) || !parts(clock, ':', &[2, 2, 2]) || !zone_fits {
        return None;
    }
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

fn cursor(digits: &str) -> Option<i64> {
    number(digits).filter(|_| digits.len() <= CURSOR_DIGITS)
}

fn limit(digits: &str) -> Option<i64> {
    number(digits).filter(|it| (1..=MOST_LIMIT).contains(it))
}

/// Digits and nothing else: `parse` would take a sign as well.
fn number(digits: &str) -> Option<i64> {
    digits.bytes().all(|it| it.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_as_in_rfc_3339() {
        #[rustfmt::skip]
        let table = [
            ("2026-11-23T14:40:00+01:00",     Some(1_795_441_200_000)),
            ("2026-11-23T13:40:00Z",          Some(1_795_441_200_000)),
            ("2026-11-23t13:40:00.5z",        Some(1_795_441_200_500)),
            ("2026-11-23",                    None),
            ("2026-11-23 13:40:00Z",          None),
            ("2026-11-23T13:40Z",             None),
            ("2026-11-23T13:40:00",           None),
            ("2026-11-23T13:40:00+01",        None),
            ("2026-11-23T13:40:00Z[UTC]",     None),
            ("2026-02-30T13:40:00Z",          None),
            ("+002026-11-23T13:40:00Z",       None),
            ("ååååå",                         None),
            ("",                              None),
        ];
        for (text, expected) in table {
            assert_eq!(moment(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_number_is_digits() {
        let table = [("1", Some(1)), ("100", Some(100)), ("0", None), ("101", None), ("+1", None)];
        for (text, expected) in table {
            assert_eq!(limit(text), expected, "{text:?}");
        }
        assert_eq!(cursor("999999999999999"), Some(999_999_999_999_999));
        assert_eq!(cursor("1000000000000000"), None);
        assert_eq!(cursor(""), None);
    }
}
