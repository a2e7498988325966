//! Heartbeat: peers that are gone without a word are noticed by their silence.
//!
//! A server looks at all of its connections a few times within the shorter of its two times. A connection notes that
//! something came, not when: one store for a read, no clock. Pure: what to do, not how.

use std::cell::Cell;
use std::time::Duration;

/// Looks within one interval: how exact the times are.
const LOOKS: u32 = 4;
/// The longest and shortest pause between two looks.
const LONGEST: Duration = Duration::from_secs(5);
const SHORTEST: Duration = Duration::from_millis(5);
/// With so much unread the peer may not be able to send any more: its silence says nothing.
const DEAF: usize = 16 * 1024;

/// When a silent peer is asked, and when it is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// The pause between two looks.
    pub pause: Duration,
    /// Looks without a sign of life after which a ping is sent, and again after as many.
    ask: u16,
    /// Looks without a sign of life after which the peer counts as gone.
    give_up: u16,
}

impl Rhythm {
    /// `idle`: how long a peer may be silent. `interval`: the silence after which it is pinged, at most half of `idle`.
    pub fn new(idle: Duration, interval: Duration) -> Self {
        let interval = interval.min(idle / 2).max(SHORTEST);
        let pause = (interval / LOOKS).clamp(SHORTEST, LONGEST);
        let looks = |time: Duration| {
            let looks = time.as_nanos().div_ceil(pause.as_nanos());
            u16::try_from(looks).unwrap_or(u16::MAX).max(1)
        };
        Self {
            pause,
            ask: looks(interval),
            // Part of the first pause was over before the silence began.
            give_up: looks(idle).saturating_add(1),
        }
    }
}

/// What a look at a connection leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It lives, or its time is not over yet.
    Wait,
    /// Send a ping.
    Ask,
    /// It is gone.
    GiveUp,
}

/// What a connection knows of its peer's life.
#[derive(Debug, Default)]
pub struct Life {
    heard: Cell<bool>,
    silent: Cell<u16>,
    unread: Cell<u32>,
}

impl Life {
    /// Bytes came.
    #[inline]
    pub fn heard(&self) {
        self.heard.set(true);
    }

    /// Looks at a connection. `moved`: the peer has taken something of what waited for it. `unread`: the bytes that the
    /// kernel holds because nobody reads them; asked for only when something depends on it.
    pub fn look(&self, rhythm: &Rhythm, moved: bool, unread: impl FnOnce() -> usize) -> Verdict {
        if self.heard.replace(false) || moved {
            self.silent.set(0);
            self.unread.set(0);
            return Verdict::Wait;
        }
        let silent = self.silent.get().saturating_add(1);
        self.silent.set(silent);
        let over = silent >= rhythm.give_up;
        if !over && !silent.is_multiple_of(rhythm.ask) {
            return Verdict::Wait;
        }
        let unread = unread();
        let known = u32::try_from(unread).unwrap_or(u32::MAX);
        if self.unread.replace(known) < known {
            // More than last time: it has said something, whether or not somebody listens.
            self.silent.set(0);
            return Verdict::Wait;
        }
        if over && unread < DEAF {
            return Verdict::GiveUp;
        }
        if over {
            self.silent.set(0);
        }
        Verdict::Ask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rhythm(idle: u64, interval: u64) -> Rhythm {
        Rhythm::new(Duration::from_secs(idle), Duration::from_secs(interval))
    }

    /// The verdicts of so many looks, one letter each.
    fn looks(life: &Life, rhythm: &Rhythm, times: u32, unread: usize) -> String {
        let letter = |verdict| match verdict {
            Verdict::Wait => '.',
            Verdict::Ask => '?',
            Verdict::GiveUp => 'X',
        };
        (0..times)
            .map(|_| letter(life.look(rhythm, false, || unread)))
            .collect()
    }

    #[test]
    fn silence_is_asked_and_ended() {
        let rhythm = rhythm(12, 4);
        assert_eq!(rhythm.pause, Duration::from_secs(1));
        assert_eq!(looks(&Life::default(), &rhythm, 13, 0), "...?...?...?X");
    }

    #[test]
    fn long_times_have_few_looks() {
        let rhythm = rhythm(600, 60);
        assert_eq!(rhythm.pause, LONGEST);
        assert_eq!((rhythm.ask, rhythm.give_up), (12, 121));
        // Beyond what the counter holds: never sooner than asked for.
        let rhythm = self::rhythm(10_000_000, 1);
        assert_eq!(rhythm.give_up, u16::MAX);
    }

    #[test]
    fn at_least_one_ping_before_the_end() {
        for interval in [10, 12, 100] {
            let line = looks(&Life::default(), &rhythm(12, interval), 14, 0);
            assert!(line.find('?') < line.find('X'), "{line}");
        }
    }

    #[test]
    fn every_sign_of_life_counts() {
        let rhythm = rhythm(12, 4);
        let life = Life::default();
        assert_eq!(looks(&life, &rhythm, 11, 0), "...?...?...");
        life.heard();
        assert_eq!(looks(&life, &rhythm, 13, 0), "....?...?...?");
        assert_eq!(life.look(&rhythm, true, || 0), Verdict::Wait);
        assert_eq!(looks(&life, &rhythm, 13, 0), "...?...?...?X");
    }

    #[test]
    fn what_nobody_reads_counts_when_it_grows() {
        let rhythm = rhythm(12, 4);
        let life = Life::default();
        // Seen for the first time when it would be asked, then no more than before.
        assert_eq!(looks(&life, &rhythm, 17, 10), ".......?...?...?X");
        let life = Life::default();
        looks(&life, &rhythm, 16, 10);
        assert_eq!(life.look(&rhythm, false, || 16), Verdict::Wait);
        assert_eq!(looks(&life, &rhythm, 13, 16), "...?...?...?X");
    }

    #[test]
    fn a_peer_that_cannot_send_is_not_given_up() {
        let rhythm = rhythm(12, 4);
        let life = Life::default();
        let line = looks(&life, &rhythm, 100, DEAF);
        assert!(!line.contains('X') && line.contains('?'), "{line}");
    }
}
