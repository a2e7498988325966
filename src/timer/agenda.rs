//! Who is due when: timers and coroutines in one order. Time is a number of nanoseconds that the caller counts; what
//! happens to whom is the caller's too.
//!
//! No two are due at the same nanosecond: who comes later with the same time is moved to the next free one. So there is one
//! order, and equals are in the order in which they came. Adding and removing take logarithmic time; an entry is 16 bytes.

use std::collections::BTreeMap;

/// Nanoseconds since a beginning of the caller's choice.
pub type Nanos = u64;

/// Delays are cut to this: 292 years.
const LONGEST: Nanos = Nanos::MAX / 2;

/// Who is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who(i64);

/// The same, told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The timer with this id.
    Timer(i64),
    /// The coroutine with this id.
    Coroutine(i64),
}

impl Who {
    /// A timer; its id is positive.
    pub fn timer(id: i64) -> Self {
        Self(-id)
    }

    /// A coroutine; its id is positive.
    pub fn coroutine(id: i64) -> Self {
        Self(id)
    }

    /// Which of the two.
    pub fn kind(self) -> Kind {
        if self.0 < 0 {
            Kind::Timer(-self.0)
        } else {
            Kind::Coroutine(self.0)
        }
    }
}

/// Those who wait for a time.
#[derive(Debug, Default)]
pub struct Agenda(BTreeMap<Nanos, Who>);

impl Agenda {
    /// Adds one that is due `delay` from `now`. Returns when it is, by which it can be removed.
    pub fn add(&mut self, now: Nanos, delay: Nanos, who: Who) -> Nanos {
        self.add_at(now.min(LONGEST) + delay.min(LONGEST), who)
    }

    /// Adds one that is due at `due`, or at the first free nanosecond after it. Returns when.
    pub fn add_at(&mut self, mut due: Nanos, who: Who) -> Nanos {
        use std::collections::btree_map::Entry;
        due = due.min(2 * LONGEST);
        loop {
            match self.0.entry(due) {
                Entry::Vacant(free) => {
                    free.insert(who);
                    return due;
                }
                // At the end of time, where nobody comes, they are in the other order.
                Entry::Occupied(_) if due >= 2 * LONGEST => due = self.last_free(),
                Entry::Occupied(_) => due += 1,
            }
        }
    }

    #[cold]
    fn last_free(&self) -> Nanos {
        let mut free = 2 * LONGEST;
        while self.0.contains_key(&free) {
            free -= 1;
        }
        free
    }

    /// Removes one, unless it was taken out already.
    pub fn remove(&mut self, due: Nanos, who: Who) {
        if self.0.get(&due) == Some(&who) {
            self.0.remove(&due);
        }
    }

    /// When the next one is due.
    pub fn next_due(&self) -> Option<Nanos> {
        self.0.first_key_value().map(|(&due, _)| due)
    }

    /// Takes out all who are due at `now`, the longest due first. One that is added later is never among them.
    pub fn take_due(&mut self, now: Nanos) -> impl Iterator<Item = (Nanos, Who)> + use<> {
        let later = self.0.split_off(&now.saturating_add(1));
        std::mem::replace(&mut self.0, later).into_iter()
    }

    /// Puts back those who were taken out and have not had their turn.
    pub fn put_back(&mut self, left: impl Iterator<Item = (Nanos, Who)>) {
        self.0.extend(left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(agenda: &mut Agenda, now: Nanos) -> Vec<Kind> {
        agenda.take_due(now).map(|(_, who)| who.kind()).collect()
    }

    #[test]
    fn timers_and_coroutines_are_in_one_order() {
        let mut agenda = Agenda::default();
        agenda.add(0, 30, Who::timer(1));
        agenda.add(0, 10, Who::coroutine(1));
        agenda.add(5, 15, Who::timer(2));
        agenda.add(5, 35, Who::coroutine(2));
        assert_eq!(agenda.next_due(), Some(10));
        assert_eq!(take(&mut agenda, 9), []);
        assert_eq!(
            take(&mut agenda, 30),
            [Kind::Coroutine(1), Kind::Timer(2), Kind::Timer(1)]
        );
        assert_eq!(take(&mut agenda, 100), [Kind::Coroutine(2)]);
        assert_eq!(agenda.next_due(), None);
    }

    #[test]
    fn equals_are_in_the_order_in_which_they_came() {
        let mut agenda = Agenda::default();
        let all = [
            Who::coroutine(9),
            Who::timer(1),
            Who::coroutine(2),
            Who::coroutine(2),
            Who::timer(7),
        ];
        let dues = all.map(|who| agenda.add(0, 10, who));
        assert_eq!(dues, [10, 11, 12, 13, 14]);
        assert_eq!(take(&mut agenda, 14), all.map(Who::kind));
    }

    #[test]
    fn only_ones_own_entry_can_be_removed() {
        let mut agenda = Agenda::default();
        let first = agenda.add(0, 10, Who::coroutine(1));
        let second = agenda.add(0, 10, Who::coroutine(1));
        agenda.remove(first, Who::coroutine(2));
        agenda.remove(first, Who::timer(1));
        agenda.remove(second, Who::coroutine(1));
        assert_eq!(agenda.next_due(), Some(first));
        agenda.remove(first, Who::coroutine(1));
        agenda.remove(first, Who::coroutine(1));
        assert_eq!(agenda.next_due(), None);
    }

    #[test]
    fn one_added_meanwhile_waits_and_those_left_are_put_back() {
        let mut agenda = Agenda::default();
        for id in 1..=3 {
            agenda.add(0, 10, Who::timer(id));
        }
        let mut due = agenda.take_due(50);
        assert_eq!(due.next().map(|(_, who)| who), Some(Who::timer(1)));
        agenda.add(20, 0, Who::timer(4));
        agenda.put_back(due);
        assert_eq!(
            take(&mut agenda, 50),
            [Kind::Timer(2), Kind::Timer(3), Kind::Timer(4)]
        );
    }

    #[test]
    fn the_end_of_time_is_no_overflow() {
        let mut agenda = Agenda::default();
        for id in 1..=3 {
            agenda.add(Nanos::MAX, Nanos::MAX, Who::timer(id));
            agenda.add_at(Nanos::MAX, Who::coroutine(id));
        }
        assert_eq!(take(&mut agenda, 1 << 62), []);
        assert_eq!(take(&mut agenda, Nanos::MAX).len(), 6);
    }
}
