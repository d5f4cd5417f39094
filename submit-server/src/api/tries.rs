//! Keys that are wrong, counted by where they come from.
//!
//! Nobody guesses 160 bits. The count keeps the log readable, and tells a program
//! with an old key to stop; a right key is let in all the same, so nobody can
//! lock a unit out.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Wrong keys from one address in a minute that are answered with 401.
pub const MOST_WRONG: u32 = 10;

/// What counts as together, in milliseconds.
const WINDOW_MS: i64 = 60 * 1000;

/// Addresses that are remembered; with more, all are forgotten.
const MOST_ADDRESSES: usize = 10_000;

/// Wrong keys of the last minute.
#[derive(Debug, Default)]
pub struct Tries(Mutex<HashMap<IpAddr, Window>>);

#[derive(Debug)]
struct Window {
    began: i64,
    count: u32,
}

impl Tries {
    /// Counts a wrong key; the number of them in the last minute.
    pub fn wrong(&self, from: IpAddr, now: i64) -> u32 {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_ADDRESSES {
            all.clear();
        }
        let window = all.entry(from).or_insert(Window { began: now, count: 0 });
        if now.abs_diff(window.began) >= WINDOW_MS.unsigned_abs() {
            *window = Window { began: now, count: 0 };
        }
        window.count = window.count.saturating_add(1);
        window.count
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn a_minute_later_one_may_be_wrong_again() {
        let tries = Tries::default();
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let there = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

        let counts = [(here, 0), (here, 1), (there, 2), (here, 59_999), (here, 60_000)];

        assert_eq!(counts.map(|(from, now)| tries.wrong(from, now)), [1, 2, 1, 3, 1]);
    }
}
