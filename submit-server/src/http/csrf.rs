//! Whether a form that was sent came from a page of ours.
//!
//! Two independent answers, both needed: the browser says where the request
//! comes from (`Sec-Fetch-Site`, `Origin`), and the form carries the token of
//! the session. A browser too old to say where is trusted on the token alone.

use hyper::header::ORIGIN;
use subtle::ConstantTimeEq;

use crate::http::fields::Fields;
use crate::http::request::Request;
use crate::problem::{Problem, Result};

/// The name of the form field that holds the token.
pub const FIELD: &str = "csrf";

/// Refuses a form that another site sent, or that lacks the session's token.
pub fn check(request: &Request, fields: &Fields, origin: &str, token: &str) -> Result<()> {
    if same_site(request, origin) && same(token, fields.text(FIELD)) {
        return Ok(());
    }
    Err(Problem::OutOfDate)
}

/// Refuses a first form from elsewhere: one that begins a session, so that no
/// cookie is set before somebody does something. There is no token yet, and the
/// browser must say where the form comes from.
pub fn check_first(request: &Request, origin: &str) -> Result<()> {
    let says_so = request.headers.contains_key(ORIGIN) && same_site(request, origin);
    if says_so { Ok(()) } else { Err(Problem::OutOfDate) }
}

/// Whether the browser says, or at least does not deny, that the request
/// comes from a page at `origin` (`https://sjalvservice.example.se`).
pub fn same_site(request: &Request, origin: &str) -> bool {
    // `none` is the person's own doing: sending again after a restart.
    let site = request.header("sec-fetch-site");
    let site_agrees = site.is_none_or(|it| it == "same-origin" || it == "none");
    let mut origins = request.headers.get_all(ORIGIN).iter();
    site_agrees && origins.all(|it| it.as_bytes() == origin.as_bytes())
}

/// Whether the token is the expected one, in a time that tells nothing.
/// An empty token is never the expected one.
pub fn same(expected: &str, given: &str) -> bool {
    !expected.is_empty() && bool::from(expected.as_bytes().ct_eq(given.as_bytes()))
}

#[cfg(test)]
mod tests {
    use hyper::Method;

    use super::*;

    const HOME: &str = "https://sjalvservice.example.se";

    /// What it is, the headers, the token, whether it is let through.
    type Row = (&'static str, &'static [(&'static str, &'static str)], &'static str, bool);

    #[test]
    fn a_form_from_elsewhere_is_refused() {
        #[rustfmt::skip]
        let table: [Row; 11] = [
            ("an old browser",             &[],                                                     "right", true),
            ("our page",                   &[("sec-fetch-site", "same-origin"), ("origin", HOME)],  "right", true),
            ("only the origin",            &[("origin", HOME)],                                     "right", true),
            ("sent again",                 &[("sec-fetch-site", "none")],                           "right", true),
            ("another site",               &[("sec-fetch-site", "cross-site")],                     "right", false),
            ("a sister site",              &[("sec-fetch-site", "same-site")],                      "right", false),
            ("another origin",             &[("origin", "https://example.com")],                    "right", false),
            ("without encryption",         &[("origin", "http://sjalvservice.example.se")],         "right", false),
            ("no origin to speak of",      &[("origin", "null")],                                   "right", false),
            ("another token",              &[("origin", HOME)],                                     "wrong", false),
            ("no token",                   &[("origin", HOME)],                                     "",      false),
        ];
        for (name, headers, token, expected) in table {
            let mut request = Request::for_test(Method::POST, "/mina-sidor/fortsatt");
            for (key, value) in headers {
                request = request.with_header(key, value);
            }
            let fields = Fields::from_pairs(&[(FIELD, token)]);
            assert_eq!(check(&request, &fields, HOME, "right").is_ok(), expected, "{name}");
        }
    }

    #[test]
    fn an_empty_token_is_never_right() {
        assert!(!same("", ""));
        assert!(same("a", "a"));
        assert!(!same("a", "ab"));
    }
}
