//! The animated QR code: `bankid.<token>.<seconds>.<code>`.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a QR code says, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub struct Scanned<'a> {
    /// Which order.
    pub token: &'a str,
    /// Seconds since the order was made, according to the portal.
    pub seconds: i64,
    /// Proof that whoever drew it knows the order's secret.
    pub code: &'a str,
}

/// Takes the text of a QR code apart; `None` when it is something else.
pub fn parse(text: &str) -> Option<Scanned<'_>> {
    let mut parts = text.trim().strip_prefix("bankid.")?.split('.');
    let (token, seconds, code) = (parts.next()?, parts.next()?, parts.next()?);
    let padded = seconds.len() > 1 && seconds.starts_with('0');
    if parts.next().is_some() || padded || !seconds.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    Some(Scanned { token, seconds: seconds.parse().ok()?, code })
}

/// The proof for a second: HMAC-SHA256 of the number in decimal, in lower-case hex.
pub fn code(secret: &str, seconds: i64) -> String {
    // HMAC takes a key of any length, so this never fails.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(seconds.to_string().as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::{Scanned, code, parse};

    #[test]
    fn the_code_is_the_documented_one() {
        let secret = "d28db9a7-4cde-429e-a983-359be676944c";
        for (seconds, expected) in [
            (0, "dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8"),
            (1, "949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2"),
            (2, "a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3"),
        ] {
            assert_eq!(code(secret, seconds), expected);
        }
    }

    #[test]
    fn only_the_documented_form_is_read() {
        assert_eq!(
            parse(" bankid.t-1.12.ab\n"),
            Some(Scanned { token: "t-1", seconds: 12, code: "ab" })
        );
        for text in ["", "bankid.t.1", "bankid.t.01.ab", "bankid.t.-1.ab", "bankid.t.1.ab.c", "x"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
