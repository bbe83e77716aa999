#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(config) = traditore::config::Config::read(&traditore_fuzz::file(bytes)) {
        let overrides = config.overrides_of("fr/page.html");
        let _ = (config.lang(&overrides), config.selection(&overrides));
        let _ = config.house_markers(&overrides);
    }
});
