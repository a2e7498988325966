//! See `swoole_fuzz::multipart`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| swoole_fuzz::multipart::run(data));
