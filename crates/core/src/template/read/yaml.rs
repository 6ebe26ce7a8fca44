//! Reading YAML.

use std::borrow::Cow;

use granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, Span, options};

use super::builder::Builder;
use super::document::DEEPEST;
use super::error::ReadError;
use super::scalar;
use super::tag::Tag;
use super::text::location;
use crate::template::{Node, SourceLocation};

/// A comment of a YAML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The line that it is on, from 1.
    pub line: u32,
    /// What stands after the `#`.
    pub text: String,
}

/// The comments of a YAML text, in their order; those before a mistake, where it has one.
pub(super) fn comments(text: &str) -> Vec<Comment> {
    let options = options! { emit_comments: true, emit_unresolved_aliases: true, simple_key_max_lookahead: 4096 };
    let events = Parser::new_from_str_with_options(text, options).map_while(Result::ok);
    let comments = events.filter_map(|(event, span)| match event {
        Event::Comment(text, _) => Some(Comment { line: u32::try_from(span.start.line()).ok()?, text: text.to_string() }),
        _ => None,
    });
    comments.collect()
}

/// What stands for a `-` that is text and that the parser takes for none.
const DASH: char = '\u{E00D}';

/// A text whose every `-` before a bracket or comma is one that the parser takes for text. CloudFormation reads YAML 1.1, in which
/// `[-, a]` is a list of two texts, and `{a: -}` a map; YAML 1.2 refuses both.
fn with_dashes(text: &str) -> Cow<'_, str> {
    let is_text = |at: &usize| text.as_bytes().get(at + 1).is_some_and(|next| b",[]{}".contains(next));
    let mut dashes = text.match_indices('-').map(|(at, _)| at).filter(is_text).peekable();
    if dashes.peek().is_none() || text.contains(DASH) {
        return Cow::Borrowed(text);
    }
    let mut replaced = String::with_capacity(text.len() + 64);
    let mut from = 0;
    for at in dashes {
        replaced.push_str(&text[from..at]);
        replaced.push(DASH);
        from = at + 1;
    }
    replaced.push_str(&text[from..]);
    Cow::Owned(replaced)
}

/// The text as it is written.
fn as_written(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains(DASH) { Cow::Owned(text.replace(DASH, "-")) } else { text }
}

/// Hands the nodes of a YAML text to the builder.
pub(super) fn events(text: &str, builder: &mut Builder) -> Result<(), ReadError> {
    let replaced = with_dashes(text);
    let has_dashes = matches!(replaced, Cow::Owned(_));
    let options = options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        // The builder stops before these do, with a message of its own.
        flow_nesting_limit: DEEPEST + 1,
        block_nesting_limit: DEEPEST + 1,
        // libyaml and SnakeYAML demand it; JSON in a file that begins with a comment may have longer keys.
        simple_key_max_lookahead: 4096,
    };
    let mut documents = 0;
    for next in Parser::new_from_str_with_options(&replaced, options) {
        let (event, span) = next.map_err(|error| broken(&error))?;
        let event = match event {
            Event::Scalar(text, style, anchor, tag) if has_dashes => Event::Scalar(as_written(text), style, anchor, tag),
            other => other,
        };
        if matches!(event, Event::DocumentStart(..)) {
            documents += 1;
            if documents > 1 {
                let message = "a second document begins here; a template is one document";
                return Err(
                    ReadError::new(message, at(&span.start)).help("remove the `---`, or put the rest into a file of its own")
                );
            }
        }
        hand_over(event, &span, builder)?;
    }
    Ok(())
}

fn hand_over(event: Event<'_>, span: &Span, builder: &mut Builder) -> Result<(), ReadError> {
    let here = at(&span.start);
    let takes_directives = builder.takes_directives;
    let tagged = |tag: Option<Cow<'_, granit_parser::Tag>>| {
        let location = span.tag_start().map_or(here, |mark| at(&mark));
        tag.map(|tag| Tag::new(tag.core_suffix(), &tag.original(), location, takes_directives))
    };
    match event {
        Event::Scalar(text, style, anchor, tag) => {
            let plain = style == ScalarStyle::Plain;
            if builder.wants_key() {
                return builder.key(text.into_owned(), plain, anchor, here);
            }
            let node = match tagged(tag) {
                Some(tag) => tag.scalar(&text, here).unwrap_or_else(|error| builder.note(error, here)),
                None if plain => Node::new(scalar::plain(&text)).at(here),
                None => Node::new(scalar::owned(&text)).at(here),
            };
            builder.value(node, anchor)
        }
        Event::SequenceStart(_, anchor, tag) => builder.open_list(here, tagged(tag), anchor),
        Event::MappingStart(_, anchor, tag) => builder.open_map(here, tagged(tag), anchor),
        Event::SequenceEnd | Event::MappingEnd => builder.close(),
        Event::Alias(id) => builder.alias(id, here),
        Event::UnresolvedAlias(name) => {
            let error = ReadError::new(format!("there is no anchor `&{name}` above this alias"), here);
            Err(error.help(format!("quote the value if the `*` belongs to it: \"*{name}\"")))
        }
        _ => Ok(()),
    }
}

fn at(mark: &Marker) -> SourceLocation {
    location(mark.line(), mark.col() + 1)
}

fn broken(error: &ScanError) -> ReadError {
    let here = at(error.marker());
    if *error.kind() == ErrorKind::RecursionLimitExceeded {
        return Builder::too_deep(here);
    }
    let info = error.info();
    let found = ReadError::new(format!("broken YAML: {info}"), here);
    match way_out(&info) {
        Some(help) => found.help(help),
        None => found,
    }
}

/// A hint for the mistakes that are made most.
fn way_out(info: &str) -> Option<&'static str> {
    if info.contains("tab") {
        return Some("YAML is indented with spaces");
    }
    if info.contains("mapping values are not allowed") {
        return Some("check the indentation; a string with `: ` in it needs quotes");
    }
    if info.contains("anchor or alias") {
        return Some("quote a string that begins with `*` or `&`");
    }
    if info.contains("did not find expected key") {
        return Some(
            "check the indentation; a value takes only one tag, so of two nested functions the outer one needs its long form",
        );
    }
    if info.contains("':'") {
        return Some("check that every bracket and quote above is closed");
    }
    None
}
