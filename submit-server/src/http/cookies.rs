//! Cookies, in and out.

use hyper::HeaderMap;
use hyper::header::COOKIE;

/// The value of a cookie. Two different values under one name are no value:
/// one of them was not set by us.
pub fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut found = None;
    for line in headers.get_all(COOKIE) {
        for pair in line.to_str().ok()?.split(';') {
            let Some((key, value)) = pair.trim().split_once('=') else {
                continue;
            };
            if key != name {
                continue;
            }
            if found.is_some_and(|it| it != value) {
                return None;
            }
            found = Some(value);
        }
    }
    found
}

/// A cookie to set: always `Secure`, `SameSite=Lax` and for the whole site.
#[derive(Debug, Clone)]
pub struct SetCookie {
    name: &'static str,
    value: String,
    http_only: bool,
    max_age: Option<u64>,
}

impl SetCookie {
    /// A cookie that scripts cannot read and that goes when the browser does.
    /// The value is one of ours: letters, digits, `-`, `_` and `.`.
    pub fn new(name: &'static str, value: impl Into<String>) -> SetCookie {
        SetCookie { name, value: value.into(), http_only: true, max_age: None }
    }

    /// A cookie that takes away another.
    pub fn gone(name: &'static str) -> SetCookie {
        SetCookie::new(name, "").max_age(0)
    }

    /// Lets scripts read it: only for a marker that says nothing.
    pub fn readable(mut self) -> SetCookie {
        self.http_only = false;
        self
    }

    /// How many seconds it stays.
    pub fn max_age(mut self, seconds: u64) -> SetCookie {
        self.max_age = Some(seconds);
        self
    }

    /// The header's value.
    pub fn header(&self) -> String {
        let mut text = format!("{}={}; Path=/; Secure; SameSite=Lax", self.name, self.value);
        if self.http_only {
            text.push_str("; HttpOnly");
        }
        if let Some(seconds) = self.max_age {
            text.push_str(&format!("; Max-Age={seconds}"));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_read_by_its_whole_name() {
        #[rustfmt::skip]
        let table: [(&str, &[&str], Option<&str>); 9] = [
            ("none",                &[],                       None),
            ("one",                 &["a=1"],                  Some("1")),
            ("among others",        &["b=2; a=1; c=3"],        Some("1")),
            ("another's name",      &["xa=1; ab=2"],           None),
            ("another's value",     &["b=a=1"],                None),
            ("two header lines",    &["b=2", "a=1"],           Some("1")),
            ("twice the same",      &["a=1; a=1"],             Some("1")),
            ("twice, not the same", &["a=1; a=2"],             None),
            ("equal sign inside",   &["a=1=2"],                Some("1=2")),
        ];
        for (name, lines, expected) in table {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(COOKIE, line.parse().expect("a header"));
            }
            assert_eq!(value(&headers, "a"), expected, "{name}");
        }
    }

    #[test]
    fn a_cookie_is_always_secure() {
        let kept = SetCookie::new("__Host-a", "1").header();
        let marker = SetCookie::new("m", "1").readable().max_age(60).header();
        let gone = SetCookie::gone("__Host-a").header();

        assert_eq!(kept, "__Host-a=1; Path=/; Secure; SameSite=Lax; HttpOnly");
        assert_eq!(marker, "m=1; Path=/; Secure; SameSite=Lax; Max-Age=60");
        assert_eq!(gone, "__Host-a=; Path=/; Secure; SameSite=Lax; HttpOnly; Max-Age=0");
    }
}
