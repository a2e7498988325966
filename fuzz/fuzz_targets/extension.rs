//! See `swoole_fuzz::extension`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| swoole_fuzz::extension::run(data));
