//! See `swoole_fuzz::router`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| swoole_fuzz::router::run(data));
