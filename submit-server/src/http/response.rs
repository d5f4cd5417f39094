//! An answer, as the pages make it.

use bytes::Bytes;
use hyper::HeaderMap;
use hyper::header::{
    ALLOW, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue,
    LOCATION, RETRY_AFTER, SET_COOKIE,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::http::cookies::SetCookie;
use crate::http::headers::FILE_POLICY;

/// What RFC 8187 lets stand unencoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');

/// What is sent back.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers, besides those every answer gets.
    pub headers: Vec<(HeaderName, String)>,
    /// The body.
    pub body: Bytes,
    /// What the log calls the fault behind this answer.
    pub incident: Option<String>,
}

impl Response {
    /// An answer with a body of some media type.
    pub fn new(status: u16, media_type: &str, body: impl Into<Bytes>) -> Response {
        let headers = vec![(CONTENT_TYPE, media_type.to_owned())];
        Response { status, headers, body: body.into(), incident: None }
    }

    /// A page.
    pub fn html(status: u16, page: String) -> Response {
        Response::new(status, "text/html; charset=utf-8", page)
    }

    /// Plain words.
    pub fn text(status: u16, words: &str) -> Response {
        Response::new(status, "text/plain; charset=utf-8", words.to_owned())
    }

    /// Data for a script of ours.
    pub fn json(status: u16, data: &impl Serialize) -> Response {
        match serde_json::to_vec(data) {
            Ok(body) => Response::new(status, "application/json", body),
            Err(_) => Response::text(500, "Det blev fel hos oss."),
        }
    }

    /// A picture.
    pub fn svg(picture: String) -> Response {
        Response::new(200, "image/svg+xml", picture)
    }

    /// "Go there": the answer to every POST that was carried out.
    pub fn see_other(path: &str) -> Response {
        Response::text(303, "").with_header(LOCATION, path)
    }

    /// "It has moved there for good."
    pub fn moved(path: &str) -> Response {
        Response::text(301, "").with_header(LOCATION, path)
    }

    /// A file to save; never shown as a page of ours.
    pub fn attachment(name: &str, media_type: &str, bytes: Bytes) -> Response {
        Response::new(200, media_type, bytes)
            .with_header(CONTENT_DISPOSITION, disposition(name))
            .with_header(CONTENT_SECURITY_POLICY, FILE_POLICY)
    }

    /// The headers as they are sent.
    ///
    /// # Errors
    /// When one of them cannot be.
    pub fn header_map(&self) -> hyper::http::Result<HeaderMap> {
        let mut map = HeaderMap::with_capacity(self.headers.len() + 10);
        for (name, value) in &self.headers {
            map.append(name, HeaderValue::from_str(value)?);
        }
        Ok(map)
    }

    /// With one more header.
    pub fn with_header(mut self, name: HeaderName, value: impl Into<String>) -> Response {
        self.headers.push((name, value.into()));
        self
    }

    /// With one more cookie.
    pub fn with_cookie(self, cookie: &SetCookie) -> Response {
        let value = cookie.header();
        self.with_header(SET_COOKIE, value)
    }

    /// With the name under which the log has the cause.
    pub fn with_incident(mut self, incident: impl Into<String>) -> Response {
        self.incident = Some(incident.into());
        self
    }

    /// The first header under a name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = self.headers.iter().find(|(it, _)| it.as_str().eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }

    /// Plain words for a request that never reached a page.
    pub(super) fn refusal(status: u16) -> Response {
        let words = match status {
            404 => "Sidan finns inte.",
            408 => "Det tog för lång tid. Försök igen.",
            413 => "Det du skickade är för stort.",
            500 => "Det blev fel hos oss. Försök igen om en stund.",
            503 => "Det är många som använder tjänsten just nu. Försök igen om en stund.",
            _ => "Vi förstår inte anropet.",
        };
        Response::text(status, words).refusing()
    }

    /// With the header that says what to do instead, if there is one.
    pub(super) fn refusing(self) -> Response {
        match self.status {
            405 if self.header(ALLOW.as_str()).is_none() => {
                self.with_header(ALLOW, "GET, HEAD, POST")
            }
            503 => self.with_header(RETRY_AFTER, "5"),
            _ => self,
        }
    }
}

/// RFC 6266: the name in plain ASCII for old readers, and as it is (RFC 8187).
fn disposition(name: &str) -> String {
    let plain = |it: char| match it {
        ' ' => it,
        'å' | 'ä' => 'a',
        'ö' => 'o',
        'Å' | 'Ä' => 'A',
        'Ö' => 'O',
        _ if it.is_ascii_graphic() && !"\"\\/;%".contains(it) => it,
        _ => '_',
    };
    let ascii: String = name.chars().map(plain).collect();
    let encoded = utf8_percent_encode(name, ENCODED);
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_offered_under_its_own_name() {
        #[rustfmt::skip]
        let table = [
            ("skiss.pdf",      "attachment; filename=\"skiss.pdf\"; filename*=UTF-8''skiss.pdf"),
            ("två år.pdf",     "attachment; filename=\"tva ar.pdf\"; filename*=UTF-8''tv%C3%A5%20%C3%A5r.pdf"),
            ("a\"; b\r\n.pdf", "attachment; filename=\"a__ b__.pdf\"; filename*=UTF-8''a%22%3B%20b%0D%0A.pdf"),
            ("雪.png",         "attachment; filename=\"_.png\"; filename*=UTF-8''%E9%9B%AA.png"),
        ];
        for (name, expected) in table {
            assert_eq!(disposition(name), expected, "{name:?}");
        }
    }
}
