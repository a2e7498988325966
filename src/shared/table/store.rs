//! The rows of a table in shared memory: a hash table of fixed size.
//!
//! Each bucket has a first row of its own; further rows of a bucket are chained to it, out of a common reserve. A lock in
//! the first row guards its chain. It holds the id of its process, so that one who dies with it is noticed. While a lock is
//! held no PHP code runs and nothing is waited for.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use crate::zend::shared::{SharedMemory, is_gone, process_id};

/// Longest key in bytes.
pub const MAX_KEY: usize = 63;
/// Most rows that have a bucket of their own.
const MAX_ROWS: usize = 1 << 31;
const MIN_ROWS: usize = 64;

/// The words at the beginning, then the rows.
mod header {
    pub const ROWS: usize = 0;
    pub const INSERTS: usize = 8;
    pub const UPDATES: usize = 16;
    pub const DELETES: usize = 24;
    pub const CONFLICTS: usize = 32;
    pub const DEEPEST: usize = 40;
    /// How many rows of the reserve are in use; how many ever were.
    pub const TAKEN: usize = 48;
    pub const FRESH: usize = 56;
    /// Guards the list of rows given back to the reserve, and its first.
    pub const LOCK: usize = 64;
    pub const FREE: usize = 68;
    pub const SIZE: usize = 128;
}

/// What a row begins with, then its data.
mod row {
    pub const LOCK: usize = 0;
    pub const USED: usize = 4;
    /// The next row of the chain, counted from 1; 0: none.
    pub const NEXT: usize = 8;
    pub const KEY_LENGTH: usize = 12;
    pub const KEY: usize = 16;
    pub const SIZE: usize = 80;
}

/// The smallest power of two that is not below `size`, within the limits.
pub fn rows_for(size: i64) -> usize {
    usize::try_from(size)
        .unwrap_or(0)
        .clamp(MIN_ROWS, MAX_ROWS)
        .next_power_of_two()
}

/// The figures of `stats()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Rows there are.
    pub rows: u64,
    /// Rows that had to go into the reserve, ever.
    pub conflicts: u64,
    /// Most rows of the reserve in one chain, ever.
    pub deepest: u64,
    /// Rows made, ever.
    pub inserts: u64,
    /// Rows changed, ever.
    pub updates: u64,
    /// Rows taken away, ever.
    pub deletes: u64,
    /// What is free of the reserve.
    pub reserve_left: u64,
    /// The reserve's size.
    pub reserve: u64,
}

/// The rows.
#[derive(Debug)]
pub struct Store {
    memory: SharedMemory,
    buckets: usize,
    reserve: usize,
    stride: usize,
    width: usize,
    hasher: RandomState,
}

/// A lock in shared memory, held.
struct Held<'a>(&'a AtomicU32);

impl<'a> Held<'a> {
    fn take(lock: &'a AtomicU32) -> Self {
        let me = process_id();
        let mut rounds = 0_u32;
        loop {
            let Err(holder) = lock.compare_exchange(0, me, Ordering::Acquire, Ordering::Relaxed)
            else {
                return Self(lock);
            };
            rounds += 1;
            if !rounds.is_multiple_of(100) {
                std::hint::spin_loop();
                continue;
            }
            std::thread::yield_now();
            // A holder needs a microsecond. One that died holding it left a row half written at worst.
            if rounds.is_multiple_of(10_000)
                && is_gone(holder)
                && lock
                    .compare_exchange(holder, me, Ordering::Acquire, Ordering::Relaxed)
                    .is_ok()
            {
                return Self(lock);
            }
        }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.store(0, Ordering::Release);
    }
}

/// A row's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row(usize);

impl Store {
    /// Makes an empty table with room for data of `width` bytes in each row. The reserve is as large as the table: however
    /// keys meet, `rows` of them have room. Memory that is not used is not taken.
    ///
    /// # Errors
    ///
    /// When the system has not so much memory.
    pub fn new(rows: usize, width: usize) -> io::Result<Self> {
        let reserve = rows;
        let stride = row::SIZE + width.next_multiple_of(8);
        let size = stride
            .checked_mul(rows + reserve)
            .and_then(|size| size.checked_add(header::SIZE))
            .ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Self {
            memory: SharedMemory::new(size)?,
            buckets: rows,
            reserve,
            stride,
            width,
            hasher: RandomState::new(),
        })
    }

    fn count(&self, word: usize) -> &AtomicU64 {
        self.memory.u64_at(word)
    }

    fn place(&self, row: usize) -> usize {
        header::SIZE + row * self.stride
    }

    fn word(&self, row: usize, field: usize) -> &AtomicU32 {
        self.memory.u32_at(self.place(row) + field)
    }

    fn is_used(&self, row: usize) -> bool {
        self.word(row, row::USED).load(Ordering::Relaxed) != 0
    }

    fn next(&self, row: usize) -> Option<usize> {
        let next = self.word(row, row::NEXT).load(Ordering::Relaxed) as usize;
        next.checked_sub(1)
    }

    fn set_next(&self, row: usize, next: Option<usize>) {
        let next = next.map_or(0, |next| u32::try_from(next + 1).unwrap_or(0));
        self.word(row, row::NEXT).store(next, Ordering::Relaxed);
    }

    fn key(&self, row: usize) -> ([u8; MAX_KEY + 1], usize) {
        let length = self.word(row, row::KEY_LENGTH).load(Ordering::Relaxed) as usize;
        let mut key = [0; MAX_KEY + 1];
        self.memory.read(self.place(row) + row::KEY, &mut key);
        (key, length.min(MAX_KEY))
    }

    fn has_key(&self, row: usize, key: &[u8]) -> bool {
        let (bytes, length) = self.key(row);
        self.is_used(row) && bytes[..length] == *key
    }

    fn chain(&self, first: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(first), |row| self.next(*row))
    }

    /// Locks the bucket in which a key belongs.
    pub fn bucket(&self, key: &[u8]) -> Bucket<'_> {
        let hash = self.hasher.hash_one(key);
        #[expect(clippy::cast_possible_truncation, reason = "any bits will do")]
        let first = hash as usize & (self.buckets - 1);
        Bucket {
            store: self,
            first,
            _held: Held::take(self.word(first, row::LOCK)),
        }
    }

    /// The keys and data of a bucket; `None`: there are no more buckets.
    pub fn rows_of(&self, bucket: usize) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
        if bucket >= self.buckets {
            return None;
        }
        let _held = Held::take(self.word(bucket, row::LOCK));
        let used = self.chain(bucket).filter(|row| self.is_used(*row));
        Some(
            used.map(|row| {
                let (key, length) = self.key(row);
                let mut data = vec![0; self.width];
                self.memory.read(self.place(row) + row::SIZE, &mut data);
                (key[..length].to_vec(), data)
            })
            .collect(),
        )
    }

    /// Whether a bucket may have rows: a look without its lock.
    pub fn looks_empty(&self, bucket: usize) -> bool {
        bucket < self.buckets && !self.is_used(bucket) && self.next(bucket).is_none()
    }

    /// Number of rows.
    pub fn len(&self) -> u64 {
        self.count(header::ROWS).load(Ordering::Relaxed)
    }

    /// Bytes of shared memory.
    pub fn memory_size(&self) -> usize {
        self.memory.length()
    }

    /// The figures of `stats()`.
    pub fn figures(&self) -> Figures {
        let read = |word| self.count(word).load(Ordering::Relaxed);
        let reserve = self.reserve as u64;
        Figures {
            rows: read(header::ROWS),
            conflicts: read(header::CONFLICTS),
            deepest: read(header::DEEPEST),
            inserts: read(header::INSERTS),
            updates: read(header::UPDATES),
            deletes: read(header::DELETES),
            reserve_left: reserve.saturating_sub(read(header::TAKEN)),
            reserve,
        }
    }

    fn take_from_reserve(&self) -> Option<usize> {
        let _held = Held::take(self.memory.u32_at(header::LOCK));
        let free = self.memory.u32_at(header::FREE);
        let row = match (free.load(Ordering::Relaxed) as usize).checked_sub(1) {
            Some(row) => {
                let next = self.word(row, row::NEXT).load(Ordering::Relaxed);
                free.store(next, Ordering::Relaxed);
                row
            }
            None => {
                let fresh = self.count(header::FRESH).load(Ordering::Relaxed);
                let fresh_row = usize::try_from(fresh).ok()?;
                if fresh_row >= self.reserve {
                    return None;
                }
                self.count(header::FRESH)
                    .store(fresh + 1, Ordering::Relaxed);
                self.buckets + fresh_row
            }
        };
        self.count(header::TAKEN).fetch_add(1, Ordering::Relaxed);
        Some(row)
    }

    fn give_back(&self, row: usize) {
        let _held = Held::take(self.memory.u32_at(header::LOCK));
        let free = self.memory.u32_at(header::FREE);
        let first = (free.load(Ordering::Relaxed) as usize).checked_sub(1);
        self.set_next(row, first);
        free.store(u32::try_from(row + 1).unwrap_or(0), Ordering::Relaxed);
        self.count(header::TAKEN).fetch_sub(1, Ordering::Relaxed);
    }
}

/// The rows of one bucket, locked for as long as this lives.
pub struct Bucket<'a> {
    store: &'a Store,
    first: usize,
    _held: Held<'a>,
}

impl Bucket<'_> {
    /// The row of a key.
    pub fn find(&self, key: &[u8]) -> Option<Row> {
        self.store
            .chain(self.first)
            .find(|row| self.store.has_key(*row, key))
            .map(Row)
    }

    /// A new row, its data zeroed, for a key of this bucket that has none. `None`: there is no room.
    pub fn insert(&self, key: &[u8]) -> Option<Row> {
        let store = self.store;
        let row = if store.is_used(self.first) {
            let row = store.take_from_reserve()?;
            store.set_next(row, store.next(self.first));
            store.set_next(self.first, Some(row));
            store
                .count(header::CONFLICTS)
                .fetch_add(1, Ordering::Relaxed);
            let depth = store.chain(self.first).count() as u64 - 1;
            store
                .count(header::DEEPEST)
                .fetch_max(depth, Ordering::Relaxed);
            row
        } else {
            self.first
        };
        let place = store.place(row);
        store
            .memory
            .clear(place + row::KEY, row::SIZE - row::KEY + store.width);
        store.memory.write(place + row::KEY, key);
        let length = u32::try_from(key.len()).unwrap_or(0);
        store
            .word(row, row::KEY_LENGTH)
            .store(length, Ordering::Relaxed);
        store.word(row, row::USED).store(1, Ordering::Relaxed);
        store.count(header::ROWS).fetch_add(1, Ordering::Relaxed);
        store.count(header::INSERTS).fetch_add(1, Ordering::Relaxed);
        Some(Row(row))
    }

    /// Takes a row of this bucket away.
    pub fn remove(&self, Row(row): Row) {
        let store = self.store;
        store.word(row, row::USED).store(0, Ordering::Relaxed);
        if row != self.first
            && let Some(before) = store
                .chain(self.first)
                .find(|before| store.next(*before) == Some(row))
        {
            store.set_next(before, store.next(row));
            store.give_back(row);
        }
        store.count(header::ROWS).fetch_sub(1, Ordering::Relaxed);
        store.count(header::DELETES).fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a change of a row.
    pub fn updated(&self) {
        self.store
            .count(header::UPDATES)
            .fetch_add(1, Ordering::Relaxed);
    }

    /// Reads from a row's data.
    pub fn read(&self, Row(row): Row, offset: usize, into: &mut [u8]) {
        debug_assert!(offset + into.len() <= self.store.width);
        self.store
            .memory
            .read(self.store.place(row) + row::SIZE + offset, into);
    }

    /// All of a row's data.
    pub fn data(&self, row: Row) -> Vec<u8> {
        let mut data = vec![0; self.store.width];
        self.read(row, 0, &mut data);
        data
    }

    /// Writes to a row's data.
    pub fn write(&self, Row(row): Row, offset: usize, from: &[u8]) {
        debug_assert!(offset + from.len() <= self.store.width);
        self.store
            .memory
            .write(self.store.place(row) + row::SIZE + offset, from);
    }
}
