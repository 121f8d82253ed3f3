//! The part of C# that only holds data, as the script's own types: enumerations, classes and structures of fields,
//! automatic properties and constructors that set them.

use std::collections::HashMap;

/// A type that was read.
pub struct Made {
    /// Its name.
    pub name: String,
    /// With its namespace.
    pub full_name: String,
    /// Its definition in PowerShell.
    pub script: String,
}

type Read<T> = Result<T, String>;

/// Reads a source; says what it cannot be made of.
pub fn read(source: &str) -> Read<Vec<Made>> {
    let tokens = tokens(source)?;
    let mut reader = Reader { tokens, at: 0 };
    let mut made = Vec::new();
    reader.types("", &mut made)?;
    Ok(made)
}

/// Words, numbers, texts with their quotes, and signs.
fn tokens(source: &str) -> Read<Vec<String>> {
    let mut tokens = Vec::new();
    let letters: Vec<char> = source.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let letter = letters[at];
        let next = letters.get(at + 1).copied().unwrap_or('\0');
        if letter.is_whitespace() {
            at += 1;
        } else if letter == '/' && next == '/' {
            at += letters[at..].iter().position(|c| *c == '\n').unwrap_or(letters.len() - at);
        } else if letter == '/' && next == '*' {
            let end = letters[at..].windows(2).position(|pair| pair == ['*', '/']).ok_or("a comment does not end")?;
            at += end + 2;
        } else if letter == '#' {
            // Regions and warnings say nothing about types.
            at += letters[at..].iter().position(|c| *c == '\n').unwrap_or(letters.len() - at);
        } else if letter == '"' || letter == '\'' {
            let start = at;
            at += 1;
            while at < letters.len() && letters[at] != letter {
                at += 1 + usize::from(letters[at] == '\\');
            }
            at += 1;
            if at > letters.len() {
                return Err("a text does not end".to_owned());
            }
            tokens.push(letters[start..at].iter().collect());
        } else if letter.is_alphanumeric() || letter == '_' {
            let start = at;
            let is_number = letter.is_ascii_digit();
            while at < letters.len() && (letters[at].is_alphanumeric() || letters[at] == '_' || is_number && letters[at] == '.') {
                at += 1;
            }
            tokens.push(letters[start..at].iter().collect());
        } else if (letter == '<' || letter == '=') && (next == letter || next == '>') {
            tokens.push([letter, next].iter().collect());
            at += 2;
        } else {
            tokens.push(letter.to_string());
            at += 1;
        }
    }
    Ok(tokens)
}

struct Reader {
    tokens: Vec<String>,
    at: usize,
}

const MODIFIERS: [&str; 9] = ["public", "internal", "private", "protected", "sealed", "static", "partial", "readonly", "abstract"];

impl Reader {
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", String::as_str)
    }

    fn next(&mut self) -> String {
        let token = self.peek().to_owned();
        self.at += 1;
        token
    }

    fn takes(&mut self, token: &str) -> bool {
        let is_it = self.peek() == token;
        self.at += usize::from(is_it);
        is_it
    }

    fn expect(&mut self, token: &str) -> Read<()> {
        if self.takes(token) { Ok(()) } else { Err(format!("'{token}' is missing before '{}'", self.peek())) }
    }

    fn name(&mut self) -> Read<String> {
        let token = self.next();
        let is_name = token.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if is_name { Ok(token) } else { Err(format!("'{token}' is no name")) }
    }

    fn dotted(&mut self) -> Read<String> {
        let mut name = self.name()?;
        while self.takes(".") {
            name = format!("{name}.{}", self.name()?);
        }
        Ok(name)
    }

    /// Attributes and modifiers before a type or member; whether `Flags` and `static` are among them.
    fn prefix(&mut self) -> (bool, bool) {
        let (mut is_flags, mut is_static) = (false, false);
        loop {
            if self.peek() == "[" {
                while !self.peek().is_empty() && !self.takes("]") {
                    is_flags |= matches!(self.next().as_str(), "Flags" | "FlagsAttribute");
                }
            } else if MODIFIERS.contains(&self.peek()) {
                is_static |= self.next() == "static";
            } else {
                return (is_flags, is_static);
            }
        }
    }

    fn types(&mut self, namespace: &str, made: &mut Vec<Made>) -> Read<()> {
        while !self.peek().is_empty() && self.peek() != "}" {
            if self.takes("using") {
                while !self.peek().is_empty() && !self.takes(";") {
                    self.at += 1;
                }
                continue;
            }
            if self.takes("namespace") {
                let inner = self.dotted()?;
                let inner = if namespace.is_empty() { inner } else { format!("{namespace}.{inner}") };
                if self.takes(";") {
                    return self.types(&inner, made);
                }
                self.expect("{")?;
                self.types(&inner, made)?;
                self.expect("}")?;
                continue;
            }
            let (is_flags, is_static) = self.prefix();
            let kind = self.next();
            let name = self.name()?;
            let script = match kind.as_str() {
                "enum" => self.enumeration(&name, is_flags)?,
                "class" | "struct" if !is_static => self.class(&name)?,
                _ => return Err(format!("'{kind} {name}' is not one")),
            };
            let full_name = if namespace.is_empty() { name.clone() } else { format!("{namespace}.{name}") };
            made.push(Made { name, full_name, script });
            self.takes(";");
        }
        Ok(())
    }

    fn enumeration(&mut self, name: &str, is_flags: bool) -> Read<String> {
        let underlying = if self.takes(":") { self.type_name()? } else { "int".to_owned() };
        self.expect("{")?;
        let mut script = String::new();
        if is_flags {
            script.push_str("[Flags()] ");
        }
        script.push_str(&format!("enum {name} : {underlying} {{\n"));
        let mut values: HashMap<String, i128> = HashMap::new();
        let mut next = 0;
        while !self.takes("}") {
            self.prefix();
            let member = self.name()?;
            if self.takes("=") {
                next = self.number(&values)?;
            }
            script.push_str(&format!("  {member} = {next}\n"));
            values.insert(member, next);
            next += 1;
            if !self.takes(",") && self.peek() != "}" {
                return Err(format!("'{}' stands in the enumeration {name}", self.peek()));
            }
        }
        script.push_str("}\n");
        Ok(script)
    }

    /// Numbers and earlier names with `|` and `<<` between them.
    fn number(&mut self, values: &HashMap<String, i128>) -> Read<i128> {
        let mut sum = self.shifted(values)?;
        while self.takes("|") {
            sum |= self.shifted(values)?;
        }
        Ok(sum)
    }

    fn shifted(&mut self, values: &HashMap<String, i128>) -> Read<i128> {
        let mut number = self.single(values)?;
        while self.takes("<<") {
            let by = u32::try_from(self.single(values)?).unwrap_or(u32::MAX);
            number = number.checked_shl(by).ok_or("a number is too great")?;
        }
        Ok(number)
    }

    fn single(&mut self, values: &HashMap<String, i128>) -> Read<i128> {
        if self.takes("-") {
            return Ok(-self.single(values)?);
        }
        if self.takes("(") {
            let inner = self.number(values)?;
            self.expect(")")?;
            return Ok(inner);
        }
        let token = self.next();
        if let Some(value) = values.get(&token) {
            return Ok(*value);
        }
        let plain = token.replace('_', "");
        let plain = plain.trim_end_matches(['u', 'U', 'l', 'L']);
        let parsed = match plain.strip_prefix("0x").or_else(|| plain.strip_prefix("0X")) {
            Some(digits) => i128::from_str_radix(digits, 16),
            None => plain.parse(),
        };
        parsed.map_err(|_| format!("'{token}' is no number"))
    }

    /// A type as PowerShell writes it, without the brackets around it.
    fn type_name(&mut self) -> Read<String> {
        let mut name = self.dotted()?;
        if self.takes("<") {
            let mut arguments = vec![self.type_name()?];
            while self.takes(",") {
                arguments.push(self.type_name()?);
            }
            self.expect(">")?;
            let definition = match name.as_str() {
                "List" | "Dictionary" | "HashSet" | "Queue" | "Stack" => format!("System.Collections.Generic.{name}"),
                _ => name,
            };
            name = format!("{definition}[{}]", arguments.join(","));
        }
        if self.takes("?") {
            name = format!("Nullable[{name}]");
        }
        while self.peek() == "[" && self.tokens.get(self.at + 1).is_some_and(|token| token == "]") {
            self.at += 2;
            name.push_str("[]");
        }
        Ok(name)
    }

    fn class(&mut self, name: &str) -> Read<String> {
        if self.peek() == ":" {
            return Err(format!("{name} has a base"));
        }
        self.expect("{")?;
        let mut script = format!("class {name} {{\n");
        while !self.takes("}") {
            let (_, is_static) = self.prefix();
            let is_constant = self.takes("const");
            if self.peek() == name && self.tokens.get(self.at + 1).is_some_and(|token| token == "(") {
                self.at += 1;
                script.push_str(&self.constructor(name)?);
                continue;
            }
            let type_name = self.type_name()?;
            let fixed = if is_static || is_constant { "static " } else { "" };
            let mut member = self.name()?;
            if self.peek() == "(" || self.peek() == "=>" {
                return Err(format!("{name}.{member} is code"));
            }
            if self.takes("{") {
                while !self.takes("}") {
                    self.prefix();
                    let accessor = self.next();
                    if !matches!(accessor.as_str(), "get" | "set" | "init") || !self.takes(";") {
                        return Err(format!("{name}.{member} is code"));
                    }
                }
                let initial = if self.takes("=") { Some(self.literal()?) } else { None };
                if initial.is_some() {
                    self.expect(";")?;
                }
                script.push_str(&property(fixed, &type_name, &member, initial));
                continue;
            }
            loop {
                let initial = if self.takes("=") { Some(self.literal()?) } else { None };
                script.push_str(&property(fixed, &type_name, &member, initial));
                if !self.takes(",") {
                    break;
                }
                member = self.name()?;
            }
            self.expect(";")?;
        }
        script.push_str("}\n");
        Ok(script)
    }

    fn constructor(&mut self, name: &str) -> Read<String> {
        self.expect("(")?;
        let (mut parameters, mut names) = (Vec::new(), Vec::new());
        while !self.takes(")") {
            let type_name = self.type_name()?;
            let parameter = self.name()?;
            parameters.push(format!("[{type_name}]${parameter}"));
            names.push(parameter);
            self.takes(",");
        }
        self.expect("{")?;
        let mut script = format!("  {name}({}) {{\n", parameters.join(", "));
        while !self.takes("}") {
            if self.takes("this") {
                self.expect(".")?;
            }
            let member = self.name()?;
            self.expect("=")?;
            let value = if names.iter().any(|own| own == self.peek()) { format!("${}", self.next()) } else { self.literal()? };
            self.expect(";")?;
            script.push_str(&format!("    $this.{member} = {value}\n"));
        }
        script.push_str("  }\n");
        Ok(script)
    }

    /// A constant, or a new empty object, as PowerShell writes it.
    fn literal(&mut self) -> Read<String> {
        if self.takes("-") {
            return Ok(format!("-{}", self.literal()?));
        }
        if self.takes("new") {
            let type_name = self.type_name()?;
            self.expect("(")?;
            self.expect(")")?;
            return Ok(format!("[{type_name}]::new()"));
        }
        let token = self.next();
        if let Some(text) = token.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            if text.contains('\\') {
                return Err("a text has an escape".to_owned());
            }
            return Ok(format!("'{}'", text.replace('\'', "''")));
        }
        match token.as_str() {
            "true" | "false" | "null" => Ok(format!("${token}")),
            _ if token.starts_with(|c: char| c.is_ascii_digit()) => {
                Ok(token.trim_end_matches(['u', 'U', 'f', 'F', 'm', 'M']).replace('_', ""))
            }
            _ => Err(format!("'{token}' is code")),
        }
    }
}

fn property(fixed: &str, type_name: &str, name: &str, initial: Option<String>) -> String {
    let initial = initial.map_or_else(String::new, |value| format!(" = {value}"));
    format!("  {fixed}[{type_name}]${name}{initial}\n")
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn data_is_read_and_code_refused() {
        let script = |source: &str| read(source).map(|made| made.into_iter().map(|made| made.script).collect::<String>());
        assert_eq!(
            script("using System; [Flags] public enum E : byte { A = 1, B = A << 1, C = A | B, D }").expect("it is read"),
            "[Flags()] enum E : byte {\n  A = 1\n  B = 2\n  C = 3\n  D = 4\n}\n"
        );
        assert_eq!(
            script("namespace N { public class P { public int X, Y = 2; public List<string> T { get; set; } = new List<string>(); public P(int x) { X = x; } } }").expect("it is read"),
            "class P {\n  [int]$X\n  [int]$Y = 2\n  [System.Collections.Generic.List[string]]$T = [System.Collections.Generic.List[string]]::new()\n  P([int]$x) {\n    $this.X = $x\n  }\n}\n"
        );
        assert!(script("public class Q { public int F() { return 1; } }").is_err());
        assert!(script("public class Q : R { }").is_err());
    }
}
