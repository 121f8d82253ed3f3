//! A plan's report as a document: Markdown and HTML, with a chart of mails by kind and hour.

use std::fmt::Write as _;

use super::report::Report;

/// Text that Markdown takes as it is, in a table's cell.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '|' | '*' | '_' | '`' | '<' | '[' => out.extend(['\\', character]),
            character if character.is_control() => out.push(' '),
            character => out.push(character),
        }
    }
    out
}

fn yes(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// Text that HTML takes as it is.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

impl Report {
    /// The figures that stand first, with their names.
    fn figures(&self) -> Vec<(&'static str, String)> {
        vec![
            ("Users touched", self.users.len().to_string()),
            ("Mails", self.mails.len().to_string()),
            ("Mails with a PIN", self.mails_with_pin.to_string()),
            ("Not told", self.suppressed.len().to_string()),
            ("Meetings rescheduled", self.meetings_rescheduled.to_string()),
            ("Users queued for migration", self.migrations_queued.to_string()),
        ]
    }

    /// As Markdown.
    pub fn markdown(&self) -> String {
        let mut out = String::from("# Plan\n\n");
        let _ = writeln!(out, "Planned {} for {}. Nothing has been changed yet.\n", self.planned_at, cell(&self.tenant));
        out.push_str("| | |\n|---|---:|\n");
        for (name, figure) in self.figures() {
            let _ = writeln!(out, "| {name} | {figure} |");
        }
        out.push_str("\n## Warnings\n\n");
        if self.warnings.is_empty() {
            out.push_str("None.\n");
        }
        for warning in &self.warnings {
            let _ = writeln!(out, "- {warning}");
        }
        if !self.mails.is_empty() {
            out.push_str("\n## Mails by hour\n\n```\n");
            let most = self.mails_by_hour.iter().map(|row| row.count).max().unwrap_or(1).max(1);
            let width = self.mails_by_hour.iter().map(|row| row.kind.len()).max().unwrap_or(0);
            for row in &self.mails_by_hour {
                let bar = "#".repeat((row.count * 40).div_ceil(most));
                let _ = writeln!(out, "{}  {:width$}  {:>6}  {bar}", row.hour, row.kind, row.count);
            }
            out.push_str("```\n");
        }
        if !self.by_user.is_empty() {
            out.push_str("\n## Users\n\n| User | Changes | Mails | Not told |\n|---|---|---|---|\n");
            for row in &self.by_user {
                let (changes, mails, not_told) = (row.changes.join("; "), row.mails.join(", "), row.not_told.join(", "));
                let _ = writeln!(out, "| {} | {} | {} | {} |", cell(&row.user), cell(&changes), cell(&mails), cell(&not_told));
            }
        }
        if !self.mails.is_empty() {
            out.push_str("\n## Mails\n\n| Kind | To | From | Language | PIN | Subject |\n|---|---|---|---|---|---|\n");
            for mail in &self.mails {
                let (to, from, subject) = (cell(&mail.to), cell(&mail.from), cell(&mail.subject));
                let _ = writeln!(out, "| {} | {to} | {from} | {} | {} | {subject} |", mail.kind, mail.language, yes(mail.contains_pin));
            }
        }
        if !self.refused.is_empty() {
            out.push_str("\n## Refused, because it lies outside of the tenant\n\n");
            for line in &self.refused {
                let _ = writeln!(out, "- {}", cell(line));
            }
        }
        out
    }

    /// As an HTML page that needs nothing beside it.
    pub fn html(&self) -> String {
        let mut out = String::from(HEAD);
        let _ = write!(
            out,
            "<h1>Plan</h1><p>Planned {} for {}. Nothing has been changed yet.</p><div class=\"figures\">",
            escape(&self.planned_at),
            escape(&self.tenant)
        );
        for (name, figure) in self.figures() {
            let _ = write!(out, "<div><b>{figure}</b><span>{name}</span></div>");
        }
        out.push_str("</div><h2>Warnings</h2>");
        if self.warnings.is_empty() {
            out.push_str("<p>None.</p>");
        } else {
            out.push_str("<ul class=\"warnings\">");
            for warning in &self.warnings {
                let _ = write!(out, "<li>{}</li>", escape(warning));
            }
            out.push_str("</ul>");
        }
        if !self.mails_by_hour.is_empty() {
            out.push_str("<h2>Mails by kind and hour</h2>");
            out.push_str(&self.chart());
        }
        table(
            &mut out,
            "Users",
            &["User", "Changes", "Mails", "Not told"],
            self.by_user.iter().map(|row| vec![row.user.clone(), row.changes.join("; "), row.mails.join(", "), row.not_told.join(", ")]),
        );
        table(
            &mut out,
            "Mails",
            &["Kind", "To", "From", "Language", "PIN", "Subject"],
            self.mails.iter().map(|mail| {
                vec![
                    mail.kind.clone(),
                    mail.to.clone(),
                    mail.from.clone(),
                    mail.language.clone(),
                    yes(mail.contains_pin).to_owned(),
                    mail.subject.clone(),
                ]
            }),
        );
        table(&mut out, "Refused, because it lies outside of the tenant", &["What"], self.refused.iter().map(|line| vec![line.clone()]));
        out.push_str("</main></body></html>\n");
        out
    }

    /// Bars of mails: a group an hour, a bar a kind.
    fn chart(&self) -> String {
        const COLOURS: &[&str] = &["#2b579a", "#107c41", "#c43e1c", "#7719aa", "#5c5c5c"];
        let mut kinds: Vec<&str> = self.mails_by_hour.iter().map(|row| row.kind.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let mut hours: Vec<&str> = self.mails_by_hour.iter().map(|row| row.hour.as_str()).collect();
        hours.dedup();
        let most = self.mails_by_hour.iter().map(|row| row.count).max().unwrap_or(1).max(1);
        let (bar, gap, height) = (26, 30, 160);
        let group = kinds.len() * bar + gap;
        let width = (hours.len() * group + gap).max(240);
        let mut out = format!(
            "<svg role=\"img\" aria-label=\"Mails by kind and hour\" viewBox=\"0 0 {width} {}\" width=\"{width}\">",
            height + 60 + kinds.len() * 18
        );
        for (at, hour) in hours.iter().enumerate() {
            let left = gap + at * group;
            for (which, kind) in kinds.iter().enumerate() {
                let Some(row) = self.mails_by_hour.iter().find(|row| row.hour == *hour && row.kind == *kind) else { continue };
                let tall = (row.count * height).div_ceil(most).max(2);
                let (x, y) = (left + which * bar, 20 + height - tall);
                let colour = COLOURS[which % COLOURS.len()];
                let _ = write!(
                    out,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{tall}\" fill=\"{colour}\"/><text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                    bar - 4,
                    x + bar / 2 - 2,
                    y - 4,
                    row.count
                );
            }
            let _ = write!(out, "<text x=\"{left}\" y=\"{}\">{}</text>", height + 38, escape(hour));
        }
        for (which, kind) in kinds.iter().enumerate() {
            let y = height + 56 + which * 18;
            let colour = COLOURS[which % COLOURS.len()];
            let _ = write!(
                out,
                "<rect x=\"{gap}\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{colour}\"/><text x=\"{}\" y=\"{y}\">{}</text>",
                y - 10,
                gap + 18,
                escape(kind)
            );
        }
        out.push_str("</svg>");
        out
    }
}

fn table(out: &mut String, title: &str, head: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    let _ = write!(out, "<h2>{}</h2><table><thead><tr>", escape(title));
    for name in head {
        let _ = write!(out, "<th>{name}</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        out.push_str("<tr>");
        for text in row {
            let _ = write!(out, "<td>{}</td>", escape(&text));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
}

const HEAD: &str = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Plan</title><style>\
body{font:15px/1.5 system-ui,sans-serif;color:#222;background:#fff;margin:0}main{max-width:1100px;margin:0 auto;padding:2rem}\
h1{font-weight:300;font-size:2rem;margin:0}h2{font-weight:400;margin-top:2rem}\
.figures{display:flex;flex-wrap:wrap;gap:1rem}.figures div{background:#eef3fa;padding:.6rem 1rem;min-width:8rem}\
.figures b{display:block;font-size:1.6rem;font-weight:300}.warnings li{margin:.3rem 0}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}\
th{font-weight:600}svg text{font:12px system-ui,sans-serif;fill:#222}svg{max-width:100%;height:auto}\
</style></head><body><main>";
