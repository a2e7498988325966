//! How soon a process is started again: at once, unless it keeps ending soon after it began. Pure.

use std::time::Duration;

/// A process that ends of itself within this time of its start ends soon.
const SOON: Duration = Duration::from_millis(100);
/// The same for one that crashes, or ends with a status other than 0.
const SOON_BROKEN: Duration = Duration::from_secs(1);
/// So many times in a row make no difference.
const FREE: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE_BROKEN: Duration = Duration::from_secs(1);

/// How a process' predecessors have ended.
#[derive(Debug, Clone, Copy, Default)]
pub struct Restarts {
    in_a_row: u32,
}

impl Restarts {
    /// One has ended: how long to wait before the next is started.
    pub fn ended(&mut self, lived: Duration, is_broken: bool) -> Duration {
        let (soon, longest) = if is_broken {
            (SOON_BROKEN, LONGEST_PAUSE_BROKEN)
        } else {
            (SOON, LONGEST_PAUSE)
        };
        if lived >= soon {
            self.in_a_row = 0;
            return Duration::ZERO;
        }
        self.in_a_row = self.in_a_row.saturating_add(1);
        match self.in_a_row.checked_sub(FREE + 1) {
            None => Duration::ZERO,
            Some(late) => longest.min(FIRST_PAUSE * 2_u32.pow(late.min(16))),
        }
    }

    /// Whether the last one was the first that the next has to wait for.
    pub fn begins_to_wait(&self) -> bool {
        self.in_a_row == FREE + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_that_lives_is_started_at_once() {
        let mut restarts = Restarts::default();
        for _ in 0..100 {
            assert_eq!(restarts.ended(SOON, false), Duration::ZERO);
            assert_eq!(restarts.ended(SOON_BROKEN, true), Duration::ZERO);
        }
    }

    #[test]
    fn one_that_keeps_ending_waits_longer_and_longer() {
        for (is_broken, longest) in [(false, LONGEST_PAUSE), (true, LONGEST_PAUSE_BROKEN)] {
            let mut restarts = Restarts::default();
            let pauses: Vec<_> = (0..40)
                .map(|_| restarts.ended(Duration::from_millis(1), is_broken))
                .collect();
            assert!(pauses[..5].iter().all(Duration::is_zero));
            assert_eq!(pauses[5], FIRST_PAUSE);
            assert!(pauses.is_sorted());
            assert_eq!(pauses[39], longest);
            // And begins anew.
            assert_eq!(restarts.ended(SOON_BROKEN, is_broken), Duration::ZERO);
            assert_eq!(restarts.ended(Duration::ZERO, is_broken), Duration::ZERO);
        }
    }
}
