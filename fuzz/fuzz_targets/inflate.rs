//! See `swoole_fuzz::inflate`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| swoole_fuzz::inflate::run(data));
