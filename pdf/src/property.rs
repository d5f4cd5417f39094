//! The properties of the file: title, author, language and time.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use krilla::metadata::{DateTime, Metadata};

use crate::clean;
use crate::document::Document;

/// Stands for a title that says nothing: the rules demand one.
const UNTITLED: &str = "–";

/// The properties.
pub(crate) fn metadata(document: &Document) -> Metadata {
    Metadata::new()
        .title(title(&document.title))
        .description(clean::property(&document.subject))
        .authors(vec![clean::property(&document.author)])
        .language(document.language.clone())
        .creator("Lucka".to_owned())
        .creation_date(date(document.created))
}

/// A title that is never blank.
pub(crate) fn title(title: &str) -> String {
    let title = clean::property(title);
    if title.is_empty() { UNTITLED.to_owned() } else { title }
}

/// A moment in milliseconds since 1970, as UTC.
fn date(created: i64) -> DateTime {
    let moment = Timestamp::from_millisecond(created).unwrap_or(Timestamp::UNIX_EPOCH);
    let moment = TimeZone::UTC.to_datetime(moment);
    let part = |it: i8| it.unsigned_abs();
    DateTime::new(moment.year().unsigned_abs())
        .month(part(moment.month()))
        .day(part(moment.day()))
        .hour(part(moment.hour()))
        .minute(part(moment.minute()))
        .second(part(moment.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
