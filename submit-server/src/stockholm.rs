//! Swedish time: the days and hours that people read, and that the law counts in.

use std::sync::LazyLock;

use form_model::dates;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The rules of Swedish clocks, looked up once: a page shows many times.
static ZONE: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC));

/// A moment, in milliseconds since 1970 UTC, as Swedish clocks show it.
#[must_use]
pub fn local(moment: i64) -> DateTime {
    let timestamp = Timestamp::from_millisecond(moment).unwrap_or(Timestamp::UNIX_EPOCH);
    ZONE.to_datetime(timestamp)
}

/// The moment, in milliseconds since 1970 UTC, when Swedish clocks show this.
#[must_use]
pub fn moment(local: DateTime) -> i64 {
    let timestamp = ZONE.to_ambiguous_timestamp(local).compatible();
    timestamp.map_or(i64::MAX, jiff::Timestamp::as_millisecond)
}

/// The day of a moment.
#[must_use]
pub fn day(moment: i64) -> Date {
    local(moment).date()
}

/// `23 november 2026`.
#[must_use]
pub fn long_day(moment: i64) -> String {
    dates::long(day(moment))
}

/// `23 november 2026 kl. 14.40`.
#[must_use]
pub fn long_time(moment: i64) -> String {
    format!("{} kl. {}", long_day(moment), clock(moment))
}

/// `2026-11-23T14:40:00+01:00` (RFC 3339), for machines.
#[must_use]
pub fn rfc3339(moment: i64) -> String {
    let timestamp = Timestamp::from_millisecond(moment).unwrap_or(Timestamp::UNIX_EPOCH);
    let zone = TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC);
    timestamp.display_with_offset(zone.to_offset(timestamp)).to_string()
}

/// `i dag kl. 14.40`, or the whole date when it was another day.
#[must_use]
pub fn near_time(moment: i64, now: i64) -> String {
    if day(moment) == day(now) { format!("i dag kl. {}", clock(moment)) } else { long_time(moment) }
}

fn clock(moment: i64) -> String {
    let local = local(moment);
    format!("{:02}.{:02}", local.hour(), local.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> i64 {
        text.parse::<Timestamp>().expect("a time").as_millisecond()
    }

    #[test]
    fn the_day_is_the_swedish_one() {
        for (utc, expected) in [
            ("2026-11-23T13:40:00Z", "23 november 2026 kl. 14.40"),
            ("2026-11-23T22:59:59Z", "23 november 2026 kl. 23.59"),
            ("2026-11-23T23:00:00Z", "24 november 2026 kl. 00.00"),
            ("2026-06-30T22:00:00Z", "1 juli 2026 kl. 00.00"),
            ("2026-10-25T00:30:00Z", "25 oktober 2026 kl. 02.30"),
            ("2026-10-25T01:30:00Z", "25 oktober 2026 kl. 02.30"),
        ] {
            assert_eq!(long_time(moment(utc)), expected, "{utc}");
        }
    }

    #[test]
    fn a_machine_reads_the_same_moment_with_its_offset() {
        for (utc, expected) in [
            ("2026-11-23T13:40:00Z", "2026-11-23T14:40:00+01:00"),
            ("2026-06-30T22:00:00.5Z", "2026-07-01T00:00:00.5+02:00"),
        ] {
            assert_eq!(rfc3339(moment(utc)), expected, "{utc}");
        }
    }
}
