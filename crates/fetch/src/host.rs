//! One request at a time for each host, with a pause; what each host's `robots.txt` says.

use crate::robots::Robots;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a `robots.txt` is believed (RFC 9309: no longer than a day).
const FRESH: Duration = Duration::from_secs(24 * 60 * 60);
/// How long its absence through trouble is believed.
const TROUBLED: Duration = Duration::from_secs(10 * 60);
/// Longest rest that a host can ask for.
const LONGEST_REST: Duration = Duration::from_secs(24 * 60 * 60);
/// Hosts that are remembered at a time.
const MANY: usize = 2000;

/// A host's turn: whoever holds it may send.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    /// When the last request ended.
    last: Option<Instant>,
    /// Until when the host wants to be left alone, and the status that said so.
    rest: Option<(Instant, u16)>,
}

impl Turn {
    /// The status with which the host asked for rest, and for how long still.
    pub(crate) fn resting(&self) -> Option<(u16, Duration)> {
        let (until, status) = self.rest?;
        let left = until.checked_duration_since(Instant::now())?;
        Some((status, left))
    }

    /// Waits until `pause` has gone by since the last request.
    pub(crate) fn wait(&self, pause: Duration) {
        if let Some(last) = self.last {
            std::thread::sleep(pause.saturating_sub(last.elapsed()));
        }
    }

    pub(crate) fn ended(&mut self) {
        self.last = Some(Instant::now());
    }

    /// Leaves the host alone for a while.
    pub(crate) fn rest(&mut self, status: u16, time: Duration) {
        self.rest = Instant::now().checked_add(time.min(LONGEST_REST)).map(|until| (until, status));
    }
}

/// What is known of a host's rules: the rules, or the status that stood for them.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    pub(crate) known: Result<Arc<Robots>, u16>,
    until: Option<Instant>,
}

impl Rules {
    pub(crate) fn new(known: Result<Arc<Robots>, u16>) -> Self {
        let time = if known.is_ok() { FRESH } else { TROUBLED };
        Self { known, until: Instant::now().checked_add(time) }
    }

    pub(crate) fn is_fresh(&self) -> bool {
        self.until.is_some_and(|until| Instant::now() < until)
    }
}

type Slots<T> = Mutex<HashMap<String, Arc<Mutex<T>>>>;

/// Turns by host name, rules by origin.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    turns: Slots<Turn>,
    rules: Slots<Option<Rules>>,
}

impl Hosts {
    pub(crate) fn turn(&self, host: &str) -> Arc<Mutex<Turn>> {
        slot(&self.turns, host)
    }

    pub(crate) fn rules(&self, origin: &str) -> Arc<Mutex<Option<Rules>>> {
        slot(&self.rules, origin)
    }
}

fn slot<T: Default>(slots: &Slots<T>, key: &str) -> Arc<Mutex<T>> {
    let mut slots = lock(slots);
    if slots.len() >= MANY && !slots.contains_key(key) {
        // What somebody holds stays, or two would ask one host at a time.
        slots.retain(|_, slot| Arc::strong_count(slot) > 1);
    }
    slots.entry(key.to_string()).or_default().clone()
}

/// Takes a lock; what a panicking thread left is whole, since each value is written at once.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_waits_for_its_pause_only() {
        let mut turn = Turn::default();
        let began = Instant::now();
        turn.wait(Duration::from_secs(60));
        assert!(began.elapsed() < Duration::from_secs(10), "nothing came before");
        turn.ended();
        let began = Instant::now();
        turn.wait(Duration::from_millis(30));
        assert!(began.elapsed() >= Duration::from_millis(25));
        assert_eq!(turn.resting(), None);
        turn.rest(429, Duration::from_secs(u64::MAX));
        assert!(turn.resting().is_some_and(|(status, left)| status == 429 && left <= LONGEST_REST));
    }

    #[test]
    fn many_hosts_do_not_pile_up() {
        let hosts = Hosts::default();
        let held = hosts.turn("held.example");
        for i in 0..MANY * 2 {
            hosts.turn(&format!("h{i}.example"));
        }
        assert!(lock(&hosts.turns).len() <= MANY);
        assert!(Arc::ptr_eq(&held, &hosts.turn("held.example")));
    }
}
