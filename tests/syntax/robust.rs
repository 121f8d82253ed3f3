//! Input that nobody would write: any bytes, endless nesting, huge texts. The parser answers with errors, in time.

use super::cells;
use bridgesh::source::SourceText;
use bridgesh::syntax;
use std::time::Instant;

/// Runs on a stack as large as the engine's.
fn on_large_stack(test: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(64 << 20).spawn(test).unwrap().join().unwrap();
}

/// A generator of numbers with a fixed start: the same test every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

#[test]
fn mutated_inputs_never_panic() {
    on_large_stack(|| {
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
        let mut inputs: Vec<String> = cells::rows("ast.tsv").iter().map(|r| cells::unescape(&r[0])).collect();
        inputs.extend(cells::rows("parse.tsv").iter().map(|r| cells::unescape(&r[0])));
        let scraps = [
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "@(",
            "@{",
            "$(",
            "\"",
            "'",
            "`",
            "$",
            "${",
            "\n",
            "\r\n",
            "::",
            "..",
            "|",
            "&&",
            "-",
            ",",
            "#",
            "<#",
            "@\"\n",
            "é",
            "\u{1f600}",
            "\0",
            "“",
            "–",
            " ",
            "class A{",
            "[int",
            "`u{",
            "1kb",
            "--%",
        ];
        for _ in 0..6_000 {
            let mut text: Vec<char> = inputs[numbers.below(inputs.len())].chars().collect();
            for _ in 0..=numbers.below(3) {
                let at = numbers.below(text.len() + 1);
                match numbers.below(4) {
                    0 if at < text.len() => {
                        text.remove(at);
                    }
                    1 => {
                        let other = &inputs[numbers.below(inputs.len())];
                        let n = numbers.below(30);
                        text.splice(at..at, other.chars().take(n));
                    }
                    2 => text.truncate(at),
                    _ => {
                        let scrap = scraps[numbers.below(scraps.len())];
                        text.splice(at..at, scrap.chars());
                    }
                }
            }
            let source = SourceText::new(None, text.into_iter().collect::<String>());
            let parsed = syntax::parse(&source);
            for error in &parsed.errors {
                source.locate(error.span.start);
            }
            parsed.tree.outline();
        }
    });
}

#[test]
fn endless_nesting_ends_in_a_located_error() {
    on_large_stack(|| {
        let shapes = [
            ("(", ")"),
            ("$(", ")"),
            ("@(", ")"),
            ("{", "}"),
            ("@{a=", "}"),
            ("[a[", "]]"),
            ("if(1){", "}"),
            ("-", ""),
            ("a ", ""),
            ("\"$(", ")\""),
            ("$x.a(", ")"),
            ("$x[", "]"),
            ("[int]", ""),
            ("$a=", ""),
            ("1?", ":1"),
            ("function f{", "}"),
            ("class A{m(){", "}}"),
            ("switch(1){1{", "}}"),
            (".b", ""),
            ("1+", ""),
            ("a && ", ""),
            ("a|", ""),
            ("1,", ""),
            ("try{", "}finally{}"),
            ("&{", "}"),
            ("[a[],", ""),
            ("{param($a=", ")}"),
        ];
        for (open, close) in shapes {
            for n in [300, 20_000] {
                let text = format!("$x{}1{}", open.repeat(n), close.repeat(n));
                let source = SourceText::new(None, text.as_str());
                let parsed = syntax::parse(&source);
                parsed.tree.outline();
                if let Some(error) = parsed.errors.iter().find(|e| e.id == "ScriptTooComplicated") {
                    assert!(error.span.start as usize <= text.len());
                }
            }
        }
        let source = SourceText::new(None, "(".repeat(100_000));
        assert!(syntax::parse(&source).errors.iter().any(|e| e.id == "ScriptTooComplicated" && source.locate(e.span.start).line == 1));
    });
}

#[test]
fn twice_the_text_takes_twice_the_time() {
    on_large_stack(|| {
        let mut script = String::new();
        for row in cells::rows("ast.tsv") {
            let text = cells::unescape(&row[0]);
            // Left out: what does not go on in the next line.
            if !text.contains("<#") && !text.starts_with("using") && !text.starts_with("param") && !text.contains("--%") {
                script.push_str(&text);
                script.push('\n');
            }
        }
        let time = |n: usize| {
            let source = SourceText::new(None, script.repeat(n));
            (0..3)
                .map(|_| {
                    let start = Instant::now();
                    let parsed = syntax::parse(&source);
                    let elapsed = start.elapsed();
                    drop(parsed);
                    elapsed
                })
                .min()
                .unwrap()
        };
        let (one, two) = (time(4), time(8));
        // Twice, with room for a machine that does other things besides.
        assert!(two.as_secs_f64() < one.as_secs_f64() * 3.5, "{one:?}, twice the text {two:?}");
    });
}
