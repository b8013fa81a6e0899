#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| phusong_fuzz::read_packed("a.zip", bytes));
