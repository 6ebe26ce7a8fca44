//! Reading JSON, with the line and column of everything.

use super::builder::Builder;
use super::error::ReadError;
use super::text::location;
use crate::template::{Content, Node, SourceLocation};

/// Hands the nodes of a JSON text to the builder.
pub(super) fn events(text: &str, builder: &mut Builder) -> Result<(), ReadError> {
    let mut reader = Reader { rest: text, line: 1, column: 1 };
    let mut open: Vec<char> = Vec::new();
    loop {
        reader.skip_space();
        let here = reader.location();
        match reader.peek() {
            Some('{') => {
                builder.open_map(here, None, 0)?;
                reader.bump();
                open.push('}');
                if !reader.closes('}') {
                    reader.key(builder, None)?;
                    continue;
                }
            }
            Some('[') => {
                builder.open_list(here, None, 0)?;
                reader.bump();
                open.push(']');
                if !reader.closes(']') {
                    continue;
                }
            }
            _ => {
                let node = reader.scalar()?;
                builder.value(node.at(here), 0)?;
            }
        }
        if reader.after_value(&mut open, builder)? {
            return reader.end();
        }
    }
}

struct Reader<'t> {
    rest: &'t str,
    line: usize,
    column: usize,
}

impl<'t> Reader<'t> {
    fn location(&self) -> SourceLocation {
        location(self.line, self.column)
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn bump(&mut self) {
        let width = self.peek().map_or(0, char::len_utf8);
        self.take(width);
    }

    /// Takes this many bytes.
    fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(bytes);
        for byte in taken.bytes() {
            match byte {
                b'\n' => (self.line, self.column) = (self.line + 1, 1),
                // A byte that goes on with a character begins no column.
                0x80..=0xBF => {}
                _ => self.column += 1,
            }
        }
        self.rest = rest;
        taken
    }

    fn skip_space(&mut self) {
        let space = self.rest.len() - self.rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        self.take(space);
    }

    fn closes(&mut self, end: char) -> bool {
        self.skip_space();
        self.peek() == Some(end)
    }

    /// What follows a value: closing brackets, or a comma and perhaps a key. Whether the document is complete.
    fn after_value(&mut self, open: &mut Vec<char>, builder: &mut Builder) -> Result<bool, ReadError> {
        loop {
            let Some(end) = open.last().copied() else { return Ok(true) };
            self.skip_space();
            let here = self.location();
            match self.peek() {
                Some(found) if found == end => {
                    self.bump();
                    open.pop();
                    builder.close()?;
                }
                Some(',') => {
                    self.bump();
                    if self.closes(end) {
                        return Err(broken(format!("no comma before `{end}`"), here).help("remove the comma"));
                    }
                    if end == '}' {
                        self.key(builder, Some(here))?;
                    }
                    return Ok(false);
                }
                found => return Err(broken(format!("expected `,` or `{end}` after a value, found {}", stands(found)), here)),
            }
        }
    }

    fn key(&mut self, builder: &mut Builder, comma: Option<SourceLocation>) -> Result<(), ReadError> {
        self.skip_space();
        let here = self.location();
        if self.peek() != Some('"') {
            let error = broken(format!("expected a key in double quotes, found {}", stands(self.peek())), here);
            return Err(match comma {
                Some(comma) => error.related(comma, "after this comma"),
                None => error,
            });
        }
        let text = self.text()?;
        builder.key(&text, false, 0, here)?;
        self.skip_space();
        if self.peek() != Some(':') {
            return Err(broken(format!("expected `:` after a key, found {}", stands(self.peek())), self.location()));
        }
        self.bump();
        Ok(())
    }

    fn scalar(&mut self) -> Result<Node, ReadError> {
        let here = self.location();
        if self.peek() == Some('"') {
            return Ok(Node::text(self.text()?));
        }
        let length = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+-._".contains(c)).unwrap_or(self.rest.len());
        let content = match &self.rest[..length] {
            "true" => Content::Bool(true),
            "false" => Content::Bool(false),
            "null" => Content::Null,
            word => match serde_json::from_str(word) {
                Ok(number) => Content::Number(number),
                Err(_) => return Err(no_value(word, self.peek(), here)),
            },
        };
        self.take(length);
        Ok(Node::new(content))
    }

    fn text(&mut self) -> Result<String, ReadError> {
        let here = self.location();
        let open = |what: &str| broken(format!("the string that begins here {what}"), here);
        let bytes = self.rest.as_bytes();
        let mut index = 1;
        loop {
            match bytes.get(index) {
                Some(b'"') => break,
                Some(b'\\') => index += 2,
                Some(b'\n') => return Err(open("does not end on its line").help("write a line end inside a string as `\\n`")),
                Some(_) => index += 1,
                None => return Err(open("does not end")),
            }
        }
        let raw = &self.rest[1..index];
        let text = if raw.contains('\\') {
            // A tab inside a text is taken as one: nothing else can be meant.
            let quoted = format!("\"{}\"", raw.replace('\t', "\\t"));
            serde_json::from_str(&quoted).map_err(|_| open("has a `\\` that begins no escape").help("write `\\\\` for a `\\`"))?
        } else {
            raw.to_owned()
        };
        self.take(index + 1);
        Ok(text)
    }

    fn end(mut self) -> Result<(), ReadError> {
        self.skip_space();
        match self.peek() {
            None => Ok(()),
            found => Err(broken(format!("expected the end of the document, found {}", stands(found)), self.location())),
        }
    }
}

fn no_value(word: &str, found: Option<char>, here: SourceLocation) -> ReadError {
    if word.is_empty() {
        let error = broken(format!("expected a value, found {}", stands(found)), here);
        return match found {
            Some('/' | '#') => error.help("JSON has no comments"),
            Some('\'') => error.help("JSON takes double quotes"),
            _ => error,
        };
    }
    broken(format!("`{}` is not a value", word.chars().take(40).collect::<String>()), here).help("a string needs double quotes")
}

fn broken(message: impl std::fmt::Display, here: SourceLocation) -> ReadError {
    ReadError::new(format!("broken JSON: {message}"), here)
}

fn stands(found: Option<char>) -> String {
    match found {
        Some(found) if found.is_control() => format!("`{}`", found.escape_debug()),
        Some(found) => format!("`{found}`"),
        None => "the end of the file".to_owned(),
    }
}
