//! Has the clock leapt? Drafts are thrown away by the date, and a date that is
//! wrong for an hour must not cost anybody a draft.

use std::time::{Duration, Instant};

/// Clocks are set right by minutes; more than this is a fault.
const MOST: Duration = Duration::from_secs(24 * 60 * 60);
/// Time for somebody to notice and set it right.
const HOLD: Duration = Duration::from_secs(24 * 60 * 60);

/// The clock as it was seen last, beside the time that really passes.
#[derive(Debug)]
pub struct Leap {
    wall: i64,
    at: Instant,
    held_until: Option<Instant>,
}

impl Leap {
    /// From now on. `wall` is in milliseconds since 1970 UTC.
    #[must_use]
    pub fn watch(wall: i64) -> Self {
        Self::since(wall, Instant::now())
    }

    /// Whether the date may be relied on: it has not leapt in the last day.
    pub fn is_over(&mut self, wall: i64) -> bool {
        self.is_over_at(wall, Instant::now())
    }

    fn since(wall: i64, at: Instant) -> Self {
        Self { wall, at, held_until: None }
    }

    fn is_over_at(&mut self, wall: i64, at: Instant) -> bool {
        let passed = i64::try_from((at - self.at).as_millis()).unwrap_or(i64::MAX);
        let leapt = (wall - self.wall - passed).unsigned_abs();
        (self.wall, self.at) = (wall, at);
        if u128::from(leapt) > MOST.as_millis() {
            let days = leapt / (24 * 60 * 60 * 1000);
            tracing::error!(days, "the clock has leapt; for a day nothing is thrown away");
            self.held_until = Some(at + HOLD);
        }
        self.held_until.is_none_or(|until| at >= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_leap_nothing_is_thrown_away_for_a_day() {
        let start = Instant::now();
        let day = 24 * 60 * 60;
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let mut leap = Leap::since(0, start);

        assert!(leap.is_over_at(600_000, at(600)), "ten minutes are ten minutes");
        assert!(leap.is_over_at(7 * 86_400_000, at(7 * day)), "and a week of sleep is a week");
        assert!(!leap.is_over_at(407 * 86_400_000, at(7 * day + 600)), "400 days ahead");
        assert!(!leap.is_over_at(407 * 86_400_000 + 600_000, at(7 * day + 1200)));
        assert!(
            !leap.is_over_at(7 * 86_400_000 + 1_800_000, at(7 * day + 1800)),
            "set right again"
        );
        assert!(leap.is_over_at(8 * 86_400_000 + 1_900_000, at(8 * day + 1900)), "a day later");
    }
}
