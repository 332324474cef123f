#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| exampress_fuzz::history(data));
