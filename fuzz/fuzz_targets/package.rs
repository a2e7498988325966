//! See `swoole_fuzz::package`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| swoole_fuzz::package::run(data));
