//! Reading JSON, with the line and column of everything.

use super::builder::Builder;
use super::error::ReadError;
use super::text::location;
use crate::template::{Content, Node, SourceLocation};

/// Hands the nodes of a JSON text to the builder.
pub(super) fn events(text: &str, builder: &mut Builder) -> Result<(), ReadError> {
    let mut reader = Reader { text, at: 0, line: 1, begin: 0, inner: 0 };
    let mut open: Vec<u8> = Vec::new();
    loop {
        reader.skip_space();
        let here = reader.location();
        match reader.byte() {
            Some(b'{') => {
                builder.open_map(here, None, 0)?;
                reader.bump();
                open.push(b'}');
                if !reader.closes(b'}') {
                    reader.key(builder, None)?;
                    continue;
                }
            }
            Some(b'[') => {
                builder.open_list(here, None, 0)?;
                reader.bump();
                open.push(b']');
                if !reader.closes(b']') {
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
    text: &'t str,
    /// The next byte.
    at: usize,
    line: usize,
    /// The first byte of the line.
    begin: usize,
    /// How many bytes of the line go on with a character: they begin no column.
    inner: usize,
}

impl<'t> Reader<'t> {
    fn location(&self) -> SourceLocation {
        location(self.line, self.at - self.begin - self.inner + 1)
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// Takes a bracket, comma, or colon.
    fn bump(&mut self) {
        self.at += 1;
    }

    fn skip_space(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = self.byte() {
            self.at += 1;
            if byte == b'\n' {
                (self.line, self.begin, self.inner) = (self.line + 1, self.at, 0);
            }
        }
    }

    fn closes(&mut self, end: u8) -> bool {
        self.skip_space();
        self.byte() == Some(end)
    }

    /// What follows a value: closing brackets, or a comma and perhaps a key. Whether the document is complete.
    fn after_value(&mut self, open: &mut Vec<u8>, builder: &mut Builder) -> Result<bool, ReadError> {
        loop {
            let Some(end) = open.last().copied() else { return Ok(true) };
            self.skip_space();
            let here = self.location();
            match self.byte() {
                Some(found) if found == end => {
                    self.bump();
                    open.pop();
                    builder.close()?;
                }
                Some(b',') => {
                    self.bump();
                    if self.closes(end) {
                        return Err(broken(format!("no comma before `{}`", char::from(end)), here).help("remove the comma"));
                    }
                    if end == b'}' {
                        self.key(builder, Some(here))?;
                    }
                    return Ok(false);
                }
                _ => {
                    let (end, found) = (char::from(end), stands(self.peek()));
                    return Err(broken(format!("expected `,` or `{end}` after a value, found {found}"), here));
                }
            }
        }
    }

    fn key(&mut self, builder: &mut Builder, comma: Option<SourceLocation>) -> Result<(), ReadError> {
        self.skip_space();
        let here = self.location();
        if self.byte() != Some(b'"') {
            let error = broken(format!("expected a key in double quotes, found {}", stands(self.peek())), here);
            return Err(match comma {
                Some(comma) => error.related(comma, "after this comma"),
                None => error,
            });
        }
        let text = self.text()?;
        builder.key(text, false, 0, here)?;
        self.skip_space();
        if self.byte() != Some(b':') {
            return Err(broken(format!("expected `:` after a key, found {}", stands(self.peek())), self.location()));
        }
        self.bump();
        Ok(())
    }

    fn scalar(&mut self) -> Result<Node, ReadError> {
        let here = self.location();
        if self.byte() == Some(b'"') {
            return Ok(Node::text(self.text()?));
        }
        let rest = &self.text[self.at..];
        let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-._".contains(byte)).count();
        let content = match &rest[..length] {
            "true" => Content::Bool(true),
            "false" => Content::Bool(false),
            "null" => Content::Null,
            word => match serde_json::from_str(word) {
                Ok(number) => Content::Number(number),
                Err(_) => return Err(no_value(word, self.peek(), here)),
            },
        };
        self.at += length;
        Ok(Node::new(content))
    }

    fn text(&mut self) -> Result<String, ReadError> {
        let here = self.location();
        let open = |what: &str| broken(format!("the string that begins here {what}"), here);
        let begin = self.at + 1;
        let mut has_escapes = false;
        loop {
            self.at += 1;
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => {
                    has_escapes = true;
                    self.at += 1;
                }
                Some(b'\n') => return Err(open("does not end on its line").help("write a line end inside a string as `\\n`")),
                Some(0x80..=0xBF) => self.inner += 1,
                Some(_) => {}
                None => return Err(open("does not end")),
            }
        }
        let raw = &self.text[begin..self.at];
        self.at += 1;
        if !has_escapes {
            return Ok(raw.to_owned());
        }
        // A tab inside a text is taken as one: nothing else can be meant.
        let quoted = format!("\"{}\"", raw.replace('\t', "\\t"));
        serde_json::from_str(&quoted).map_err(|_| open("has a `\\` that begins no escape").help("write `\\\\` for a `\\`"))
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
