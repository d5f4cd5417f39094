//! How many places each address has taken, so that one cannot take them all.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Places counted by address.
#[derive(Clone)]
pub(super) struct Seats {
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
    each: usize,
}

/// One taken place; free again when dropped.
pub(super) struct Seat {
    seats: Seats,
    address: IpAddr,
}

impl Seats {
    /// At most `each` places for an address.
    pub(super) fn new(each: usize) -> Seats {
        Seats { taken: Arc::default(), each }
    }

    /// A place, unless the address has all of its own.
    pub(super) fn take(&self, address: IpAddr) -> Option<Seat> {
        let mut taken = self.lock();
        let count = taken.entry(address).or_default();
        if *count >= self.each {
            return None;
        }
        *count += 1;
        Some(Seat { seats: self.clone(), address })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        // Counting cannot stop half-way, so a poisoned count is still right.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.lock();
        if let Some(count) = taken.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_leaves_places_for_others() {
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let seats = Seats::new(2);

        let first = seats.take(one);
        let second = seats.take(one);

        assert!(first.is_some() && second.is_some());
        assert!(seats.take(one).is_none());
        assert!(seats.take(other).is_some());
        drop(first);
        assert!(seats.take(one).is_some());
    }
}
