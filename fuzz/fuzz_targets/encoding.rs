//! See `swoole_fuzz::encoding`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| swoole_fuzz::encoding::run(data));
