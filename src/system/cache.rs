//! Names that were looked up, kept for a while (`dns_cache_expire`, `dns_cache_capacity`).
//!
//! Pure: the time is given. When it is full, the entry goes that was not asked for longest.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::{Duration, Instant};

/// Entries by key.
#[derive(Debug)]
pub struct Cache<K, V> {
    entries: HashMap<K, Entry<V>>,
    /// Counts uses, so that the least recently used entry is known.
    uses: u64,
}

#[derive(Debug)]
struct Entry<V> {
    value: V,
    until: Instant,
    used: u64,
}

impl<K, V> Default for Cache<K, V> {
    fn default() -> Self {
        Self {
            entries: HashMap::new(),
            uses: 0,
        }
    }
}

impl<K: Eq + Hash + Clone, V: Clone> Cache<K, V> {
    /// What is kept under `key`, if it has not expired by `now`.
    pub fn get(&mut self, key: &K, now: Instant) -> Option<V> {
        self.uses += 1;
        let entry = self.entries.get_mut(key)?;
        if entry.until <= now {
            self.entries.remove(key);
            return None;
        }
        entry.used = self.uses;
        Some(entry.value.clone())
    }

    /// Keeps `value` for the time `expire` from `now` on, among at most `capacity` entries. With 0 of either nothing is
    /// kept.
    pub fn put(&mut self, key: K, value: V, now: Instant, expire: Duration, capacity: usize) {
        if expire.is_zero() || capacity == 0 {
            self.entries.remove(&key);
            return;
        }
        self.uses += 1;
        let entry = Entry {
            value,
            until: now.checked_add(expire).unwrap_or(now),
            used: self.uses,
        };
        self.entries.insert(key, entry);
        if self.entries.len() > capacity {
            self.entries.retain(|_, entry| entry.until > now);
        }
        while self.entries.len() > capacity {
            let Some(oldest) = self
                .entries
                .iter()
                .min_by_key(|(_, entry)| entry.used)
                .map(|(key, _)| key.clone())
            else {
                break;
            };
            self.entries.remove(&oldest);
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.entries.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn entries_are_found_until_they_expire() {
        let start = Instant::now();
        let mut cache = Cache::default();
        cache.put("a", 1, start, MINUTE, 10);
        assert_eq!(cache.get(&"a", start + MINUTE / 2), Some(1));
        assert_eq!(cache.get(&"b", start), None);
        assert_eq!(cache.get(&"a", start + MINUTE), None);
        // Being asked for does not prolong it.
        assert_eq!(cache.get(&"a", start), None);
    }

    #[test]
    fn a_new_value_replaces_the_old_one() {
        let start = Instant::now();
        let mut cache = Cache::default();
        cache.put("a", 1, start, MINUTE, 1);
        cache.put("a", 2, start + MINUTE / 2, MINUTE, 1);
        assert_eq!(cache.get(&"a", start + MINUTE), Some(2));
    }

    #[test]
    fn the_least_recently_used_one_makes_room() {
        let start = Instant::now();
        let mut cache = Cache::default();
        cache.put("a", 1, start, MINUTE, 2);
        cache.put("b", 2, start, MINUTE, 2);
        assert_eq!(cache.get(&"a", start), Some(1));
        cache.put("c", 3, start, MINUTE, 2);
        assert_eq!(cache.get(&"b", start), None);
        assert_eq!(cache.get(&"a", start), Some(1));
        assert_eq!(cache.get(&"c", start), Some(3));
    }

    #[test]
    fn expired_ones_make_room_first() {
        let start = Instant::now();
        let mut cache = Cache::default();
        cache.put("old", 1, start, MINUTE, 2);
        cache.put("a", 2, start + MINUTE / 2, MINUTE, 2);
        assert_eq!(cache.get(&"old", start + MINUTE / 2), Some(1));
        cache.put("b", 3, start + MINUTE, MINUTE, 2);
        assert_eq!(cache.get(&"a", start + MINUTE), Some(2));
        assert_eq!(cache.get(&"b", start + MINUTE), Some(3));
    }

    #[test]
    fn nothing_is_kept_without_room_or_time() {
        let start = Instant::now();
        let mut cache = Cache::default();
        cache.put("a", 1, start, MINUTE, 0);
        cache.put("b", 1, start, Duration::ZERO, 10);
        assert_eq!(cache.get(&"a", start), None);
        assert_eq!(cache.get(&"b", start), None);
    }

    #[test]
    fn a_smaller_capacity_holds_from_the_next_entry_on() {
        let start = Instant::now();
        let mut cache = Cache::default();
        for number in 0..5 {
            cache.put(number, number, start, MINUTE, 5);
        }
        cache.put(5, 5, start, MINUTE, 2);
        let kept = (0..6).filter(|number| cache.get(number, start).is_some());
        assert_eq!(kept.collect::<Vec<_>>(), [4, 5]);
    }

    #[test]
    fn clear_forgets() {
        let start = Instant::now();
        let mut cache = Cache::default();
        cache.put("a", 1, start, MINUTE, 1);
        cache.clear();
        assert_eq!(cache.get(&"a", start), None);
    }
}
