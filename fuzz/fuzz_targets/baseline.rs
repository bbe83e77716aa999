#![no_main]
use traditore::baseline::Baseline;

// what is read can be written, and says the same when it is read again
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let path = traditore_fuzz::file(bytes);
    if let Ok(baseline) = Baseline::read(&path) {
        baseline.write(&path).expect("it can be written");
        let again = Baseline::read(&path).expect("it can be read again");
        assert_eq!(baseline.entries, again.entries);
    }
});
