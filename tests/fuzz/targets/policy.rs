//! Any text as a drop's own policy: it is accepted or every problem is named.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tuanxue::policy::load;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        match load("", Some(("policy.toml", text)), &|_| None) {
            Ok(policy) => assert!(!policy.layers.is_empty()),
            Err(problems) => assert!(!problems.is_empty()),
        }
    }
});
