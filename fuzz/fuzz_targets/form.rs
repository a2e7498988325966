//! See `swoole_fuzz::form`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| swoole_fuzz::form::run(data));
