//! What a resource type or one of its properties is: values, what a change does, the page.

use std::fmt::Write as _;

use crate::cli::report::Finding;
use crate::cli::stop::Stop;
use crate::diagnostic::nearest;
use crate::diff::{Effect, effect_of};
use crate::schema::{self, ResourceSchema, SchemaNode, generate};
use crate::template::path::Path;

/// The names of values that are listed.
const LISTED: usize = 30;

/// A type, or a property of one: `AWS::ECS::Service`, `AWS::ECS::Service.DesiredCount`. The type may be called as in Rust.
pub(super) fn text(asked: &str) -> Result<String, Stop> {
    match called(asked)? {
        Some(text) => Ok(text),
        None => {
            let (type_name, _) = parts(asked);
            let help = schema::nearest(type_name).map_or_else(
                || "`formwork generate --list` lists the services".to_owned(),
                |near| format!("did you mean `{near}`?{}", in_rust(near, " In Rust it is ", ".")),
            );
            Err(Finding::error(format!("there is no resource type `{type_name}`")).help(help).into())
        }
    }
}

/// The same, or nothing where no type is called so: `DBInstance`, `rds::DBInstance`, `Cluster`, of which there are several.
pub(super) fn called(asked: &str) -> Result<Option<String>, Stop> {
    // A message may end in a type.
    if asked.contains(char::is_whitespace) {
        return Ok(None);
    }
    let (name, property) = parts(asked);
    let found: Vec<&str> = match schema::find(name) {
        Some(_) => vec![name],
        None => generate::types_called(name).collect(),
    };
    // The library's own type is the likeliest to be meant; the others are named.
    let mut built_in = found.iter().filter(|name| generate::is_built_in(name));
    let (meant, others) = match (found.as_slice(), built_in.next(), built_in.next()) {
        ([], ..) => return Ok(None),
        ([only], ..) => (*only, Vec::new()),
        (all, Some(first), None) => (*first, all.iter().filter(|name| *name != first).copied().collect()),
        (all, ..) => return Ok(Some(format!("{} types are called so:\n{}", all.len(), listed(all)))),
    };
    let Some(schema) = schema::find(meant) else { return Ok(None) };
    let text = match property {
        Some(property) => one(schema, property)?,
        None => whole(schema),
    };
    Ok(Some(if others.is_empty() { text } else { format!("{text}\nCalled so as well: {}\n", others.join(", ")) }))
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("  {name}{}\n", in_rust(name, "  ", ""))).collect()
}

fn parts(asked: &str) -> (&str, Option<&str>) {
    asked.split_once('.').map_or((asked, None), |(name, property)| (name, Some(property)))
}

/// What a type is called in Rust, between two texts; nothing where there is no typed resource.
fn in_rust(type_name: &str, before: &str, after: &str) -> String {
    generate::rust_type(type_name).map(|typed| format!("{before}{typed}{after}")).unwrap_or_default()
}

fn whole(schema: ResourceSchema) -> String {
    let name = schema.type_name();
    let mut text = format!("{name}\n{}", in_rust(name, "In Rust: ", "\n"));
    if let Some(page) = schema::page(name, None) {
        let _ = writeln!(text, "{page}");
    }
    let _ = writeln!(text, "\nProperties, and what a change does:");
    for (property, node) in schema.root().properties().filter(|(property, _)| !schema.is_read_only(&Path::of([*property]))) {
        let required = if schema.root().is_required(property) { ", required" } else { "" };
        let _ = writeln!(text, "  {property}: {}{required}; {}", kind(node), does(name, &Path::of([property])));
    }
    let attributes: Vec<String> = schema.attributes().into_iter().map(|attribute| attribute.name).collect();
    if let Some(reference) = schema.reference() {
        let _ = writeln!(text, "\nRef gives {reference}.");
    }
    if !attributes.is_empty() {
        let _ = writeln!(text, "Fn::GetAtt reads {}.", attributes.join(", "));
    }
    text
}

fn one(schema: ResourceSchema, property: &str) -> Result<String, Stop> {
    let name = schema.type_name();
    let (mut node, mut path) = (schema.root(), Path::default());
    let mut owner = node;
    for step in property.split('.') {
        // A list is stepped into without a word, so properties are named as AWS's pages name them.
        let inner = node.items().unwrap_or(node).resolved();
        let Some(next) = inner.property(step) else { return Err(no_property(name, &path, step, inner)) };
        // One item stands for all: they have one schema.
        node.items().is_some().then(|| path.push(0));
        path.push(step);
        (owner, node) = (inner, next.resolved());
    }
    let mut text = format!("{name}.{property}: {}\n", kind(node));
    if let (Some(_), Some(last)) = (generate::rust_type(name), property.rsplit('.').next()) {
        let _ = writeln!(text, "In Rust: {}", generate::setter(owner, last));
    }
    let _ = writeln!(text, "A change: {}.", does(name, &path));
    text.push_str(&limits(node));
    let inner: Vec<&str> = node.items().unwrap_or(node).resolved().properties().map(|(name, _)| name).collect();
    if !inner.is_empty() {
        let _ = writeln!(text, "In it: {}", inner.join(", "));
    }
    if let Some(page) = schema::property_page(name, None, property.split('.').next().unwrap_or(property)) {
        let _ = writeln!(text, "{page}");
    }
    Ok(text)
}

fn no_property(name: &str, path: &Path<'_>, step: &str, inner: SchemaNode<'_>) -> Stop {
    let names: Vec<&str> = inner.properties().map(|(name, _)| name).collect();
    let help = match nearest(step, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => "it has no properties of its own".to_owned(),
        None => format!("its properties: {}", names.join(", ")),
    };
    let location = std::iter::once(name).chain(path.names()).collect::<Vec<_>>().join(".");
    Finding::error(format!("{location} has no property `{step}`")).help(help).into()
}

fn kind(node: SchemaNode<'_>) -> String {
    let types: Vec<&str> = node.types().map(|kind| kind.name()).collect();
    if types.is_empty() { "any JSON".to_owned() } else { types.join(" or ") }
}

/// What the schema says of values.
fn limits(node: SchemaNode<'_>) -> String {
    let mut text = String::new();
    let values: Vec<String> =
        node.enum_values().iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
    if !values.is_empty() {
        let _ = writeln!(text, "Values: {}", crate::template::listed(&values, LISTED));
    }
    let ranges = [("At least", node.minimum()), ("At most", node.maximum())];
    ranges
        .into_iter()
        .filter_map(|(what, bound)| Some((what, bound?)))
        .for_each(|(what, bound)| text.push_str(&format!("{what}: {bound}\n")));
    let lengths = [("Shortest", node.min_length()), ("Longest", node.max_length())];
    lengths
        .into_iter()
        .filter_map(|(what, bound)| Some((what, bound?)))
        .for_each(|(what, bound)| text.push_str(&format!("{what}: {bound} characters\n")));
    if let Some(pattern) = node.pattern() {
        let _ = writeln!(text, "Pattern: {pattern}");
    }
    text
}

/// What a change of a property does, in words.
pub(super) fn does(type_name: &str, path: &Path<'_>) -> &'static str {
    match effect_of(type_name, path) {
        Effect::Nothing | Effect::MayUpdate | Effect::Update => "updates without interruption",
        Effect::Unknown => "unknown",
        Effect::Interruption => "updates with some interruption",
        Effect::MayInterrupt => "updates, perhaps with some interruption",
        Effect::MayReplace => "updates or replaces: the page says when",
        Effect::Replace => "replaces the resource",
    }
}
