//! How often somebody may try.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Most names that are remembered; who floods with names finds the door shut for a while.
const REMEMBERED: usize = 10_000;

/// So many tries in so long a time, for each name.
pub(crate) struct Rate {
    most: usize,
    span: Duration,
    tries: Mutex<HashMap<String, Vec<Instant>>>,
}

impl Rate {
    pub(crate) fn new(most: usize, span: Duration) -> Self {
        Self { most, span, tries: Mutex::new(HashMap::new()) }
    }

    /// Counts a try; where it is one too many, the seconds until the next one.
    pub(crate) fn count(&self, name: &str, now: Instant) -> Result<(), u64> {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= REMEMBERED {
            tries.retain(|_, times| times.iter().any(|t| now.duration_since(*t) < self.span));
            if tries.len() >= REMEMBERED && !tries.contains_key(name) {
                return Err(self.span.as_secs().max(1));
            }
        }
        let times = tries.entry(name.to_string()).or_default();
        times.retain(|t| now.duration_since(*t) < self.span);
        match times.first() {
            Some(first) if times.len() >= self.most => {
                let left = self.span.saturating_sub(now.duration_since(*first));
                Err(left.as_secs() + 1)
            }
            _ => {
                times.push(now);
                Ok(())
            }
        }
    }

    /// Gives a try back: it was no guess. Others' tries under that name still count.
    pub(crate) fn give_back(&self, name: &str) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(times) = tries.get_mut(name) {
            times.pop();
            if times.is_empty() {
                tries.remove(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_try_in_a_minute_waits() {
        let rate = Rate::new(5, Duration::from_secs(60));
        let start = Instant::now();
        let at = |s| start + Duration::from_secs(s);
        for s in 0..5 {
            assert_eq!(rate.count("mira", at(s)), Ok(()));
        }
        // The first try falls out of the minute 60 seconds after it: 55 from now.
        assert_eq!(rate.count("mira", at(5)), Err(56));
        assert_eq!(rate.count("tomo", at(5)), Ok(()));
        assert_eq!(rate.count("mira", at(61)), Ok(()));
        assert_eq!(rate.count("mira", at(61)), Ok(()));
        // Those of seconds 2, 3 and 4 still count, and the two of second 61.
        assert_eq!(rate.count("mira", at(61)), Err(2));
        rate.give_back("mira");
        assert_eq!(rate.count("mira", at(61)), Ok(()));
        assert_eq!(rate.count("mira", at(61)), Err(2));
    }

    #[test]
    fn a_flood_of_names_takes_no_memory() {
        let rate = Rate::new(5, Duration::from_secs(60));
        let now = Instant::now();
        for n in 0..REMEMBERED {
            assert_eq!(rate.count(&n.to_string(), now), Ok(()));
        }
        assert_eq!(rate.count("one more", now), Err(60));
        assert_eq!(rate.count("7", now), Ok(()));
        assert_eq!(rate.count("one more", now + Duration::from_secs(61)), Ok(()));
    }
}
