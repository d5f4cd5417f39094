//! Swedish identity numbers: personnummer (folkbokföringslagen 18 §) and
//! samordningsnummer (lag 2022:1697), which is the same with 60 added to the day.

use jiff::civil::Date;

/// Nobody in the register was born before this year.
const EARLIEST_YEAR: i16 = 1840;

/// A valid identity number of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityNumber {
    /// Twelve digits.
    pub digits: String,
    /// Personnummer or samordningsnummer.
    pub kind: NumberKind,
    /// Date of birth; may be unconfirmed for a samordningsnummer.
    pub born: Date,
}

/// The two kinds of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    /// Given to those who are registered in Sweden.
    Personnummer,
    /// Given to others who need a number.
    Samordningsnummer,
}

/// Why a number is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// Not ten or twelve digits, with a separator in its place.
    #[error("not the form of an identity number")]
    Form,
    /// No such day, or a day to come.
    #[error("not a day of birth")]
    Date,
    /// The serial number 000 is not used.
    #[error("not a serial number")]
    Serial,
    /// The last digit does not fit the others.
    #[error("wrong check digit")]
    CheckDigit,
}

/// Reads a number of ten or twelve digits; `today` decides the century of ten.
///
/// # Errors
/// [`Invalid`] says why it is not a number of a person.
pub fn parse(text: &str, today: Date) -> Result<IdentityNumber, Invalid> {
    let (digits, separator) = digits(text)?;
    let short = &digits[digits.len() - 10..];
    let year_of_century: i16 = number(&short[..2]);
    let month = number(&short[2..4]);
    let day_given: i8 = number(&short[4..6]);
    let (day, kind) = match day_given {
        61..=91 => (day_given - 60, NumberKind::Samordningsnummer),
        _ => (day_given, NumberKind::Personnummer),
    };
    let born = match digits.len() {
        12 => born_in(number(&digits[..4]), month, day, today, separator)?,
        _ => born_lately(year_of_century, (month, day), today, separator)?,
    };
    if &short[6..9] == "000" {
        return Err(Invalid::Serial);
    }
    if check_digit(&short[..9]) != number::<u32>(&short[9..]) {
        return Err(Invalid::CheckDigit);
    }
    Ok(IdentityNumber { digits: format!("{:02}{short}", born.year() / 100), kind, born })
}

/// `19900101-2385`, as people read it.
#[must_use]
pub fn shown(digits: &str) -> String {
    match digits.split_at_checked(8) {
        Some((date, last)) if last.len() == 4 => format!("{date}-{last}"),
        _ => digits.to_owned(),
    }
}

/// `19900101-****`, where the number is not needed in full.
#[must_use]
pub fn masked(digits: &str) -> String {
    format!("{}-****", digits.get(..8).unwrap_or_default())
}

/// The digits, and the separator if there was one.
fn digits(text: &str) -> Result<(String, Option<char>), Invalid> {
    let mut digits = String::with_capacity(12);
    let mut separator = None;
    let text: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    let length = text.chars().filter(char::is_ascii_digit).count();
    for it in text.chars() {
        match it {
            '0'..='9' => digits.push(it),
            '-' | '‐' | '‑' | '–' | '−' if separator.is_none() => separator = Some('-'),
            '+' if separator.is_none() => separator = Some('+'),
            _ => return Err(Invalid::Form),
        }
        if separator.is_some() && digits.len() + 4 != length && !it.is_ascii_digit() {
            return Err(Invalid::Form);
        }
    }
    if digits.len() == 10 || digits.len() == 12 {
        Ok((digits, separator))
    } else {
        Err(Invalid::Form)
    }
}

fn born_in(
    year: i16,
    month: i8,
    day: i8,
    today: Date,
    separator: Option<char>,
) -> Result<Date, Invalid> {
    let born = Date::new(year, month, day).map_err(|_| Invalid::Date)?;
    if born > today || year < EARLIEST_YEAR {
        return Err(Invalid::Date);
    }
    // "+" is used from the calendar year in which the person turns 100.
    if separator == Some('+') && today.year() - year < 100 {
        return Err(Invalid::Form);
    }
    Ok(born)
}

fn born_lately(
    year: i16,
    (month, day): (i8, i8),
    today: Date,
    separator: Option<char>,
) -> Result<Date, Invalid> {
    let century = today.year() / 100 * 100;
    let in_year = |year| Date::new(year, month, day).map_err(|_| Invalid::Date);
    let this_century = in_year(century + year);
    let mut born = match this_century {
        Ok(date) if date <= today => date,
        _ => in_year(century + year - 100)?,
    };
    if separator == Some('+') {
        born = if today.year() - born.year() < 100 { in_year(born.year() - 100)? } else { born };
    }
    if born.year() < EARLIEST_YEAR {
        return Err(Invalid::Date);
    }
    Ok(born)
}

/// The Luhn digit over nine digits, weights 2 and 1 in turn.
fn check_digit(nine: &str) -> u32 {
    let sum: u32 = nine
        .bytes()
        .enumerate()
        .map(|(place, byte)| {
            let product = u32::from(byte - b'0') * if place % 2 == 0 { 2 } else { 1 };
            product / 10 + product % 10
        })
        .sum();
    (10 - sum % 10) % 10
}

/// The value of a run of ASCII digits that is known to fit.
fn number<T: std::str::FromStr + Default>(digits: &str) -> T {
    digits.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn numbers_are_read_as_the_authority_writes_them() {
        let today = date(2026, 11, 23);
        #[rustfmt::skip]
        let table = [
            ("199001012385",   Ok("199001012385")),
            ("19900101-2385",  Ok("199001012385")),
            ("900101-2385",    Ok("199001012385")),
            ("900101 2385",    Ok("199001012385")),
            ("900101–2385",    Ok("199001012385")),
            ("900101+2385",    Ok("189001012385")),
            ("090527+1474",    Ok("190905271474")),
            ("197811012397",   Ok("197811012397")),
            ("200203012398",   Ok("200203012398")),
            ("020301-2398",    Ok("200203012398")),
            ("196403722397",   Ok("196403722397")),
            ("197001782395",   Ok("197001782395")),
            ("200002292399",   Ok("200002292399")),
            ("150916-0006",    Err(Invalid::Serial)),
            ("201509160006",   Err(Invalid::Serial)),
            ("197004289895",   Err(Invalid::CheckDigit)),
            ("190002292391",   Err(Invalid::Date)),
            ("199001322385",   Err(Invalid::Date)),
            ("199013012385",   Err(Invalid::Date)),
            ("199001922385",   Err(Invalid::Date)),
            ("203001012385",   Err(Invalid::Date)),
            ("380804+8098",    Err(Invalid::Date)),
            ("857209-0606",    Err(Invalid::Date)),
            ("19900101+2385",  Err(Invalid::Form)),
            ("19900101--2385", Err(Invalid::Form)),
            ("1990-01012385",  Err(Invalid::Form)),
            ("20000101T220",   Err(Invalid::Form)),
            ("１９９００１０１２３８５", Err(Invalid::Form)),
            ("",               Err(Invalid::Form)),
            ("90010123",       Err(Invalid::Form)),
            ("90010123855",    Err(Invalid::Form)),
            ("1990010123855",  Err(Invalid::Form)),
        ];
        for (text, expected) in table {
            let read = parse(text, today);
            assert_eq!(
                read.as_ref().map(|it| it.digits.as_str()).map_err(|it| *it),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn a_samordningsnummer_is_told_apart() {
        let read = parse("196403722397", date(2026, 11, 23)).expect("valid");
        assert_eq!((read.kind, read.born), (NumberKind::Samordningsnummer, date(1964, 3, 12)));
    }

    #[test]
    fn one_hundred_years_are_counted_in_calendar_years() {
        assert_eq!(
            parse("261201+2385", date(2026, 11, 23)).map_err(|it| it == Invalid::CheckDigit),
            Err(true)
        );
        assert_eq!(shown("199001012385"), "19900101-2385");
        assert_eq!(masked("199001012385"), "19900101-****");
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in ".{0,20}") {
            let _ = parse(&text, date(2026, 11, 23)).is_ok();
        }

        #[test]
        fn reading_what_was_read_changes_nothing(text in "[0-9]{6}[-+]?[0-9]{4}") {
            let today = date(2026, 11, 23);
            if let Ok(read) = parse(&text, today) {
                proptest::prop_assert_eq!(parse(&read.digits, today), Ok(read));
            }
        }
    }
}
