//! The history on disk, in PSReadLine's place and form: a line an entry, a line end in an entry behind a backtick.

use std::io::Write;
use std::path::PathBuf;

use crate::engine::Engine;

/// Entries kept.
pub const MAXIMUM: usize = 4096;

/// Where the history is kept.
pub fn path(engine: &Engine) -> Option<PathBuf> {
    let set = |name: &str| engine.environment.get(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let data = set("XDG_DATA_HOME").or_else(|| set("HOME").map(|home| home.join(".local/share")))?;
    Some(data.join("powershell/PSReadLine/ConsoleHost_history.txt"))
}

/// The entries of earlier sessions, oldest first.
pub fn load(engine: &Engine) -> Vec<String> {
    let Some(bytes) = path(engine).and_then(|path| std::fs::read(path).ok()) else { return Vec::new() };
    let text = String::from_utf8_lossy(&bytes);
    let mut entries = Vec::new();
    let mut entry = String::new();
    for line in text.lines() {
        match line.strip_suffix('`') {
            Some(line) => {
                entry.push_str(line);
                entry.push('\n');
            }
            None => {
                entry.push_str(line);
                entries.push(std::mem::take(&mut entry));
            }
        }
    }
    let surplus = entries.len().saturating_sub(MAXIMUM);
    entries.drain(..surplus);
    entries
}

/// Appends an entry, unless a secret may stand in it. A history that cannot be written is no reason to stop.
pub fn append(engine: &Engine, entry: &str) {
    if is_sensitive(entry) || engine.file_gate.is_some() {
        return;
    }
    let Some(path) = path(engine) else { return };
    let Some(folder) = path.parent() else { return };
    let _ = std::fs::create_dir_all(folder);
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let Ok(mut file) = options.open(&path) else { return };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = file.set_permissions(std::fs::Permissions::from_mode(0o600));
    }
    let _ = file.write_all(format!("{}\n", entry.replace('\n', "`\n")).as_bytes());
}

/// Whether a line may hold a secret.
pub fn is_sensitive(line: &str) -> bool {
    let lower = line.to_lowercase();
    if ["password", "asplaintext", "token", "apikey", "secret"].iter().any(|word| lower.contains(word)) {
        return true;
    }
    // `pin` as a word or a word's end in camel case, so that `ping` and `mapping` stay.
    lower.match_indices("pin").any(|(at, _)| {
        let rest = line.get(at + 3..).unwrap_or("");
        let rest = rest.strip_prefix(['s', 'S']).unwrap_or(rest);
        !rest.starts_with(|c: char| c.is_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::is_sensitive;

    #[test]
    fn secrets_are_known_by_their_names() {
        for line in
            ["Reset-Pin ann", "$pin = 1", "$pins", "Set-X -LeaderPin 1234", "ConvertTo-SecureString x -AsPlainText", "$apiKey", "$TOKEN"]
        {
            assert!(is_sensitive(line), "{line}");
        }
        for line in ["ping host", "$mapping", "Get-Pineapple", "Get-Date"] {
            assert!(!is_sensitive(line), "{line}");
        }
    }
}
