//! See `swoole_fuzz::message`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| swoole_fuzz::message::run(data));
