//! Work in several threads whose results come in the order of the input.

use std::collections::BTreeMap;
use std::sync::{Mutex, mpsc};

/// Runs `work` on every item in `threads` threads and hands the results to `take` in input order.
///
/// At most `4 × threads` items are under way, so that memory stays bounded; `take` returning
/// `false` ends the run early.
///
/// ```
/// let mut out = Vec::new();
/// diurna_pipeline::in_order(0..100u32, 4, |n| n * n, |n| { out.push(n); true });
/// assert_eq!(out, (0..100).map(|n| n * n).collect::<Vec<_>>());
/// ```
pub fn in_order<T, R, I, W, F>(items: I, threads: usize, work: W, mut take: F)
where
    T: Send,
    R: Send,
    I: Iterator<Item = T> + Send,
    W: Fn(T) -> R + Sync,
    F: FnMut(R) -> bool,
{
    if threads <= 1 {
        for item in items {
            if !take(work(item)) {
                return;
            }
        }
        return;
    }
    let queue = Mutex::new(items.enumerate());
    // A permit for each item under way: a slow item cannot make the others pile up behind it.
    let (give, permits) = mpsc::sync_channel::<()>(threads * 4);
    let permits = Mutex::new(permits);
    for _ in 0..threads * 4 {
        let _ = give.send(());
    }
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let send = send.clone();
            let (queue, permits, work) = (&queue, &permits, &work);
            scope.spawn(move || {
                loop {
                    let permit = permits.lock().ok().and_then(|p| p.recv().ok());
                    let next = permit.and_then(|()| queue.lock().ok().and_then(|mut q| q.next()));
                    let Some((index, item)) = next else { break };
                    if send.send((index, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let give = give;
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (index, result) in receive {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                let _ = give.try_send(());
                if !take(result) {
                    return;
                }
            }
        }
    });
}
