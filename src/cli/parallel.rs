//! Work on all cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What the main thread usually has; authors' code must not meet a smaller stack only because it runs on another thread.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Does the work on each item; the results are in the items' order.
pub(super) fn map<'t, T: Sync, R: Send>(items: &'t [T], work: impl Fn(&'t T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let workers = cores.min(items.len());
    if workers <= 1 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        while let Some((index, item)) = claim(&next, items) {
            done.push((index, work(item)));
        }
        done
    };
    let mut results: Vec<(usize, R)> = thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, take);
        // This thread is a worker too. Where the system refuses more threads, it does their share.
        let others: Vec<_> = (1..workers).map_while(|index| spawn(index).ok()).collect();
        let mut results = take();
        for other in others {
            results.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        results
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Does both at a time.
pub(super) fn both<A: Send, B>(one: impl Fn() -> A + Sync, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let beside = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, &one);
        let other = other();
        // Where the system refuses another thread, this one does it.
        let one = beside.map_or_else(|_| one(), |beside| beside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        (one, other)
    })
}

fn claim<'a, T>(next: &AtomicUsize, items: &'a [T]) -> Option<(usize, &'a T)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    items.get(index).map(|item| (index, item))
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn the_results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(map(&items, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        assert_eq!(map(&[] as &[usize], |item| *item), Vec::<usize>::new());
    }
}
