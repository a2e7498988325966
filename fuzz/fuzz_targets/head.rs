//! See `swoole_fuzz::head`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| swoole_fuzz::head::run(data));
