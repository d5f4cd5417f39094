//! The animated QR code: what it says in a given second, and its picture.
//!
//! A frame is worked out when it is asked for; frames of the future are never
//! made, and the secret never leaves the server.

use hmac::{Hmac, KeyInit, Mac};
use qrcodegen::{QrCode, QrCodeEcc};
use sha2::Sha256;

/// White around the code, in modules; the standard asks for four.
const QUIET_ZONE: i32 = 4;

/// What is shown when there is no code to scan any more.
pub const BLANK: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>"##;

/// What the code says `seconds` after the order was started.
///
/// # Errors
/// Never, as far as is known: HMAC takes a key of any length.
pub fn content(start_token: &str, start_secret: &str, seconds: u64) -> anyhow::Result<String> {
    let mut code = <Hmac<Sha256> as KeyInit>::new_from_slice(start_secret.as_bytes())?;
    code.update(seconds.to_string().as_bytes());
    let code = hex::encode(code.finalize().into_bytes());
    Ok(format!("bankid.{start_token}.{seconds}.{code}"))
}

/// The code as a picture: dark on white, also in dark mode. The text
/// alternative is given by the page that shows it.
///
/// # Errors
/// When the content is longer than a QR code holds.
pub fn svg(content: &str) -> anyhow::Result<String> {
    let code = QrCode::encode_text(content, QrCodeEcc::Low)
        .map_err(|_| anyhow::anyhow!("the content does not fit in a QR code"))?;
    let side = code.size() + 2 * QUIET_ZONE;
    Ok(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/><path d="{}" fill="#000"/></svg>"##,
        dark_modules(&code)
    ))
}

/// One rectangle for each horizontal run of dark modules.
fn dark_modules(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let length = (x..code.size()).take_while(|&at| code.get_module(at, y)).count() as i32;
            if length > 0 {
                let (left, top) = (x + QUIET_ZONE, y + QUIET_ZONE);
                path.push_str(&format!("M{left} {top}h{length}v1h-{length}z"));
            }
            x += length.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::{content, svg};

    const TOKEN: &str = "67df3917-fa0d-44e5-b327-edcc928297f8";
    const SECRET: &str = "d28db9a7-4cde-429e-a983-359be676944c";

    #[test]
    fn the_code_is_the_one_that_bankid_publishes() {
        for (second, code) in [
            (0, "dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8"),
            (1, "949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2"),
            (2, "a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3"),
        ] {
            let expected = format!("bankid.{TOKEN}.{second}.{code}");
            assert_eq!(content(TOKEN, SECRET, second).expect("a code"), expected);
        }
    }

    #[test]
    fn the_picture_has_a_quiet_zone_and_no_secret() {
        let picture = svg(&content(TOKEN, SECRET, 0).expect("a code")).expect("a picture");

        // Version 7 holds the 117 characters at the lowest correction: 45 modules and twice four.
        assert!(picture.contains(r#"viewBox="0 0 "#), "{picture}");
        assert!(picture.contains(r#"d="M4 4h7v1h-7z"#), "the finder pattern begins at 4,4");
        assert!(!picture.contains(SECRET));
    }

    #[test]
    fn a_text_that_is_too_long_is_an_error_and_no_panic() {
        assert!(svg(&"x".repeat(5000)).is_err());
    }
}
