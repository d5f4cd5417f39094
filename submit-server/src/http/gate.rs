//! What is refused before a page is asked: wrong method, wrong host, a body
//! that is said to be too large.

use hyper::header::{CONTENT_LENGTH, HOST};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Method, Version};

use crate::http::limits::limit_for;

/// The status that refuses the request, if it is refused.
pub(super) fn refusal(parts: &Parts, hosts: &[String]) -> Option<u16> {
    if ![Method::GET, Method::HEAD, Method::POST].contains(&parts.method) {
        return Some(405);
    }
    if let Some(status) = host_refusal(parts, hosts) {
        return Some(status);
    }
    if !parts.uri.path().starts_with('/') {
        return Some(400);
    }
    let limit = limit_for(&parts.method, parts.uri.path());
    announced(&parts.headers).is_some_and(|it| it > limit).then_some(413)
}

/// RFC 9112 §3.2: exactly one `Host`, and we answer only under our own names.
/// A request line with a whole address in it must name the same host.
fn host_refusal(parts: &Parts, hosts: &[String]) -> Option<u16> {
    let known = |name: &str| hosts.iter().any(|it| it.eq_ignore_ascii_case(name));
    let mut given = parts.headers.get_all(HOST).iter();
    let (Some(host), None) = (given.next(), given.next()) else {
        return Some(400);
    };
    if parts.version != Version::HTTP_11 && parts.version != Version::HTTP_10 {
        return Some(400);
    }
    let Ok(host) = host.to_str() else {
        return Some(400);
    };
    let line = parts.uri.authority().map_or(host, |it| it.as_str());
    (!known(host) || !known(line)).then_some(421)
}

/// How long the body is said to be.
pub(super) fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use hyper::Request;

    use super::*;

    /// The method, the target, the headers, the status that refuses.
    type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)], Option<u16>);

    #[test]
    fn only_our_own_hosts_and_methods_pass() {
        let hosts = vec!["a.example.se".to_owned(), "localhost:8700".to_owned()];
        #[rustfmt::skip]
        let table: [Row; 12] = [
            ("GET",     "/",                      &[("host", "a.example.se")],                             None),
            ("HEAD",    "/",                      &[("host", "A.Example.SE")],                             None),
            ("GET",     "/",                      &[("host", "localhost:8700")],                           None),
            ("GET",     "/",                      &[("host", "localhost")],                                Some(421)),
            ("GET",     "/",                      &[],                                                     Some(400)),
            ("GET",     "/",                      &[("host", "a.example.se"), ("host", "a.example.se")],   Some(400)),
            ("GET",     "http://b.se/",           &[("host", "a.example.se")],                             Some(421)),
            ("GET",     "http://a.example.se/",   &[("host", "a.example.se")],                             None),
            ("TRACE",   "/",                      &[("host", "a.example.se")],                             Some(405)),
            ("CONNECT", "a.example.se:443",       &[("host", "a.example.se")],                             Some(405)),
            ("OPTIONS", "*",                      &[("host", "a.example.se")],                             Some(405)),
            ("POST",    "/mina-sidor/fortsatt",   &[("host", "a.example.se"), ("content-length", "65537")], Some(413)),
        ];
        for (method, uri, headers, expected) in table {
            let mut request = Request::builder().method(method).uri(uri);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let (parts, ()) = request.body(()).expect("a request").into_parts();
            assert_eq!(refusal(&parts, &hosts), expected, "{method} {uri} {headers:?}");
        }
    }
}
