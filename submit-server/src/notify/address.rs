//! Addresses that people type, as they are sent to.

/// Country codes of the Nordic countries; a message further away costs much, and
/// who asks for that is seldom a citizen.
const COUNTRIES: [&str; 4] = ["+45", "+46", "+47", "+358"];

/// Swedish mobile numbers begin so, after the country code (PTS numbering plan).
const SWEDISH_MOBILE: [&str; 5] = ["70", "72", "73", "76", "79"];

/// One plain mail address, as it is written in an envelope.
#[must_use]
pub fn mail(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let plain = typed.is_ascii() && typed.len() <= 254;
    let address: lettre::Address = typed.parse().ok().filter(|_| plain)?;
    let address = address.to_string();
    // Only an address with a dot in its domain, and no quoted oddities.
    let (local, domain) = address.rsplit_once('@')?;
    let known = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&it);
    // A name that somebody has registered, and no machine of ours by its number.
    let name = |it: u8| it.is_ascii_alphanumeric() || b"-.".contains(&it);
    let top = domain.rsplit_once('.').is_some_and(|(_, top)| !is_number(top));
    (top && domain.bytes().all(name) && local.bytes().all(known)).then_some(address)
}

fn is_number(label: &str) -> bool {
    label.bytes().all(|it| it.is_ascii_digit())
}

/// A mobile number as `+46701740605`.
#[must_use]
pub fn mobile(typed: &str) -> Option<String> {
    let allowed = |it: char| it.is_ascii_digit() || it.is_whitespace() || "+-()–".contains(it);
    if !typed.chars().all(allowed) {
        return None;
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let number = match (typed.trim().strip_prefix('+'), digits.strip_prefix("00")) {
        (Some(_), _) => format!("+{digits}"),
        (None, Some(rest)) => format!("+{rest}"),
        (None, None) => format!("+46{}", digits.strip_prefix('0')?),
    };
    let country = COUNTRIES.iter().find(|it| number.starts_with(**it))?;
    let rest = number[country.len()..].strip_prefix('0').unwrap_or(&number[country.len()..]);
    let right = match *country {
        "+46" => rest.len() == 9 && SWEDISH_MOBILE.iter().any(|it| rest.starts_with(it)),
        _ => (6..=11).contains(&rest.len()),
    };
    right.then(|| format!("{country}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_taken_however_it_is_written() {
        #[rustfmt::skip]
        let table = [
            ("070-174 06 05",        Some("+46701740605")),
            (" 0701740605 ",         Some("+46701740605")),
            ("+46 70 174 06 05",     Some("+46701740605")),
            ("+46 (0)70 174 06 05",  Some("+46701740605")),
            ("0046701740605",        Some("+46701740605")),
            ("+47 912 34 567",       Some("+4791234567")),
            ("0690-25 01 00",        None),
            ("070-174 06",           None),
            ("+1 202 555 0100",      None),
            ("070-174 06 05\r\nX",   None),
            ("sju",                  None),
            ("",                     None),
        ];
        for (typed, expected) in table {
            assert_eq!(mobile(typed).as_deref(), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_mail_address_is_one_and_nothing_more() {
        #[rustfmt::skip]
        let table = [
            ("alva@example.se",                    true),
            (" alva.prov+x@post.example.se ",      true),
            ("Alva <alva@example.se>",             false),
            ("alva@example.se, bo@example.se",     false),
            ("alva@example.se\r\nBcc: x@y.se",     false),
            ("alva@example",                       false),
            ("\"a b\"@example.se",                 false),
            ("älva@example.se",                    false),
            ("alva",                               false),
            ("",                                   false),
        ];
        for (typed, expected) in table {
            assert_eq!(mail(typed).is_some(), expected, "{typed:?}");
        }
    }
}
