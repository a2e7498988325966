//! Which timer is due when: ids, due times, periods. Time is a number of microseconds that the
//! caller counts; what a timer does is the caller's too.
//!
//! Adding, removing and finding the next one take logarithmic time; what a timer costs in memory is
//! in docs/decisions.md.

use std::collections::{BTreeMap, BTreeSet};

/// Microseconds since a beginning of the caller's choice.
pub type Micros = u64;

/// Timers that wait, or whose callback runs.
pub struct Queue<T> {
    by_due: BTreeSet<(Micros, i64)>,
    timers: BTreeMap<i64, Box<Timer<T>>>,
    last_id: i64,
    round: u64,
}

struct Timer<T> {
    due: Micros,
    /// 0: it fires once.
    period: Micros,
    runs: u64,
    round: u64,
    running: bool,
    removed: bool,
    what: Option<T>,
}

/// What can be told about a timer.
#[derive(Debug, PartialEq, Eq)]
pub struct Info {
    /// When it fires next.
    pub due: Micros,
    /// 0 for one that fires once.
    pub period: Micros,
    /// How often it has fired.
    pub runs: u64,
    /// The round in which it was made.
    pub round: u64,
    /// Whether it was removed while its callback runs.
    pub removed: bool,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self {
            by_due: BTreeSet::new(),
            timers: BTreeMap::new(),
            last_id: 0,
            round: 0,
        }
    }
}

impl<T> Queue<T> {
    /// Adds a timer that fires `delay` from `now`, and then every `delay` if it `repeats`. Ids
    /// count from 1.
    pub fn add(&mut self, now: Micros, delay: Micros, repeats: bool, what: T) -> i64 {
        self.last_id += 1;
        let id = self.last_id;
        let due = now.saturating_add(delay);
        self.by_due.insert((due, id));
        self.timers.insert(
            id,
            Box::new(Timer {
                due,
                period: if repeats { delay.max(1) } else { 0 },
                runs: 0,
                round: self.round,
                running: false,
                removed: false,
                what: Some(what),
            }),
        );
        id
    }

    /// When the next one is due.
    pub fn next_due(&self) -> Option<Micros> {
        self.by_due.first().map(|&(due, _)| due)
    }

    /// Whether no timer waits.
    pub fn is_idle(&self) -> bool {
        self.by_due.is_empty()
    }

    /// Starts a round: the ids of the timers that are due, the longest due first, those due at
    /// once in the order in which they were made. One that is added later is never among them.
    pub fn due(&mut self, now: Micros) -> Vec<i64> {
        self.round += 1;
        self.by_due
            .range(..=(now, i64::MAX))
            .map(|&(_, id)| id)
            .collect()
    }

    /// The callback of `id` is about to run: its what, which for a timer that fires once is handed
    /// over. `None` when it was removed meanwhile.
    pub fn begin(&mut self, id: i64) -> Option<Due<'_, T>> {
        let timer = self.timers.get_mut(&id)?;
        if timer.running || !self.by_due.remove(&(timer.due, id)) {
            return None;
        }
        timer.running = true;
        timer.runs += 1;
        if timer.period == 0 {
            timer.what.take().map(Due::Once)
        } else {
            timer.what.as_ref().map(Due::Again)
        }
    }

    /// The callback of `id` gave control back: a repeating timer waits again, for the first of its
    /// times after `now`. Times that have passed meanwhile are left out, so that drift does not add
    /// up. Returns what is not needed any more.
    pub fn finish(&mut self, id: i64, now: Micros) -> Option<T> {
        let timer = self.timers.get_mut(&id)?;
        timer.running = false;
        if timer.removed || timer.period == 0 {
            return self.timers.remove(&id).and_then(|timer| timer.what);
        }
        let late = now.saturating_sub(timer.due);
        let periods = late / timer.period + 1;
        timer.due = timer
            .due
            .saturating_add(timer.period.saturating_mul(periods));
        self.by_due.insert((timer.due, id));
        None
    }

    /// Removes a timer. False when there is none. The second value is what is not needed any more.
    pub fn remove(&mut self, id: i64) -> (bool, Option<T>) {
        let Some(timer) = self.timers.get_mut(&id) else {
            return (false, None);
        };
        if timer.running {
            return (!std::mem::replace(&mut timer.removed, true), None);
        }
        self.by_due.remove(&(timer.due, id));
        let what = self.timers.remove(&id).and_then(|timer| timer.what);
        (true, what)
    }

    /// Whether there is a timer of this id that was not removed.
    pub fn exists(&self, id: i64) -> bool {
        self.timers.get(&id).is_some_and(|timer| !timer.removed)
    }

    /// What can be told about a timer; also about one removed in its running callback.
    pub fn info(&self, id: i64) -> Option<Info> {
        self.timers.get(&id).map(|timer| Info {
            due: timer.due,
            period: timer.period,
            runs: timer.runs,
            round: timer.round,
            removed: timer.removed,
        })
    }

    /// The ids of all timers, in order.
    pub fn ids(&self) -> Vec<i64> {
        self.timers
            .iter()
            .filter(|(_, timer)| !timer.removed)
            .map(|(&id, _)| id)
            .collect()
    }

    /// Number of timers.
    pub fn len(&self) -> usize {
        self.timers.values().filter(|timer| !timer.removed).count()
    }

    /// Whether there is no timer.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many rounds have been.
    pub fn round(&self) -> u64 {
        self.round
    }
}

/// What a timer that is due does.
pub enum Due<'a, T> {
    /// It fires once.
    Once(T),
    /// It fires again later.
    Again(&'a T),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fire(queue: &mut Queue<char>, now: Micros) -> String {
        let mut fired = String::new();
        for id in queue.due(now) {
            match queue.begin(id) {
                Some(Due::Once(what)) => fired.push(what),
                Some(Due::Again(what)) => fired.push(*what),
                None => continue,
            }
            queue.finish(id, now);
        }
        fired
    }

    #[test]
    fn the_longest_due_fires_first_and_equals_in_order() {
        let mut queue = Queue::default();
        queue.add(0, 30, false, 'c');
        queue.add(0, 10, false, 'a');
        queue.add(0, 20, false, 'b');
        queue.add(0, 30, false, 'd');
        assert_eq!(queue.next_due(), Some(10));
        assert_eq!(fire(&mut queue, 9), "");
        assert_eq!(fire(&mut queue, 10), "a");
        assert_eq!(fire(&mut queue, 35), "bcd");
        assert!(queue.is_empty() && queue.is_idle());
        assert_eq!(queue.next_due(), None);
    }

    #[test]
    fn ids_count_from_one_and_are_not_used_twice() {
        let mut queue = Queue::default();
        assert_eq!(queue.add(0, 1, false, 'a'), 1);
        assert_eq!(queue.add(0, 1, false, 'b'), 2);
        assert_eq!(queue.remove(2), (true, Some('b')));
        assert_eq!(queue.add(0, 1, false, 'c'), 3);
        assert_eq!(queue.ids(), [1, 3]);
    }

    #[test]
    fn a_period_is_counted_from_the_due_time_not_from_the_call() {
        let mut queue = Queue::default();
        let id = queue.add(0, 20, true, 't');
        // Called 3 late each time: the grid stays.
        for turn in 1..=5 {
            assert_eq!(fire(&mut queue, turn * 20 + 3), "t");
            assert_eq!(queue.next_due(), Some((turn + 1) * 20));
        }
        assert_eq!(queue.info(id).unwrap().runs, 5);
    }

    #[test]
    fn missed_times_are_skipped() {
        // spec §4.8: a 20 ms tick blocked for 70 ms fires at 20, 110, 120, 140.
        let mut queue = Queue::default();
        queue.add(0, 20, true, 't');
        assert_eq!(fire(&mut queue, 20), "t");
        assert_eq!(fire(&mut queue, 110), "t");
        assert_eq!(queue.next_due(), Some(120));
        assert_eq!(fire(&mut queue, 120), "t");
        assert_eq!(queue.next_due(), Some(140));
    }

    #[test]
    fn one_added_in_a_round_waits_for_the_next() {
        let mut queue = Queue::default();
        queue.add(0, 5, false, 'a');
        let due = queue.due(100);
        let late = queue.add(0, 1, false, 'b');
        assert_eq!(due, [1]);
        assert!(!due.contains(&late));
        assert_eq!(queue.info(late).unwrap().round, 1);
        assert_eq!(queue.info(1).unwrap().round, 0);
    }

    #[test]
    fn one_removed_by_another_of_its_round_does_not_fire() {
        let mut queue = Queue::default();
        queue.add(0, 5, false, 'a');
        queue.add(0, 5, true, 'b');
        let due = queue.due(5);
        assert!(queue.begin(due[0]).is_some());
        assert_eq!(queue.remove(due[1]), (true, Some('b')));
        assert!(queue.begin(due[1]).is_none());
        assert_eq!(queue.finish(due[1], 5), None);
    }

    #[test]
    fn one_removed_in_its_callback_is_still_known_there() {
        let mut queue = Queue::default();
        let id = queue.add(0, 5, true, 'a');
        assert!(matches!(queue.begin(id), Some(Due::Again('a'))));
        assert!(queue.exists(id));
        assert_eq!(queue.remove(id), (true, None));
        assert_eq!(queue.remove(id), (false, None));
        assert!(!queue.exists(id));
        assert!(queue.info(id).unwrap().removed);
        assert_eq!(queue.len(), 0);
        assert_eq!(queue.finish(id, 5), Some('a'));
        assert!(queue.info(id).is_none());
        assert!(queue.is_idle());
    }

    #[test]
    fn what_fires_once_is_handed_over() {
        let mut queue = Queue::default();
        let id = queue.add(0, 5, false, 'a');
        assert!(matches!(queue.begin(id), Some(Due::Once('a'))));
        assert!(queue.begin(id).is_none());
        assert!(queue.exists(id));
        assert_eq!(queue.finish(id, 5), None);
        assert!(!queue.exists(id));
    }

    #[test]
    fn the_end_of_time_is_no_overflow() {
        let mut queue = Queue::default();
        let id = queue.add(7, Micros::MAX, true, 'a');
        assert_eq!(queue.next_due(), Some(Micros::MAX));
        assert_eq!(fire(&mut queue, Micros::MAX), "a");
        assert_eq!(queue.info(id).unwrap().due, Micros::MAX);
        assert_eq!(queue.remove(99), (false, None));
    }
}
