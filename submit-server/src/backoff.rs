//! When something that did not succeed is tried again.

/// The first wait, which doubles each time.
const FIRST_MS: i64 = 60 * 1000;

/// The longest wait: what has been down for half a day may come back any hour.
const LONGEST_MS: i64 = 4 * 60 * 60 * 1000;

/// Attempts before somebody must look at it: the waits come to some sixteen hours.
pub const MOST_ATTEMPTS: i64 = 12;

/// Milliseconds to wait after so many attempts. `spread` (any byte) makes it up
/// to a fifth shorter or longer, so that what failed together is not tried
/// together.
#[must_use]
pub fn wait(attempts: i64, spread: u8) -> i64 {
    let doubled = u32::try_from(attempts.clamp(1, 16) - 1).unwrap_or(0);
    let wait = FIRST_MS.saturating_mul(1 << doubled).min(LONGEST_MS);
    wait * (800 + i64::from(spread) * 400 / 255) / 1000
}

/// A byte to spread with. Without randomness the waits are only less spread.
#[must_use]
pub fn spread() -> u8 {
    let mut byte = [0_u8; 1];
    match getrandom::fill(&mut byte) {
        Ok(()) => byte[0],
        Err(_) => u8::MAX / 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_spread_and_end() {
        assert_eq!(wait(1, 0), 48_000);
        assert_eq!(wait(1, 255), 72_000);
        assert_eq!(wait(3, 128) / 60_000, 4);
        assert_eq!(wait(9, 255), LONGEST_MS * 6 / 5);
        assert_eq!(wait(i64::MAX, 0), LONGEST_MS * 4 / 5);
        assert_eq!(wait(0, 0), 48_000);
    }
}
