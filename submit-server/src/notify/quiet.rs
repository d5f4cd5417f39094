//! When no telephone rings: between nine in the evening and eight in the morning.

use jiff::civil::Time;

use crate::stockholm;

const EVENING: Time = Time::constant(21, 0, 0, 0);
const MORNING: Time = Time::constant(8, 0, 0, 0);

/// When the quiet that lies over this moment ends; none when it is not quiet.
/// Both in milliseconds since 1970 UTC.
#[must_use]
pub fn ends(now: i64) -> Option<i64> {
    let local = stockholm::local(now);
    let day = match local.time() {
        it if it < MORNING => local.date(),
        it if it >= EVENING => local.date().tomorrow().ok()?,
        _ => return None,
    };
    Some(stockholm::moment(day.to_datetime(MORNING)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<jiff::Timestamp>().expect("a time").as_millisecond()
    }

    #[test]
    fn nights_are_quiet_by_the_swedish_clock() {
        #[rustfmt::skip]
        let table = [
            ("2026-11-23T13:40:00Z", None),
            ("2026-11-23T19:59:59Z", None),
            ("2026-11-23T20:00:00Z", Some("2026-11-24T07:00:00Z")),
            ("2026-11-23T23:30:00Z", Some("2026-11-24T07:00:00Z")),
            ("2026-11-24T06:59:59Z", Some("2026-11-24T07:00:00Z")),
            ("2026-11-24T07:00:00Z", None),
            ("2026-06-30T19:00:00Z", Some("2026-07-01T06:00:00Z")),
            ("2026-10-24T20:00:00Z", Some("2026-10-25T07:00:00Z")),
        ];
        for (now, expected) in table {
            assert_eq!(ends(at(now)), expected.map(at), "{now}");
        }
    }
}
