//! What only the deployment makes: included files, macros, modules, and loops over what is unknown. Names in them may exist,
//! and nothing about them is claimed.

use std::fmt;

use super::expand::OpenLoop;
use crate::template::path::Path;
use crate::template::{Map, Node, SourceLocation, Template, function};

/// The transforms that are understood, or read the template as it stands. Any other is a macro.
pub(crate) const KNOWN_TRANSFORMS: [&str; 5] = [
    function::LANGUAGE_EXTENSIONS,
    function::SERVERLESS,
    "AWS::CodeDeployBlueGreen",
    "AWS::SecretsManager-2020-07-23",
    "AWS::SecretsManager-2024-09-16",
];

/// How the types of modules end.
const MODULE: &str = "::MODULE";

/// Something that is not known.
#[derive(Clone, Debug)]
pub(crate) struct Opaque {
    /// What makes it.
    pub(crate) cause: Cause,
    /// Where that was written.
    pub(crate) location: SourceLocation,
    /// The keys to what it makes; empty for the whole template.
    pub(crate) path: Path<'static>,
}

/// What makes something that is not known.
#[derive(Clone, Debug)]
pub(crate) enum Cause {
    /// `AWS::Include`, with its location where that is literal.
    Include(Option<String>),
    /// A macro of this name.
    Macro(String),
    /// A module: the logical id that it is used under, and its type.
    Module { id: String, resource_type: String },
    /// A loop whose elements are unknown.
    Loop(OpenLoop),
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Include(Some(location)) => write!(f, "what `AWS::Include` takes from `{location}`"),
            Cause::Include(None) => f.write_str("what `AWS::Include` takes from another file"),
            Cause::Macro(name) => write!(f, "what the macro `{name}` makes"),
            Cause::Module { id, resource_type } => write!(f, "what the module `{resource_type}` makes for `{id}`"),
            Cause::Loop(open) if open.is_sampled => {
                write!(f, "what `{}` makes for other elements than those of the default: {}", open.key, open.why)
            }
            Cause::Loop(open) => write!(f, "what `{}` makes: {}", open.key, open.why),
        }
    }
}

/// The opaque parts of a template. Loops are found when they are unrolled.
pub(crate) fn find(template: &Template) -> Vec<Opaque> {
    let mut found = Vec::new();
    for item in macros(template) {
        match item.as_str() {
            Some(name) => {
                found.push(Opaque { cause: Cause::Macro(name.to_owned()), location: item.location, path: Path::default() })
            }
            None => found.extend(transformed(item, item.location, &Path::default())),
        }
    }
    search(template.root(), &mut Path::default(), &mut found);
    for resource in template.resources().filter(|resource| resource.resource_type.ends_with(MODULE)) {
        let (id, resource_type) = (resource.id.as_str().to_owned(), resource.resource_type.to_owned());
        let path = Path::of(["Resources", &id]).into_owned();
        found.push(Opaque { cause: Cause::Module { id, resource_type }, location: resource.id.location(), path });
    }
    found
}

fn search<'a>(node: &'a Node, path: &mut Path<'a>, found: &mut Vec<Opaque>) {
    for (index, item) in node.as_list().unwrap_or_default().iter().enumerate() {
        path.push(index);
        search(item, path, found);
        path.pop();
    }
    for (key, value) in node.as_map().into_iter().flatten() {
        if key.as_str() == function::TRANSFORM {
            let items = value.as_list().unwrap_or(std::slice::from_ref(value));
            found.extend(items.iter().flat_map(|item| transformed(item, key.location().or(value.location), path)));
            continue;
        }
        path.push(key.as_str());
        search(value, path, found);
        path.pop();
    }
}

/// What a call of `Fn::Transform` makes.
fn transformed(call: &Node, location: SourceLocation, path: &Path<'_>) -> Option<Opaque> {
    let name = call.get("Name").and_then(Node::as_str).unwrap_or("?");
    let cause = match name {
        function::SERVERLESS => return None,
        "AWS::Include" => Cause::Include(call.at_path(&["Parameters", "Location"]).and_then(Node::as_str).map(str::to_owned)),
        _ => Cause::Macro(name.to_owned()),
    };
    Some(Opaque { cause, location, path: path.clone().into_owned() })
}

impl Opaque {
    /// The macro that gets what is at a path and may put anything in its place, if this is one.
    pub(crate) fn rewrites(&self, path: &Path<'_>) -> Option<&str> {
        match &self.cause {
            // CloudFormation itself reads which macros there are.
            Cause::Macro(name) if path.starts_with(&self.path) && !path.begins_with(&["Transform"]) => Some(name),
            _ => None,
        }
    }

    /// Whether it may make an element of this name in a section.
    pub(crate) fn may_make(&self, section: &str, name: &str) -> bool {
        match &self.cause {
            Cause::Module { id, .. } => {
                let rest = name.strip_prefix(id.as_str());
                section == "Resources" && rest.is_some_and(|rest| !rest.is_empty())
            }
            Cause::Loop(open) => open.section == section && self.path.len() <= 1 && open.may_make(name),
            Cause::Macro(_) | Cause::Include(_) => match &self.path[..] {
                [] => true,
                [inside] => inside.is_key(section),
                // A mapping whose content is made.
                _ => false,
            },
        }
    }
}

/// Whether a function makes entries of a map that only the deployment knows.
pub(crate) fn is_made(map: &Map) -> bool {
    map.keys().any(|key| is_made_by(key.as_str()))
}

/// Whether a key is that of a function which makes entries that only the deployment knows.
pub(crate) fn is_made_by(key: &str) -> bool {
    key == function::TRANSFORM || key.starts_with(function::FOR_EACH)
}

/// The transforms of a template that are not understood.
pub(crate) fn macros(template: &Template) -> Vec<&Node> {
    template.transforms().iter().filter(|item| item.as_str().is_none_or(|name| !KNOWN_TRANSFORMS.contains(&name))).collect()
}
