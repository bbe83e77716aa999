#![no_main]
use traditore::review::Report;

// what is read can be written, and says the same when it is read again
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let path = traditore_fuzz::file(bytes);
    if let Ok(report) = Report::read(&path) {
        let once = report.write(Vec::new()).expect("memory can be written");
        let again = Report::read(&traditore_fuzz::file(&once)).expect("it can be read again");
        assert_eq!(once, again.write(Vec::new()).expect("memory can be written"));
    }
});
