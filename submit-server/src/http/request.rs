//! A request, whole and checked, as the pages see it.

use std::net::{IpAddr, Ipv4Addr};

use bytes::Bytes;
use hyper::header::{CONTENT_TYPE, COOKIE, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method};

use crate::http::cookies;
use crate::http::fields::Fields;
use crate::problem::Result;

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct Request {
    /// GET or POST; a HEAD arrives as GET, and only its head is sent back.
    pub method: Method,
    /// The path as sent, never decoded: no address of ours needs it.
    pub path: String,
    /// The headers, with exactly one known `Host`.
    pub headers: HeaderMap,
    /// The end user's address.
    pub client: IpAddr,
    /// The body, whole.
    pub body: Bytes,
    query: Vec<(String, String)>,
}

impl Request {
    /// A request for a path and query, without headers and body.
    pub fn new(method: Method, path_and_query: &str, client: IpAddr) -> Request {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Request {
            method,
            path: path.to_owned(),
            headers: HeaderMap::new(),
            client,
            body: Bytes::new(),
            query,
        }
    }

    /// The parts of the path between slashes; empty ones are left out.
    pub fn segments(&self) -> Vec<&str> {
        self.path.split('/').filter(|it| !it.is_empty()).collect()
    }

    /// The first value in the query under a name.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Everything in the query, in order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.query
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        cookies::value(&self.headers, name)
    }

    /// The first header under a name, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The form in the body. Refused when it is not a form, or has too many or
    /// too long fields.
    pub fn form(&self) -> Result<Fields> {
        Fields::read(self.header(CONTENT_TYPE.as_str()).unwrap_or_default(), &self.body)
    }
}

/// How tests make requests, without a socket.
impl Request {
    /// A request from 127.0.0.1.
    pub fn for_test(method: Method, path_and_query: &str) -> Request {
        Request::new(method, path_and_query, IpAddr::V4(Ipv4Addr::LOCALHOST))
    }

    /// With one more header. A name or value that cannot be sent is left out.
    pub fn with_header(mut self, name: &str, value: &str) -> Request {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            self.headers.append(name, value);
        }
        self
    }

    /// With one more cookie.
    pub fn with_cookie(self, name: &str, value: &str) -> Request {
        self.with_header(COOKIE.as_str(), &format!("{name}={value}"))
    }

    /// With a body of some media type.
    pub fn with_body(mut self, media_type: &str, body: impl Into<Bytes>) -> Request {
        self.body = body.into();
        self.with_header(CONTENT_TYPE.as_str(), media_type)
    }

    /// With a form, as a browser sends one without files.
    pub fn with_form(self, pairs: &[(&str, &str)]) -> Request {
        let mut text = form_urlencoded::Serializer::new(String::new());
        let text = text.extend_pairs(pairs).finish();
        self.with_body("application/x-www-form-urlencoded", text)
    }
}

/// The path to go back to, if it stays on this site: not `//elsewhere.se`,
/// and nothing a browser would read as that.
pub fn local_path(candidate: &str) -> Option<&str> {
    let rest = candidate.strip_prefix('/')?;
    let plain = candidate.bytes().all(|it| it.is_ascii_graphic() && it != b'\\');
    (plain && !rest.starts_with('/') && candidate.len() <= 500).then_some(candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_falls_into_its_segments_undecoded() {
        #[rustfmt::skip]
        let table: [(&str, &[&str]); 5] = [
            ("/",                               &[]),
            ("/mina-sidor/",                    &["mina-sidor"]),
            ("/mina-sidor/utkast/a1/barnet",    &["mina-sidor", "utkast", "a1", "barnet"]),
            ("//mina-sidor//x?till=/y",         &["mina-sidor", "x"]),
            ("/mina-sidor/%2e%2e/x",            &["mina-sidor", "%2e%2e", "x"]),
        ];
        for (path, expected) in table {
            assert_eq!(Request::for_test(Method::GET, path).segments(), expected, "{path}");
        }
    }

    #[test]
    fn a_query_is_decoded() {
        let request = Request::for_test(Method::GET, "/x?till=%2Fmina-sidor%2F&a=b+c&a=2");

        assert_eq!(request.query("till"), Some("/mina-sidor/"));
        assert_eq!(request.query("a"), Some("b c"));
        assert_eq!(request.query("b"), None);
    }

    #[test]
    fn the_way_back_stays_on_this_site() {
        #[rustfmt::skip]
        let table = [
            ("/mina-sidor/",              true),
            ("/mina-sidor/ny/x?a=1",      true),
            ("",                          false),
            ("mina-sidor",                false),
            ("//example.com",             false),
            ("/\\example.com",            false),
            ("https://example.com",       false),
            ("/\t/example.com",           false),
            ("/a\r\nSet-Cookie: x",       false),
        ];
        for (path, expected) in table {
            assert_eq!(local_path(path).is_some(), expected, "{path:?}");
        }
    }
}
