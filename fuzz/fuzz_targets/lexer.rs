//! Any bytes as a text for the lexer: no panic, no hang, and what `checks.rs` asks of the result.
#![no_main]

#[path = "../checks.rs"]
mod checks;
#[path = "../on_large_stack.rs"]
mod on_large_stack;

libfuzzer_sys::fuzz_target!(|data: &[u8]| on_large_stack::run(checks::lexer, data));
