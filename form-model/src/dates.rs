//! Dates as they are written and read in Swedish.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

/// `15 mars 2027`.
#[must_use]
pub fn long(date: Date) -> String {
    let month = usize::from(date.month().unsigned_abs()) - 1;
    format!("{} {} {}", date.day(), MONTHS[month], date.year())
}

/// Joins the three boxes of a date question. A real day becomes `YYYY-MM-DD`;
/// anything else is kept as typed, `day month year`, so that it can be shown
/// again; all blank is blank.
#[must_use]
pub fn join(day: &str, month: &str, year: &str) -> String {
    let (day, month, year) = (day.trim(), month.trim(), year.trim());
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return String::new();
    }
    let date = || {
        let month = month_number(month)?;
        // Two digits could mean two centuries, so they are asked again.
        (year.len() == 4).then_some(())?;
        Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()
    };
    match date() {
        Some(date) => date.to_string(),
        None => format!("{day}/{month}/{year}"),
    }
}

/// The three boxes of a stored date, as [`join`] made it.
#[must_use]
pub fn split(text: &str) -> (String, String, String) {
    if let Ok(date) = text.parse::<Date>() {
        return (date.day().to_string(), date.month().to_string(), date.year().to_string());
    }
    let mut parts = text.splitn(3, '/').map(str::to_owned);
    let mut part = || parts.next().unwrap_or_default();
    (part(), part(), part())
}

fn month_number(text: &str) -> Option<i8> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let text = text.to_lowercase();
    let found = MONTHS.iter().position(|month| text.len() >= 3 && month.starts_with(&text))?;
    i8::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_become_a_date_or_stay_as_typed() {
        for (day, month, year, expected) in [
            ("15", "3", "2027", "2027-03-15"),
            ("1", "sep", "2027", "2027-09-01"),
            (" 01 ", "Mars", "2027", "2027-03-01"),
            ("31", "2", "2027", "31/2/2027"),
            ("1", "1", "27", "1/1/27"),
            ("", "", "", ""),
            ("5", "", "", "5//"),
        ] {
            assert_eq!(join(day, month, year), expected);
        }
    }

    #[test]
    fn what_was_typed_comes_back() {
        assert_eq!(split("31/2/2027"), ("31".into(), "2".into(), "2027".into()));
        assert_eq!(split("2027-03-15"), ("15".into(), "3".into(), "2027".into()));
        assert_eq!(split(""), (String::new(), String::new(), String::new()));
    }
}
