//! The timers by their ids: periods, how often each has run, and what may be done to one while its callback runs. When
//! each is due is in an agenda of the caller's; what a timer does is the caller's too.

use std::collections::BTreeMap;

use super::agenda::Nanos;

/// Timers that wait, or whose callback runs.
pub struct Table<T> {
    timers: BTreeMap<i64, Box<Timer<T>>>,
    last_id: i64,
    /// How many wait.
    waiting: usize,
    round: u64,
}

struct Timer<T> {
    due: Nanos,
    /// 0: it fires once.
    period: Nanos,
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
    pub due: Nanos,
    /// 0 for one that fires once.
    pub period: Nanos,
    /// How often it has fired.
    pub runs: u64,
    /// The round in which it was made.
    pub round: u64,
    /// Whether it was removed while its callback runs.
    pub removed: bool,
}

/// What a timer that is due does.
#[derive(Debug, PartialEq, Eq)]
pub enum Due<'a, T> {
    /// It fires once.
    Once(T),
    /// It fires again later.
    Again(&'a T),
}

/// How it is with a timer whose callback has given control back.
#[derive(Debug, PartialEq, Eq)]
pub enum Next<T> {
    /// It waits again, for this time: [`Table::wait`] has to be called.
    At(Nanos),
    /// It is gone; this is not needed any more.
    Over(Option<T>),
}

/// A timer that was removed.
#[derive(Debug, PartialEq, Eq)]
pub struct Removed<T> {
    /// When it would have fired, unless its callback runs.
    pub due: Option<Nanos>,
    /// This is not needed any more.
    pub what: Option<T>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            timers: BTreeMap::new(),
            last_id: 0,
            waiting: 0,
            round: 0,
        }
    }
}

impl<T> Table<T> {
    /// The id of the next timer. Ids count from 1.
    pub fn next_id(&self) -> i64 {
        self.last_id + 1
    }

    /// Adds a timer that waits for `due`, and then fires every `period` unless that is 0.
    pub fn add(&mut self, due: Nanos, period: Nanos, what: T) {
        self.last_id += 1;
        self.waiting += 1;
        self.timers.insert(
            self.last_id,
            Box::new(Timer {
                due,
                period,
                runs: 0,
                round: self.round,
                running: false,
                removed: false,
                what: Some(what),
            }),
        );
    }

    /// Whether no timer waits.
    pub fn is_idle(&self) -> bool {
        self.waiting == 0
    }

    /// Timers are about to fire together.
    pub fn start_round(&mut self) {
        self.round += 1;
    }

    /// The callback of `id` is about to run: its what, which for a timer that fires once is handed over. `None` when it was
    /// removed meanwhile.
    pub fn begin(&mut self, id: i64) -> Option<Due<'_, T>> {
        let timer = self.timers.get_mut(&id)?;
        if timer.running {
            return None;
        }
        self.waiting -= 1;
        timer.running = true;
        timer.runs += 1;
        if timer.period == 0 {
            timer.what.take().map(Due::Once)
        } else {
            timer.what.as_ref().map(Due::Again)
        }
    }

    /// The callback of `id` gave control back: a repeating timer waits again, for the first of its times after `now`.
    /// Times that have passed meanwhile are left out, and drift does not add up.
    pub fn finish(&mut self, id: i64, now: Nanos) -> Next<T> {
        let Some(timer) = self.timers.get_mut(&id) else {
            return Next::Over(None);
        };
        timer.running = false;
        if timer.removed || timer.period == 0 {
            return Next::Over(self.timers.remove(&id).and_then(|timer| timer.what));
        }
        let late = now.saturating_sub(timer.due);
        let periods = late / timer.period + 1;
        Next::At(
            timer
                .due
                .saturating_add(timer.period.saturating_mul(periods)),
        )
    }

    /// A repeating timer waits for `due`.
    pub fn wait(&mut self, id: i64, due: Nanos) {
        if let Some(timer) = self.timers.get_mut(&id) {
            self.waiting += 1;
            timer.due = due;
        }
    }

    /// Removes a timer. `None` when there is none.
    pub fn remove(&mut self, id: i64) -> Option<Removed<T>> {
        let timer = self.timers.get_mut(&id)?;
        if timer.running {
            let removed = std::mem::replace(&mut timer.removed, true);
            return (!removed).then_some(Removed {
                due: None,
                what: None,
            });
        }
        self.waiting -= 1;
        self.timers.remove(&id).map(|timer| Removed {
            due: Some(timer.due),
            what: timer.what,
        })
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

#[cfg(test)]
mod tests {
    use super::super::agenda::{Agenda, Kind, Who};
    use super::*;

    /// The two together, as the caller has them.
    #[derive(Default)]
    struct Timers {
        agenda: Agenda,
        table: Table<char>,
    }

    impl Timers {
        fn add(&mut self, now: Nanos, delay: Nanos, repeats: bool, what: char) -> i64 {
            let id = self.table.next_id();
            let due = self.agenda.add(now, delay, Who::timer(id));
            self.table.add(due, if repeats { delay } else { 0 }, what);
            id
        }

        fn due(&mut self, now: Nanos) -> Vec<i64> {
            self.table.start_round();
            let due = self.agenda.take_due(now);
            due.map(|(_, who)| match who.kind() {
                Kind::Timer(id) => id,
                Kind::Coroutine(_) => unreachable!(),
            })
            .collect()
        }

        fn remove(&mut self, id: i64) -> Option<Removed<char>> {
            let removed = self.table.remove(id);
            if let Some(due) = removed.as_ref().and_then(|removed| removed.due) {
                self.agenda.remove(due, Who::timer(id));
            }
            removed
        }

        fn finish(&mut self, id: i64, now: Nanos) -> Next<char> {
            let next = self.table.finish(id, now);
            if let Next::At(due) = next {
                let due = self.agenda.add_at(due, Who::timer(id));
                self.table.wait(id, due);
            }
            next
        }

        fn fire(&mut self, now: Nanos) -> String {
            let mut fired = String::new();
            for id in self.due(now) {
                match self.table.begin(id) {
                    Some(Due::Once(what)) => fired.push(what),
                    Some(Due::Again(what)) => fired.push(*what),
                    None => continue,
                }
                self.finish(id, now);
            }
            fired
        }
    }

    fn over(what: Option<char>) -> Next<char> {
        Next::Over(what)
    }

    #[test]
    fn the_longest_due_fires_first_and_equals_in_order() {
        let mut timers = Timers::default();
        timers.add(0, 30, false, 'c');
        timers.add(0, 10, false, 'a');
        timers.add(0, 20, false, 'b');
        timers.add(0, 30, false, 'd');
        assert_eq!(timers.fire(9), "");
        assert_eq!(timers.fire(10), "a");
        assert_eq!(timers.fire(35), "bcd");
        assert!(timers.table.is_empty() && timers.table.is_idle());
        assert_eq!(timers.agenda.next_due(), None);
    }

    #[test]
    fn ids_count_from_one_and_are_not_used_twice() {
        let mut timers = Timers::default();
        assert_eq!(timers.add(0, 1, false, 'a'), 1);
        assert_eq!(timers.add(0, 1, false, 'b'), 2);
        assert_eq!(timers.remove(2).unwrap().what, Some('b'));
        assert_eq!(timers.remove(2), None);
        assert_eq!(timers.add(0, 1, false, 'c'), 3);
        assert_eq!(timers.table.ids(), [1, 3]);
    }

    #[test]
    fn a_period_is_counted_from_the_due_time_not_from_the_call() {
        let mut timers = Timers::default();
        let id = timers.add(0, 20, true, 't');
        // Called 3 late each time: the grid stays.
        for turn in 1..=5 {
            assert_eq!(timers.fire(turn * 20 + 3), "t");
            assert_eq!(timers.agenda.next_due(), Some((turn + 1) * 20));
        }
        assert_eq!(timers.table.info(id).unwrap().runs, 5);
    }

    #[test]
    fn missed_times_are_skipped() {
        // spec §4.8: a 20 ms tick blocked for 70 ms fires at 20, 110, 120, 140.
        let mut timers = Timers::default();
        timers.add(0, 20, true, 't');
        assert_eq!(timers.fire(20), "t");
        assert_eq!(timers.fire(110), "t");
        assert_eq!(timers.agenda.next_due(), Some(120));
        assert_eq!(timers.fire(120), "t");
        assert_eq!(timers.agenda.next_due(), Some(140));
    }

    #[test]
    fn one_added_in_a_round_waits_for_the_next() {
        let mut timers = Timers::default();
        timers.add(0, 5, false, 'a');
        let due = timers.due(100);
        let late = timers.add(0, 1, false, 'b');
        assert_eq!(due, [1]);
        assert_eq!(timers.table.info(late).unwrap().round, 1);
        assert_eq!(timers.table.info(1).unwrap().round, 0);
    }

    #[test]
    fn one_removed_by_another_of_its_round_does_not_fire() {
        let mut timers = Timers::default();
        timers.add(0, 5, false, 'a');
        timers.add(0, 5, true, 'b');
        let due = timers.due(6);
        assert!(timers.table.begin(due[0]).is_some());
        assert_eq!(timers.remove(due[1]).unwrap().what, Some('b'));
        assert!(timers.table.begin(due[1]).is_none());
        assert_eq!(timers.finish(due[1], 6), over(None));
    }

    #[test]
    fn one_removed_in_its_callback_is_still_known_there() {
        let mut timers = Timers::default();
        let id = timers.add(0, 5, true, 'a');
        assert_eq!(timers.due(5), [id]);
        assert_eq!(timers.table.begin(id), Some(Due::Again(&'a')));
        assert!(timers.table.exists(id));
        assert_eq!(timers.remove(id).unwrap().what, None);
        assert_eq!(timers.remove(id), None);
        assert!(!timers.table.exists(id));
        assert!(timers.table.info(id).unwrap().removed);
        assert_eq!(timers.table.len(), 0);
        assert_eq!(timers.finish(id, 5), over(Some('a')));
        assert!(timers.table.info(id).is_none());
        assert!(timers.table.is_idle());
    }

    #[test]
    fn what_fires_once_is_handed_over() {
        let mut timers = Timers::default();
        let id = timers.add(0, 5, false, 'a');
        assert_eq!(timers.table.begin(id), Some(Due::Once('a')));
        assert!(timers.table.begin(id).is_none());
        assert!(timers.table.exists(id));
        assert_eq!(timers.finish(id, 5), over(None));
        assert!(!timers.table.exists(id));
    }

    #[test]
    fn the_end_of_time_is_no_overflow() {
        let mut timers = Timers::default();
        let id = timers.add(7, Nanos::MAX, true, 'a');
        assert_eq!(timers.fire(Nanos::MAX), "a");
        assert!(timers.table.info(id).unwrap().due >= Nanos::MAX - 1);
        assert!(timers.remove(99).is_none());
    }
}
