//! Reading a template file: JSON, or YAML with the short forms of the functions, into the same tree that a stack is synthesized into.
//!
//! Every key and value gets its line and column. Short forms (`!Ref`) become long ones (`Ref: …`), aliases and merge keys become what
//! they stand for. Whatever the bytes are, reading takes bounded time and memory: [`LARGEST`], [`DEEPEST`] and [`HEAVIEST`] are the bounds.
//!
//! A file that begins with `{` is read as JSON, as CloudFormation does; anything else as YAML.

mod builder;
mod document;
mod error;
mod json;
mod scalar;
mod tag;
mod text;
mod yaml;

#[cfg(test)]
mod tests;

pub use document::{DEEPEST, Document, Duplicate, HEAVIEST, LARGEST, Remarks};
pub use error::ReadError;
pub use tag::DIRECTIVES;

pub use yaml::Comment;

use super::Template;
use super::node::Content;
use builder::Builder;

/// Reads any JSON or YAML document.
///
/// # Errors
/// Everything that is wrong with its form: never an empty list.
pub fn document(bytes: &[u8]) -> Result<Document, Vec<ReadError>> {
    read(bytes, false)
}

fn read(bytes: &[u8], takes_directives: bool) -> Result<Document, Vec<ReadError>> {
    let text = text::decode(bytes).map_err(|error| vec![error])?;
    let mut builder = Builder::default();
    builder.takes_directives = takes_directives;
    let end =
        if text.trim_start().starts_with('{') { json::events(text, &mut builder) } else { yaml::events(text, &mut builder) };
    builder.finish(end)
}

/// The comments of a YAML document. JSON has none.
pub fn comments(bytes: &[u8]) -> Vec<Comment> {
    match text::decode(bytes) {
        Ok(text) if !text.trim_start().starts_with('{') => yaml::comments(text),
        _ => Vec::new(),
    }
}

/// Reads a template.
///
/// # Errors
/// Everything that is wrong with its form: never an empty list.
pub fn template(bytes: &[u8]) -> Result<(Template, Remarks), Vec<ReadError>> {
    of_document(document(bytes)?, bytes)
}

/// Reads a template that a tool completes before CloudFormation sees it: the tags of Rain (`!Rain::Embed file`) are what they are in JSON,
/// `{"Rain::Embed": "file"}`.
///
/// # Errors
/// Everything that is wrong with its form: never an empty list.
pub fn template_with_directives(bytes: &[u8]) -> Result<(Template, Remarks), Vec<ReadError>> {
    of_document(read(bytes, true)?, bytes)
}

fn of_document(document: Document, bytes: &[u8]) -> Result<(Template, Remarks), Vec<ReadError>> {
    let Document { root, aliases, duplicates } = document;
    let what = match root.content {
        Content::Map(_) => {
            return Ok((Template::new(root).with_source_bytes(bytes.len()), Remarks { aliases, duplicates }));
        }
        Content::List(_) => "a list",
        Content::Null => "nothing",
        _ => "a single value",
    };
    let message = format!("a template is a map with the key `Resources`, and this is {what}");
    Err(vec![ReadError::new(message, root.location)])
}
