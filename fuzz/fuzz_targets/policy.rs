//! See `swoole_fuzz::policy`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| swoole_fuzz::policy::run(data));
