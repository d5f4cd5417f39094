//! Forms with files in them (`multipart/form-data`), and what a file is called.
//!
//! The name a browser sends is only ever shown and offered at download; no
//! path is made of it. A file that is too large for its field is kept, so
//! that the check can say so beside the field; the body limit bounds it.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body_util::{BodyDataStream, Full};
use hyper::header::CONTENT_DISPOSITION;
use multer::{Field, Multipart};

use crate::http::fields::{Fields, MAX_FIELDS, MAX_TEXT_BYTES};
use crate::problem::{Problem, Result};

/// Most characters in the name of a file.
const MAX_NAME_CHARS: usize = 150;

/// What a file without a name is called.
const NAMELESS: &str = "fil";

/// A file that was chosen in a form.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its name, without path and without characters that deceive.
    pub name: String,
    /// What is in it.
    pub bytes: Bytes,
}

/// Reads a whole multipart body.
pub(super) fn read(content_type: &str, body: &Bytes) -> Result<Fields> {
    let boundary = multer::parse_boundary(content_type).map_err(unreadable)?;
    let mut parts = Multipart::new(BodyDataStream::new(Full::new(body.clone())), boundary);
    let mut fields = Fields::default();
    let mut count = 0;
    while let Some(part) = at_once(parts.next_field())?.map_err(unreadable)? {
        count += 1;
        if count > MAX_FIELDS {
            return Err(Problem::BadRequest("too many fields"));
        }
        add(&mut fields, part)?;
    }
    Ok(fields)
}

fn add(fields: &mut Fields, part: Field<'_>) -> Result<()> {
    let Some(name) = part.name().map(str::to_owned) else {
        return Err(Problem::BadRequest("a part of the form has no name"));
    };
    let file = part.file_name().map(str::to_owned);
    if file.is_none() && names_a_file(&part) {
        // A file that is taken for a text would be lost without a word.
        return Err(Problem::BadRequest("the name of a file cannot be read"));
    }
    let bytes = at_once(part.bytes())?.map_err(unreadable)?;
    match file {
        // What a browser sends when no file was chosen.
        Some(file) if file.is_empty() && bytes.is_empty() => Ok(()),
        Some(file) => {
            fields.add_upload(&name, Upload { name: file_name(&file), bytes });
            Ok(())
        }
        None if bytes.len() > MAX_TEXT_BYTES => Err(Problem::BadRequest("a field is too long")),
        None => match std::str::from_utf8(&bytes) {
            Ok(text) => fields.add_text(&name, text),
            Err(_) => Err(Problem::BadRequest("a field is not UTF-8")),
        },
    }
}

fn names_a_file(part: &Field<'_>) -> bool {
    let head = part.headers().get(CONTENT_DISPOSITION).map(|it| it.as_bytes().to_ascii_lowercase());
    head.is_some_and(|it| it.windows(8).any(|word| word == b"filename"))
}

fn unreadable(_: multer::Error) -> Problem {
    Problem::BadRequest("the form cannot be read")
}

/// The result of a future that has nothing to wait for: the body is here.
fn at_once<T>(future: impl Future<Output = T>) -> Result<T> {
    let mut future = pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(it) => Ok(it),
        Poll::Pending => Err(Problem::BadRequest("the form is not whole")),
    }
}

/// The name of a file as we keep it.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|it| !deceives(*it)).collect();
    let kept = shortened(kept.trim().trim_start_matches('.').trim_start());
    if kept.is_empty() { NAMELESS.to_owned() } else { kept }
}

/// Control characters, and the invisible ones that reorder or hide text: a
/// name such as `fak\u{202E}fdp.exe` must not look like a PDF.
fn deceives(it: char) -> bool {
    it.is_control()
        || matches!(
            it,
            '\u{061C}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
        )
}

/// At most [`MAX_NAME_CHARS`] characters, and the ending is kept.
fn shortened(name: &str) -> String {
    let count = name.chars().count();
    if count <= MAX_NAME_CHARS {
        return name.to_owned();
    }
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, it)| format!(".{it}"));
    let ending = if ending.chars().count() <= 10 { ending } else { String::new() };
    let start: String = name.chars().take(MAX_NAME_CHARS - ending.chars().count()).collect();
    start + &ending
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: &str = "multipart/form-data; boundary=X";

    fn part(head: &str, body: &str) -> String {
        format!("--X\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    }

    #[test]
    fn texts_and_files_are_told_apart() {
        let body = part("name=\"a\"", "ett\r\ntvå")
            + &part("name=\"bild\"; filename=\"C:\\Bilder\\gata.jpg\"", "JPEG")
            + &part("name=\"bild\"; filename=\"två.pdf\"", "")
            + &part("name=\"tom\"; filename=\"\"", "")
            + "--X--\r\n";

        let fields = read(TYPE, &Bytes::from(body)).expect("a form");

        assert_eq!(fields.text("a"), "ett\ntvå");
        let names: Vec<&str> = fields.uploads("bild").iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["gata.jpg", "två.pdf"]);
        assert_eq!(fields.uploads("bild")[0].bytes, "JPEG");
        assert!(fields.uploads("tom").is_empty());
    }

    #[test]
    fn a_broken_form_is_refused() {
        let many = part("name=\"a\"", "1").repeat(MAX_FIELDS + 1) + "--X--\r\n";
        let long = part("name=\"a\"", &"x".repeat(MAX_TEXT_BYTES + 1)) + "--X--\r\n";
        #[rustfmt::skip]
        let table = [
            ("too many parts",   TYPE,                    many),
            ("too long a text",  TYPE,                    long),
            ("no end",           TYPE,                    part("name=\"a\"", "1")),
            ("no name",          TYPE,                    part("x=\"a\"", "1") + "--X--\r\n"),
            ("no readable name", TYPE,                    part("name=\"a\"; filename*=UTF-8''x", "1") + "--X--\r\n"),
            ("no parts",         TYPE,                    "hej".to_owned()),
            ("no boundary",      "multipart/form-data",   part("name=\"a\"", "1") + "--X--\r\n"),
        ];
        for (name, content_type, body) in table {
            assert!(read(content_type, &Bytes::from(body)).is_err(), "{name}");
        }
    }

    #[test]
    fn a_file_name_is_only_a_name() {
        let long = "å".repeat(200) + ".pdf";
        let long_kept = "å".repeat(146) + ".pdf";
        #[rustfmt::skip]
        let table = [
            ("skiss.pdf",                     "skiss.pdf"),
            ("../../etc/passwd",              "passwd"),
            ("C:\\Users\\a\\skiss.pdf",       "skiss.pdf"),
            ("/",                             "fil"),
            ("",                              "fil"),
            ("  ",                            "fil"),
            ("..",                            "fil"),
            (".htaccess",                     "htaccess"),
            ("a\r\nSet-Cookie: x.pdf",        "aSet-Cookie: x.pdf"),
            ("a\0.pdf",                       "a.pdf"),
            ("fak\u{202E}fdp.exe",            "fakfdp.exe"),
            ("en \"fin\" fil.pdf",            "en \"fin\" fil.pdf"),
            (long.as_str(),                   long_kept.as_str()),
        ];
        for (sent, kept) in table {
            assert_eq!(file_name(sent), kept, "{sent:?}");
        }
    }
}
