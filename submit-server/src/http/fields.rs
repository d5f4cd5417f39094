//! The fields of a form that was sent.

use bytes::Bytes;

use crate::http::uploads::{self, Upload};
use crate::problem::{Problem, Result};

/// Most fields in one form: the largest step has fewer than fifty, and a
/// parser's work must not grow with what somebody sends.
pub(super) const MAX_FIELDS: usize = 200;

/// Most bytes in one text field: the longest answer is 2,000 characters.
pub(super) const MAX_TEXT_BYTES: usize = 16 * 1024;

/// Fields by name. Asking for one that was not sent is not an error: an
/// unticked box is not sent either.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    texts: Vec<(String, String)>,
    uploads: Vec<(String, Vec<Upload>)>,
}

impl Fields {
    /// Reads a body by its content type.
    pub(super) fn read(content_type: &str, body: &Bytes) -> Result<Fields> {
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        if body.is_empty() && media_type.is_empty() {
            Ok(Fields::default())
        } else if media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Fields::urlencoded(body)
        } else if media_type.eq_ignore_ascii_case("multipart/form-data") {
            uploads::read(content_type, body)
        } else {
            Err(Problem::BadRequest("the body is not a form"))
        }
    }

    fn urlencoded(body: &[u8]) -> Result<Fields> {
        let mut fields = Fields::default();
        for (count, (name, value)) in form_urlencoded::parse(body).enumerate() {
            if count >= MAX_FIELDS {
                return Err(Problem::BadRequest("too many fields"));
            }
            fields.add_text(&name, &value)?;
        }
        Ok(fields)
    }

    /// The first text under a name, "" when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.texts.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Every text under a name, in the order sent.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let named = self.texts.iter().filter(|(key, _)| key == name);
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// Whether a text was sent under the name.
    pub fn has(&self, name: &str) -> bool {
        self.texts.iter().any(|(key, _)| key == name)
    }

    /// The files chosen under a name.
    pub fn uploads(&self, name: &str) -> &[Upload] {
        self.uploads.iter().find(|(key, _)| key == name).map_or(&[], |(_, files)| files)
    }

    /// Fields as a test wants them.
    pub fn from_pairs(pairs: &[(&str, &str)]) -> Fields {
        let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        Fields { texts: pairs.iter().map(own).collect(), uploads: Vec::new() }
    }

    /// With a file, as a test wants it.
    pub fn with_upload(mut self, name: &str, upload: Upload) -> Fields {
        self.add_upload(name, upload);
        self
    }

    /// Browsers send line breaks as CR LF but count them as one character;
    /// so does everything after this.
    pub(super) fn add_text(&mut self, name: &str, value: &str) -> Result<()> {
        if value.len() > MAX_TEXT_BYTES || name.len() > MAX_TEXT_BYTES {
            return Err(Problem::BadRequest("a field is too long"));
        }
        self.texts.push((name.to_owned(), value.replace("\r\n", "\n")));
        Ok(())
    }

    pub(super) fn add_upload(&mut self, name: &str, upload: Upload) {
        match self.uploads.iter_mut().find(|(key, _)| key == name) {
            Some((_, files)) => files.push(upload),
            None => self.uploads.push((name.to_owned(), vec![upload])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URLENCODED: &str = "application/x-www-form-urlencoded";

    #[test]
    fn a_form_is_read_by_name() {
        let body = Bytes::from("namn=Sm%C3%B6r+g%C3%A5s&val=a&val=b&text=en%0D%0Atv%C3%A5&tom=");
        let fields = Fields::read(URLENCODED, &body).expect("a form");

        assert_eq!(fields.text("namn"), "Smör gås");
        assert_eq!(fields.all("val"), ["a", "b"]);
        assert_eq!(fields.text("text"), "en\ntvå");
        assert!(fields.has("tom") && !fields.has("saknas"));
        assert_eq!(fields.text("saknas"), "");
        assert!(fields.uploads("fil").is_empty());
    }

    #[test]
    fn a_form_that_is_too_much_is_refused() {
        let full = vec!["a=1"; MAX_FIELDS].join("&");
        let many = vec!["a=1"; MAX_FIELDS + 1].join("&");
        let long = format!("a={}", "x".repeat(MAX_TEXT_BYTES + 1));
        #[rustfmt::skip]
        let table = [
            ("full",            URLENCODED,          full,               true),
            ("too many",        URLENCODED,          many,               false),
            ("too long",        URLENCODED,          long,               false),
            ("not a form",      "application/json",  "{}".to_owned(),    false),
            ("no type",         "",                  "a=1".to_owned(),   false),
            ("nothing at all",  "",                  String::new(),      true),
            ("with charset",    "application/x-www-form-urlencoded; charset=UTF-8", "a=1".to_owned(), true),
        ];
        for (name, content_type, body, expected) in table {
            assert_eq!(Fields::read(content_type, &Bytes::from(body)).is_ok(), expected, "{name}");
        }
    }
}
