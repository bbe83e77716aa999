#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| traditore_fuzz::audit(Some(traditore::document::Format::Xcstrings), bytes));
