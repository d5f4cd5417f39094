//! The headers that protect: on every answer, set in one place.
//!
//! A header that the answer already has is kept, so a downloaded file can
//! have a stricter policy and a static file a longer life in the cache.

use hyper::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};

use crate::http::response::Response;

/// Only our own files, and no script or style written in a page.
pub const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// As [`PAGE_POLICY`], for the page whose form goes to another origin.
#[must_use]
pub fn form_policy(origin: &str) -> String {
    PAGE_POLICY.replace("form-action 'self'", &format!("form-action 'self' {origin}"))
}

/// A file that a citizen sent is never a page of ours.
pub const FILE_POLICY: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// What the municipality decides about the headers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Security {
    /// How many seconds browsers shall insist on encryption.
    pub hsts: Option<u64>,
}

impl Security {
    /// Sets what is missing.
    pub fn apply(&self, response: Response) -> Response {
        let mut response = response;
        // Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
        for (name, value) in [
            (CONTENT_SECURITY_POLICY, PAGE_POLICY),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (REFERRER_POLICY, "same-origin"),
            (X_FRAME_OPTIONS, "DENY"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
            (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
            (
                HeaderName::from_static("permissions-policy"),
                "camera=(), geolocation=(), microphone=()",
            ),
            (CACHE_CONTROL, "no-store"),
        ] {
            response = with_missing(response, name, value);
        }
        match self.hsts {
            Some(seconds) => {
                let value = format!("max-age={seconds}");
                with_missing(response, STRICT_TRANSPORT_SECURITY, &value)
            }
            None => response,
        }
    }
}

fn with_missing(response: Response, name: HeaderName, value: &str) -> Response {
    if response.header(name.as_str()).is_some() {
        return response;
    }
    response.with_header(name, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_protected() {
        let page = Security { hsts: Some(60) }.apply(Response::html(200, String::new()));

        #[rustfmt::skip]
        let expected = [
            ("content-security-policy",   PAGE_POLICY),
            ("x-content-type-options",    "nosniff"),
            ("referrer-policy",           "same-origin"),
            ("cache-control",             "no-store"),
            ("strict-transport-security", "max-age=60"),
        ];
        for (name, value) in expected {
            assert_eq!(page.header(name), Some(value), "{name}");
        }
        for unsafe_source in ["unsafe-inline", "unsafe-eval", "data:", "*"] {
            assert!(!PAGE_POLICY.contains(unsafe_source), "{unsafe_source}");
        }
    }

    #[test]
    fn a_form_may_go_to_one_origin_more_and_nothing_else_changes() {
        let policy = form_policy("https://op.example.se");

        assert!(policy.contains("form-action 'self' https://op.example.se;"));
        assert_eq!(policy.replace(" https://op.example.se", ""), PAGE_POLICY);
    }

    #[test]
    fn what_the_answer_says_itself_is_kept() {
        let file = Response::attachment("a.pdf", "application/pdf", "x".into());
        let file = Security::default().apply(Security::default().apply(file));

        let policies = file.headers.iter().filter(|(name, _)| *name == CONTENT_SECURITY_POLICY);
        assert_eq!(policies.count(), 1);
        assert_eq!(file.header("content-security-policy"), Some(FILE_POLICY));
        assert_eq!(file.header("strict-transport-security"), None);
    }
}
