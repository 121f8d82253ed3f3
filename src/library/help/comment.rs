//! Comment-based help: the keywords of a help comment, and its text.

use crate::source::{SourceText, Span};

/// What a help comment says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HelpComment {
    /// `.SYNOPSIS`
    pub synopsis: Option<String>,
    /// `.DESCRIPTION`
    pub description: Option<String>,
    /// `.NOTES`
    pub notes: Option<String>,
    /// `.PARAMETER`: names folded, and what is said of them.
    pub parameters: Vec<(String, String)>,
    /// `.EXAMPLE`
    pub examples: Vec<String>,
    /// `.INPUTS`
    pub inputs: Vec<String>,
    /// `.OUTPUTS`
    pub outputs: Vec<String>,
    /// `.LINK`
    pub links: Vec<String>,
    /// `.COMPONENT`
    pub component: Option<String>,
    /// `.ROLE`
    pub role: Option<String>,
    /// `.FUNCTIONALITY`
    pub functionality: Option<String>,
    /// `.FORWARDHELPTARGETNAME`
    pub forward_target: Option<String>,
    /// `.FORWARDHELPCATEGORY`
    pub forward_category: Option<String>,
    /// `.EXTERNALHELP`
    pub external_file: Option<String>,
}

impl HelpComment {
    /// Reads the comments of one block. `None` where they are no help: no keyword, a word before the first keyword,
    /// an unknown keyword, or a keyword with an argument that takes none (and the other way round).
    pub fn parse(source: &SourceText, comments: &[Span]) -> Option<HelpComment> {
        let lines: Vec<&str> = comments.iter().flat_map(|span| lines_of(source.slice(*span))).collect();
        let mut help = HelpComment::default();
        let mut is_help = false;
        let mut at = 0;
        while at < lines.len() {
            let Some((keyword, argument)) = keyword(lines[at]) else {
                if !is_blank(lines[at]) {
                    return None;
                }
                at += 1;
                continue;
            };
            is_help = true;
            at += 1;
            match argument {
                Some(argument) => match keyword.as_str() {
                    "PARAMETER" => {
                        let name = argument.to_uppercase();
                        let text = section(&lines, &mut at);
                        if !help.parameters.iter().any(|(own, _)| *own == name) {
                            help.parameters.push((name, text));
                        }
                    }
                    "FORWARDHELPTARGETNAME" => help.forward_target = Some(argument),
                    "FORWARDHELPCATEGORY" => help.forward_category = Some(argument),
                    "REMOTEHELPRUNSPACE" => {}
                    "EXTERNALHELP" => help.external_file = Some(argument),
                    _ => return None,
                },
                None => {
                    let text = section(&lines, &mut at);
                    match keyword.as_str() {
                        "SYNOPSIS" => help.synopsis = Some(text),
                        "DESCRIPTION" => help.description = Some(text),
                        "NOTES" => help.notes = Some(text),
                        "EXAMPLE" => help.examples.push(text),
                        "INPUTS" => help.inputs.push(text),
                        "OUTPUTS" => help.outputs.push(text),
                        "LINK" => help.links.push(text.trim().to_owned()),
                        "COMPONENT" => help.component = Some(text.trim().to_owned()),
                        "ROLE" => help.role = Some(text.trim().to_owned()),
                        "FUNCTIONALITY" => help.functionality = Some(text.trim().to_owned()),
                        _ => return None,
                    }
                }
            }
        }
        is_help.then_some(help)
    }

    /// What is said of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let name = name.to_uppercase();
        self.parameters.iter().find(|(own, _)| *own == name).map(|(_, text)| text.as_str())
    }
}

/// The lines of a comment without its marks.
pub fn lines_of(comment: &str) -> Vec<&str> {
    match comment.strip_prefix("<#") {
        Some(rest) => rest.strip_suffix("#>").unwrap_or(rest).split('\n').map(|line| line.trim_end_matches('\r')).collect(),
        None => vec![comment.trim_start_matches('#')],
    }
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// A line that is `.KEYWORD`, or `.KEYWORD argument`: the keyword in capitals.
fn keyword(line: &str) -> Option<(String, Option<String>)> {
    let rest = line.trim().strip_prefix('.')?;
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    if name.is_empty() || !(rest.is_empty() || rest.starts_with(char::is_whitespace)) {
        return None;
    }
    let argument = rest.trim();
    Some((name.to_uppercase(), (!argument.is_empty()).then(|| argument.to_owned())))
}

/// The text up to the next keyword; the blanks before its first line are taken off every line.
fn section(lines: &[&str], at: &mut usize) -> String {
    let is_indent = |c: char| matches!(c, ' ' | '\t' | '\u{a0}');
    let mut text = String::new();
    let mut indent = None;
    while let Some(line) = lines.get(*at) {
        if keyword(line).is_some() {
            break;
        }
        *at += 1;
        if indent.is_none() && is_blank(line) {
            continue;
        }
        let width = *indent.get_or_insert_with(|| line.chars().take_while(|c| is_indent(*c)).count());
        let skipped: usize = line.chars().take(width).take_while(|c| is_indent(*c)).map(char::len_utf8).sum();
        text.push_str(&line[skipped..]);
        text.push('\n');
    }
    text
}

/// An `.EXAMPLE` taken apart: a prompt that its first line begins with, the commands up to the first empty line, and
/// what is said of them.
#[derive(Debug, PartialEq)]
pub struct ExampleParts {
    /// `PS >` or what the comment has.
    pub prompt: String,
    /// The commands.
    pub code: String,
    /// The rest.
    pub remarks: String,
}

impl ExampleParts {
    /// Takes an example apart.
    pub fn of(text: &str) -> ExampleParts {
        let text = text.trim_end();
        let (code, remarks) = match text.find("\n\n").into_iter().chain(blank_line(text)).min() {
            Some(at) => (&text[..at], text[at..].trim_start_matches(['\n', ' ', '\t'])),
            None => (text, ""),
        };
        // A prompt ends with the first `>` of the first line, unless that is a redirection or a comparison.
        let first = code.lines().next().unwrap_or("");
        let (prompt, code) = match first.find('>').filter(|at| looks_like_prompt(&first[..*at])) {
            Some(at) => (code[..=at].trim(), &code[at + 1..]),
            None => ("PS > ", code),
        };
        ExampleParts { prompt: prompt.to_owned(), code: code.trim().to_owned(), remarks: remarks.to_owned() }
    }
}

fn blank_line(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && is_blank(line) {
            return Some(at - 1);
        }
        at += line.len();
    }
    None
}

fn looks_like_prompt(text: &str) -> bool {
    let text = text.trim();
    let after = text.get(..2).filter(|start| start.eq_ignore_ascii_case("PS")).map(|_| &text[2..]);
    text.is_empty() || after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<HelpComment> {
        let source = SourceText::new(None, text);
        HelpComment::parse(&source, &[Span::new(0, text.len() as u32)])
    }

    #[test]
    fn keywords_make_a_comment_help() {
        let help = parse("<#\n  .SYNOPSIS\n    One.\n      Two.\n  .PARAMETER name\n  The name.\n#>").expect("help");
        assert_eq!(help.synopsis.as_deref(), Some("One.\n  Two.\n"));
        assert_eq!(help.parameter("Name").map(str::trim), Some("The name."));
    }

    #[test]
    fn words_before_and_unknown_keywords_make_it_none() {
        assert!(parse("<# Words\n.SYNOPSIS\nx #>").is_none());
        assert!(parse("<#\n.SYNOPSIS\nx\n.SOMETHING\n#>").is_none());
        assert!(parse("<#\n.SYNOPSIS x\n#>").is_none());
        assert!(parse("<# nothing #>").is_none());
    }

    #[test]
    fn an_example_has_code_up_to_an_empty_line() {
        let parts = ExampleParts::of("Get-Line |\n    Sort-Object\n\nSorts the lines.\n");
        assert_eq!(
            (parts.prompt.as_str(), parts.code.as_str(), parts.remarks.as_str()),
            ("PS > ", "Get-Line |\n    Sort-Object", "Sorts the lines.")
        );
        assert_eq!(ExampleParts::of("PS> Get-Mix 1\n\nFirst remark.\n").code, "Get-Mix 1");
        assert_eq!(ExampleParts::of("Get-Mix 1 > out.txt").code, "Get-Mix 1 > out.txt");
    }
}
