//! A step's form, as it was sent, as answers. Nothing is judged here but
//! attached files, which are refused before they are kept.

use form_model::answers::{Answer, Answers, FileAnswer};
use form_model::check::{FieldError, Reason, check_file};
use form_model::dates;
use form_model::form::{Field, Kind, Step};
use sha2::{Digest, Sha256};

use crate::http::fields::Fields;
use crate::http::uploads::Upload;
use crate::problem::Result;

/// A file that was accepted: its description and its bytes.
pub struct Kept {
    /// What the answer says about it.
    pub file: FileAnswer,
    /// The field it answers.
    pub field: String,
    /// The content.
    pub bytes: bytes::Bytes,
}

/// What was sent for a step.
pub struct Filled {
    /// The answers to the fields that are not files.
    pub answers: Vec<(String, Answer)>,
    /// New files that were accepted.
    pub files: Vec<Kept>,
    /// Files that were refused.
    pub refused: Vec<FieldError>,
    /// The saved file to take away, when that button was pressed.
    pub removed: Option<String>,
}

/// Reads a step's form; `id` makes the name of each new file.
///
/// # Errors
/// When there is no name for a file.
pub fn fill(
    step: &Step,
    fields: &Fields,
    mut id: impl FnMut() -> Result<String>,
) -> Result<Filled> {
    let removed = Some(fields.text("ta-bort-fil")).filter(|it| !it.is_empty()).map(str::to_owned);
    let mut filled =
        Filled { answers: Vec::new(), files: Vec::new(), refused: Vec::new(), removed };
    for field in &step.fields {
        match field.kind {
            Kind::Info => {}
            Kind::File => {
                for upload in fields.uploads(&field.id) {
                    add_file(&mut filled, field, upload, &mut id)?;
                }
            }
            _ => filled.answers.push((field.id.clone(), answer(field, fields))),
        }
    }
    Ok(filled)
}

fn answer(field: &Field, fields: &Fields) -> Answer {
    match field.kind {
        Kind::Choices => {
            Answer::Many(fields.all(&field.id).into_iter().map(str::to_owned).collect())
        }
        Kind::Date => {
            let part = |part: &str| fields.text(&format!("{}-{part}", field.id)).to_owned();
            Answer::Text(dates::join(&part("dag"), &part("manad"), &part("ar")))
        }
        // Nothing is sent for what is locked; the blank answer says that it was seen.
        Kind::Applicant | Kind::Guardian => Answer::Text(String::new()),
        Kind::LongText => Answer::Text(plain(fields.text(&field.id))),
        // No browser sends lines where only one is asked for.
        _ => Answer::Text(plain(fields.text(&field.id)).replace('\n', " ")),
    }
}

/// The text without what no keyboard makes: line ends as one character, no
/// control characters, no direction marks that make text read other than it is.
pub(super) fn plain(text: &str) -> String {
    // Nearly all that is sent: nothing in it is, or begins, a character to take away.
    let ordinary = |it: u8| it == b'\n' || (it >= b' ' && !matches!(it, 0x7f | 0xc2 | 0xe2));
    if text.bytes().all(ordinary) {
        return text.trim().to_owned();
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |it: &char| {
        *it == '\n'
            || (!it.is_control()
                && !matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    };
    lines.chars().filter(kept).collect::<String>().trim().to_owned()
}

fn add_file(
    filled: &mut Filled,
    field: &Field,
    upload: &Upload,
    id: &mut impl FnMut() -> Result<String>,
) -> Result<()> {
    let bytes = upload.bytes.len() as u64;
    let format = format(&upload.bytes).unwrap_or_default();
    if let Err(reason) = check_file(field, format, bytes) {
        filled.refused.push(FieldError { field: field.id.clone(), reason });
        return Ok(());
    }
    let file = FileAnswer {
        id: id()?,
        name: upload.name.clone(),
        bytes,
        sha256: hex::encode(Sha256::digest(&upload.bytes)),
        format: format.to_owned(),
    };
    filled.files.push(Kept { file, field: field.id.clone(), bytes: upload.bytes.clone() });
    Ok(())
}

/// Adds what was filled in to a draft's answers. More files than the field
/// takes are refused, and which ones were kept is returned.
pub(super) fn merge(step: &Step, filled: &Filled, answers: &mut Answers) -> Vec<FieldError> {
    for (field, answer) in &filled.answers {
        answers.set(field, answer.clone());
    }
    let mut refused = filled.refused.clone();
    for field in step.fields.iter().filter(|field| field.kind == Kind::File) {
        let mut files = answers.files(&field.id).to_vec();
        files.retain(|file| Some(&file.id) != filled.removed.as_ref());
        let added = filled.files.iter().filter(|kept| kept.field == field.id);
        files.extend(added.map(|kept| kept.file.clone()));
        if files.len() > field.most_files() {
            files.truncate(field.most_files());
            let reason = Reason::TooManyFiles(field.most_files());
            refused.push(FieldError { field: field.id.clone(), reason });
        }
        answers.set(&field.id, Answer::Files(files));
    }
    refused
}

/// The format of a file by its first bytes; its name proves nothing.
fn format(bytes: &[u8]) -> Option<&'static str> {
    const HEIC: [&[u8]; 6] = [b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1"];
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("pdf"),
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("png"),
        [_, _, _, _, b'f', b't', b'y', b'p', rest @ ..] => {
            let brand = rest.get(..4)?;
            HEIC.contains(&brand).then_some("heic")
        }
        _ => None,
    }
}

/// The media type of a format, for downloading.
#[must_use]
pub fn media_type(format: &str) -> &'static str {
    match format {
        "pdf" => "application/pdf",
        "jpg" => "image/jpeg",
        "png" => "image/png",
        "heic" => "image/heic",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_content() {
        #[rustfmt::skip]
        let table: [(&str, &[u8], Option<&str>); 7] = [
            ("a PDF",            b"%PDF-1.7\n",                         Some("pdf")),
            ("a JPEG",           b"\xff\xd8\xff\xe0",                   Some("jpg")),
            ("a PNG",            b"\x89PNG\r\n\x1a\n",                  Some("png")),
            ("a phone's photo",  b"\0\0\0\x18ftypheic",                 Some("heic")),
            ("a page",           b"<html>",                             None),
            ("a drawing",        b"<svg xmlns='http://www.w3.org'>",    None),
            ("nothing",          b"",                                   None),
        ];
        for (name, bytes, expected) in table {
            assert_eq!(format(bytes), expected, "{name}");
        }
    }

    #[test]
    fn a_text_keeps_what_a_keyboard_makes() {
        assert_eq!(plain("  en rad\r\nen till\u{0} \u{202e}slut "), "en rad\nen till slut");
    }

    #[test]
    fn only_a_long_text_has_lines() {
        let fields = Fields::from_pairs(&[("svar", "en\r\ntvå\ntre")]);
        for (kind, expected) in [
            ("text", "en två tre"),
            ("long_text", "en\ntvå\ntre"),
            ("phone", "en två tre"),
            ("identity_number", "en två tre"),
        ] {
            let field = format!(r#"{{"id":"svar","kind":"{kind}","label":"Fråga?"}}"#);
            let field: Field = serde_json::from_str(&field).expect("a field");
            assert_eq!(answer(&field, &fields), Answer::Text(expected.to_owned()), "{kind}");
        }
    }
}
