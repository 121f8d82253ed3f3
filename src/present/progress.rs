//! `Write-Progress` in its minimal view: one line of activity, bar and status.

use super::cells::{blanks, cells, head};

/// Progress at one moment.
#[derive(Clone, Debug, Default)]
pub struct Progress<'a> {
    /// What is being done.
    pub activity: &'a str,
    /// How far it is, in words.
    pub status: &'a str,
    /// Percent, if it is known.
    pub percent: Option<u8>,
    /// Seconds left, if they are known.
    pub seconds_left: Option<u64>,
}

/// Longest progress line, as `$PSStyle.Progress.MaxWidth` has it.
const WIDEST: usize = 120;

/// `Activity [ status      ]`, the part that is done in reverse colours.
pub fn line(progress: &Progress<'_>, width: usize, colours: bool) -> String {
    let width = width.min(WIDEST);
    let activity_room = width / 2;
    let activity =
        if cells(progress.activity) > activity_room { head(progress.activity, activity_room) } else { progress.activity.to_owned() };
    let room = width.saturating_sub(cells(&activity) + 3);
    let mut status = progress.status.to_owned();
    if let Some(seconds) = progress.seconds_left {
        status.push_str(&format!(" {:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
    }
    let status = head(&status, room);
    let bar = format!("{status}{}", blanks(room - cells(&status)));
    let Some(percent) = progress.percent.filter(|_| colours) else { return format!("{activity} [{bar}]") };
    let done = head(&bar, room * usize::from(percent.min(100)) / 100);
    let rest = &bar[done.len()..];
    format!("\u{1b}[33;1m{activity} [\u{1b}[7m{done}\u{1b}[27m{rest}]\u{1b}[0m")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_the_line() {
        let progress = Progress { activity: "Work", status: "half", percent: Some(50), seconds_left: None };
        assert_eq!(line(&progress, 20, false), "Work [half         ]");
    }
}
