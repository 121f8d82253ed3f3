//! Further examples of cmdlets: a second for each whose description has one.

use std::sync::OnceLock;

use crate::cmdlet::{Example, Spec};

/// `%% Cmdlet: title`, the script, `--`, what it prints on the sample tenant.
const TEXT: &str = include_str!("examples.txt");

fn all() -> &'static [(&'static str, Example)] {
    static ALL: OnceLock<Vec<(&'static str, Example)>> = OnceLock::new();
    ALL.get_or_init(|| TEXT.split("%% ").skip(1).filter_map(entry).collect())
}

fn entry(text: &'static str) -> Option<(&'static str, Example)> {
    let (head, rest) = text.split_once('\n')?;
    let (name, title) = head.split_once(": ")?;
    let (script, output) = rest.split_once("\n--\n")?;
    Some((name, Example::new(title, script, output)))
}

/// The examples of a cmdlet: its own, then the further ones.
pub fn examples_of(spec: &Spec) -> impl Iterator<Item = Example> {
    let name = spec.name();
    let further = all().iter().filter(move |(of, _)| *of == name).map(|(_, example)| *example);
    spec.examples.iter().copied().chain(further)
}

#[cfg(test)]
mod tests {
    use super::{TEXT, all};

    #[test]
    fn every_entry_is_read() {
        assert_eq!(all().len(), TEXT.lines().filter(|line| line.starts_with("%% ")).count());
    }
}
