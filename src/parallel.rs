//! Work spread over the cores of the machine, with the same results for any number of them.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread;

/// Results that may wait for each thread until those before them are handed over.
const WAITING: usize = 2;
/// Bundles of work for each core: enough that none waits long for the last one.
const BUNDLES: usize = 64;

/// The number of cores.
#[must_use]
pub fn cores() -> NonZero<usize> {
    thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
}

/// Does the same to every item on so many threads, and hands over what comes out in the order of the items. No more than a
/// few items are begun before all earlier ones are handed over, so few results wait. The first error in the order of the
/// items ends it; what was begun is brought to its end.
pub fn in_order<'i, T: Sync, R: Send, E: Send>(
    items: &'i [T],
    threads: NonZero<usize>,
    work: impl Fn(&'i T) -> Result<R, E> + Sync,
    mut hand_over: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = threads.get().min(items.len());
    let line: Line<thread::Result<Result<R, E>>> = Line::new(items.len(), threads * WAITING);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(at) = line.next() {
                    line.put(at, catch_unwind(AssertUnwindSafe(|| work(&items[at]))));
                }
            });
        }
        let _ending = Ending(&line);
        (0..items.len()).try_for_each(|at| {
            let result = line.take(at).unwrap_or_else(|panic| resume_unwind(panic));
            hand_over(result?)
        })
    })
}

/// What is done of some work, and what may be begun.
struct Line<R> {
    state: Mutex<State<R>>,
    changed: Condvar,
    /// How many items there are.
    items: usize,
    /// How many may be begun before those before them are taken.
    room: usize,
}

struct State<R> {
    begun: usize,
    taken: usize,
    done: BTreeMap<usize, R>,
    ended: bool,
}

impl<R> Line<R> {
    fn new(items: usize, room: usize) -> Self {
        let state = State { begun: 0, taken: 0, done: BTreeMap::new(), ended: false };
        Self { state: Mutex::new(state), changed: Condvar::new(), items, room }
    }

    fn state(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().expect("no thread fails while it holds this")
    }

    /// The next item to begin, as soon as there is room; nothing when there is no more to do.
    fn next(&self) -> Option<usize> {
        let full =
            |state: &mut State<R>| !state.ended && state.begun < self.items && state.begun >= state.taken + self.room;
        let state = self.changed.wait_while(self.state(), full);
        let mut state = state.expect("no thread fails while it holds this");
        let at = state.begun;
        if state.ended || at == self.items {
            return None;
        }
        state.begun += 1;
        Some(at)
    }

    fn put(&self, at: usize, result: R) {
        self.state().done.insert(at, result);
        self.changed.notify_all();
    }

    /// Waits for what an item came to; they are taken one after the other.
    fn take(&self, at: usize) -> R {
        let mut state = self.state();
        loop {
            if let Some(result) = state.done.remove(&at) {
                state.taken = at + 1;
                self.changed.notify_all();
                return result;
            }
            state = self.changed.wait(state).expect("no thread fails while it holds this");
        }
    }
}

/// When this goes, nothing more is begun.
struct Ending<'a, R>(&'a Line<R>);

impl<R> Drop for Ending<'_, R> {
    fn drop(&mut self) {
        self.0.state().ended = true;
        self.0.changed.notify_all();
    }
}

/// Does the same to every item, on each core the next as soon as it is free; what comes out is in the order of the items.
/// Of very many items a core takes several at a time.
pub fn each<'i, T: Sync, R: Send>(items: &'i [T], work: impl Fn(&'i T) -> R + Sync) -> Vec<R> {
    let cores = cores().get();
    let bundles: Vec<&[T]> = items.chunks((items.len() / (cores * BUNDLES)).max(1)).collect();
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    let take = || {
        let at = next.fetch_add(1, Ordering::Relaxed);
        Some((at, *bundles.get(at)?))
    };
    thread::scope(|scope| {
        for _ in 0..cores.min(bundles.len()) {
            scope.spawn(|| {
                while let Some((at, bundle)) = take() {
                    let results: Vec<R> = bundle.iter().map(&work).collect();
                    done.lock().expect("no thread fails while it holds this").insert(at, results);
                }
            });
        }
    });
    done.into_inner().expect("no thread fails while it holds this").into_values().flatten().collect()
}

/// Things that are used again and again, each by one thread at a time.
#[derive(Debug)]
pub struct Pool<T>(Mutex<Vec<T>>);

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Pool<T> {
    /// Works with one that is idle, or with a new one.
    pub fn with<R>(&self, new: impl FnOnce() -> T, work: impl FnOnce(&mut T) -> R) -> R {
        let idle = self.idle().pop();
        let mut thing = idle.unwrap_or_else(new);
        let result = work(&mut thing);
        self.idle().push(thing);
        result
    }

    fn idle(&self) -> MutexGuard<'_, Vec<T>> {
        self.0.lock().expect("no thread fails while it holds this")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_handed_over_in_order_and_few_wait() {
        let items: Vec<usize> = (0..200).collect();
        for threads in [1, 2, 7, 300] {
            let threads = NonZero::new(threads).expect("not zero");
            let (begun, mut seen) = (AtomicUsize::new(0), Vec::new());
            let work = |item: &usize| {
                begun.fetch_add(1, Ordering::Relaxed);
                if item.is_multiple_of(3) {
                    thread::yield_now();
                }
                Ok::<usize, ()>(*item)
            };
            let all = in_order(&items, threads, work, |item| {
                seen.push(item);
                assert!(begun.load(Ordering::Relaxed) <= item + 1 + threads.get().min(200) * WAITING);
                Ok(())
            });
            assert_eq!((all, &seen), (Ok(()), &items));
        }
    }

    #[test]
    fn the_first_error_in_the_order_of_the_items_ends_it() {
        let items: Vec<usize> = (0..100).collect();
        let mut seen = Vec::new();
        let work = |item: &usize| if *item >= 40 { Err(*item) } else { Ok(*item) };
        let ended = in_order(&items, NonZero::new(4).expect("not zero"), work, |item| {
            seen.push(item);
            Ok(())
        });
        assert_eq!((ended, seen.len()), (Err(40), 40));
    }

    #[test]
    fn a_failure_of_ours_comes_through() {
        let failed = catch_unwind(|| {
            let work = |item: &usize| if *item == 3 { panic!("three") } else { Ok::<usize, ()>(*item) };
            in_order(&[1, 2, 3, 4], NonZero::new(2).expect("not zero"), work, |_| Ok(()))
        });
        assert!(failed.is_err());
    }

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        let items: Vec<u64> = (0..500).collect();
        assert_eq!(each(&items, |item| item * item), items.iter().map(|item| item * item).collect::<Vec<_>>());
        assert!(each(&[] as &[u8], |item| *item).is_empty());
    }
}
