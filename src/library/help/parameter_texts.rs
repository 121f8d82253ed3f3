//! What parameters do, in a sentence: for those whose cmdlet does not say it itself.

use std::cell::OnceCell;
use std::collections::HashMap;

/// Lines of `Name: text` and `Cmdlet Name: text`.
const TEXTS: &str = include_str!("parameter_texts.txt");

thread_local! {
    static BY_NAME: OnceCell<HashMap<&'static str, &'static str>> = const { OnceCell::new() };
}

/// The words of a parameter: the cmdlet's own, else those for it here, else those of its name.
pub fn text_of(command: &str, name: &str, own: &'static str) -> &'static str {
    if !own.is_empty() {
        return own;
    }
    BY_NAME.with(|cell| {
        let texts =
            cell.get_or_init(|| TEXTS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": ")).collect());
        texts.get(format!("{command} {name}").as_str()).or_else(|| texts.get(name)).copied().unwrap_or("")
    })
}
