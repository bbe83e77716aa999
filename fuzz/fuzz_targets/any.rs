#![no_main]
// compression, encodings, and formats told by the first bytes
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| traditore_fuzz::audit(None, bytes));
