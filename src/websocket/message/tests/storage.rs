//! What a reader takes of memory, and reads straight into it.

use std::mem::MaybeUninit;

use super::super::{FIRST_ROOM, Unfinished};
use super::*;

#[test]
fn an_idle_reader_is_small() {
    assert!(
        size_of::<Reader<Vec<u8>>>() <= 64,
        "{}",
        size_of::<Reader<Vec<u8>>>()
    );
    assert!(
        size_of::<Reader<Box<u8>>>() <= 48,
        "{}",
        size_of::<Reader<Box<u8>>>()
    );
}

/// Storage that counts how often it had to grow.
#[derive(Debug)]
struct Counting {
    bytes: Vec<u8>,
    grown: usize,
}

impl Payload for Counting {
    fn with_capacity(capacity: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(capacity),
            grown: 0,
        }
    }
    fn len(&self) -> usize {
        self.bytes.len()
    }
    fn reserve(&mut self, additional: usize) {
        self.grown += 1;
        self.bytes.reserve_exact(additional);
    }
    fn as_slice(&self) -> &[u8] {
        &self.bytes
    }
    fn as_mut_slice(&mut self) -> &mut [u8] {
        &mut self.bytes
    }
    fn append_with(&mut self, n: usize, fill: impl FnOnce(&mut [u8])) {
        assert!(
            self.bytes.capacity() - self.bytes.len() >= n,
            "the reader makes room first"
        );
        self.bytes.append_with(n, fill);
    }
    fn spare(&mut self) -> &mut [MaybeUninit<u8>] {
        self.bytes.spare_capacity_mut()
    }
    unsafe fn advance(&mut self, n: usize) {
        // SAFETY: as the caller promises.
        unsafe { self.bytes.advance(n) }
    }
}

#[test]
fn storage_follows_what_arrived() {
    const LEN: usize = 1 << 20;
    let limits = Limits {
        max_frame: 2 << 20,
        ..LIMITS
    };
    let stream = frame(0x82, vec![7; LEN]).encode();
    let head = stream.len() - LEN;

    let mut reader = Reader::<Counting>::new();
    reader.feed(&stream[..head], &limits).unwrap();
    let mut arrived = 0;
    let message = loop {
        let Some(Unfinished { payload, .. }) = &reader.message else {
            panic!("the message is not complete");
        };
        let room = payload.bytes.capacity();
        assert!(
            room <= (2 * arrived).max(FIRST_ROOM),
            "{room} bytes for {arrived}"
        );
        let n = 10_000.min(LEN - arrived);
        let start = head + arrived;
        arrived += n;
        if let (_, Some(Event::Message(message))) =
            reader.feed(&stream[start..start + n], &limits).unwrap()
        {
            break message;
        }
    };
    assert_eq!(message.payload.bytes, vec![7; LEN]);
    assert_eq!(
        message.payload.bytes.capacity(),
        LEN,
        "nothing is wasted in the end"
    );
    assert!(
        message.payload.grown <= 5,
        "grown {} times",
        message.payload.grown
    );
}

#[test]
fn many_small_fragments_do_not_copy_the_message_each() {
    let limits = Limits {
        max_fragments: 10_000,
        ..LIMITS
    };
    let mut frames = vec![frame(0x00, "x"); 10_000];
    frames[0].first = 0x02;
    frames[9_999].first = 0x80;
    let mut reader = Reader::<Counting>::new();
    let (_, event) = reader.feed(&wire(&frames), &limits).unwrap();
    let Some(Event::Message(message)) = event else {
        panic!("no message")
    };
    assert_eq!(message.payload.len(), 10_000);
    assert!(
        message.payload.grown <= 16,
        "grown {} times",
        message.payload.grown
    );
}

#[test]
fn the_direct_buffer_ends_with_the_frame() {
    let stream = frame(0x82, [1; 100_000]).encode();
    let mut reader = Reader::<Vec<u8>>::new();
    assert!(reader.direct_buffer().is_none(), "no frame yet");
    reader.feed(&stream[..8], &LIMITS).unwrap();
    assert!(reader.direct_buffer().is_none(), "the head is not complete");
    reader.feed(&stream[8..14], &LIMITS).unwrap();
    assert_eq!(reader.direct_buffer().unwrap().len(), FIRST_ROOM);
    reader.feed(&stream[14..99_990], &LIMITS).unwrap();
    assert_eq!(reader.direct_buffer().unwrap().len(), stream.len() - 99_990);
    // SAFETY: nothing is claimed to be initialised.
    assert_eq!(unsafe { reader.direct_filled(0, &LIMITS) }, Ok(None));
    assert!(reader.feed(&stream[99_990..], &LIMITS).unwrap().1.is_some());
    assert!(reader.direct_buffer().is_none());
    // SAFETY: as above.
    assert_eq!(unsafe { reader.direct_filled(0, &LIMITS) }, Ok(None));

    // Control frames are never read directly.
    reader
        .feed(&frame(0x89, "ping").encode()[..7], &LIMITS)
        .unwrap();
    assert!(reader.is_mid_frame() && reader.direct_buffer().is_none());
}

#[test]
#[should_panic(expected = "past the end of the frame")]
fn claiming_more_than_the_frame_panics() {
    let mut reader = Reader::<Vec<u8>>::new();
    reader
        .feed(&frame(0x82, [1; 10]).encode()[..8], &LIMITS)
        .unwrap();
    // SAFETY: refused before anything is taken as initialised.
    let _ = unsafe { reader.direct_filled(9, &LIMITS) };
}
