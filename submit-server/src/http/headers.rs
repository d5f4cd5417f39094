//! The headers that protect: on every answer, set in one place.
//!
//! A header that the answer already has is kept, so a downloaded file can
//! have a stricter policy and a static file a longer life in the cache.

use hyper::HeaderMap;
use hyper::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};

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
    pub fn apply(&self, headers: &mut HeaderMap) {
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
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
        let hsts = self.hsts.map(|seconds| HeaderValue::from_str(&format!("max-age={seconds}")));
        if let Some(Ok(value)) = hsts {
            headers.entry(STRICT_TRANSPORT_SECURITY).or_insert(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::response::Response;

    #[test]
    fn every_answer_is_protected() {
        let mut page = HeaderMap::new();
        Security { hsts: Some(60) }.apply(&mut page);

        #[rustfmt::skip]
        let expected = [
            ("content-security-policy",   PAGE_POLICY),
            ("x-content-type-options",    "nosniff"),
            ("referrer-policy",           "same-origin"),
            ("cache-control",             "no-store"),
            ("strict-transport-security", "max-age=60"),
        ];
        for (name, value) in expected {
            assert_eq!(page[name], value, "{name}");
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
        let mut file = file.header_map().expect("headers");
        Security::default().apply(&mut file);

        assert_eq!(file.get_all(CONTENT_SECURITY_POLICY).iter().count(), 1);
        assert_eq!(file[CONTENT_SECURITY_POLICY], FILE_POLICY);
        assert_eq!(file.get(STRICT_TRANSPORT_SECURITY), None);
    }
}
