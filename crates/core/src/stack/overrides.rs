//! Overrides: properties of a resource set and removed by their paths.

use super::resource::Override;
use crate::diagnostic::{Diagnostic, nearest};
use crate::template::{Content, CowStr, Key, LogicalId, Map, Node, SourceLocation};

impl Override {
    /// What it does, for reports.
    pub(crate) fn describe(&self) -> String {
        let verb = if self.node.is_some() { "override" } else { "removal" };
        format!("{verb} of {}", self.path)
    }
}

/// Applies one override to the properties of a resource.
///
/// # Errors
/// The path goes through a value that is no map or list, or past the end of a list, or removes what isn't there.
pub(crate) fn apply(properties: &mut Map, each: Override) -> Result<(), Box<Diagnostic>> {
    let segments: Vec<&str> = each.path.split('.').collect();
    let Some((last, parents)) = segments.split_last().filter(|(last, _)| !last.is_empty()) else {
        return Err(problem(&each, "an override needs the path of a property".to_owned()));
    };
    let mut root = Node::new(Content::Map(std::mem::take(properties)));
    let outcome = parents
        .iter()
        .zip(&segments[1..])
        .try_fold(&mut root, |node, (segment, next)| step(node, segment, next, &each))
        .and_then(|parent| finish(parent, last, &each));
    if let Content::Map(map) = root.content {
        *properties = map;
    }
    outcome
}

/// One step of the way. What is not there yet is made: a list where its first item comes next, otherwise a map.
fn step<'a>(node: &'a mut Node, segment: &str, next: &str, each: &Override) -> Result<&'a mut Node, Box<Diagnostic>> {
    let made = || if next == "0" { Node::list([]) } else { Node::new(Content::Map(Map::default())) };
    match &mut node.content {
        Content::Map(map) => {
            if each.node.is_none() && !map.contains_key(segment) {
                return Err(nothing_there(map, segment, each));
            }
            let key = Key::new(segment.to_owned(), each.location);
            Ok(map.get_or_insert_with(key, || made().at(each.location)))
        }
        Content::List(items) => {
            if items.is_empty() && segment == "0" && each.node.is_some() {
                items.push(made().at(each.location));
            }
            let length = items.len();
            let found = segment.parse::<usize>().ok().and_then(|index| items.get_mut(index));
            found.ok_or_else(|| past_the_end(segment, length, each))
        }
        _ => Err(problem(each, format!("`{}` leads through a plain value at `{segment}`", each.path))),
    }
}

fn finish(parent: &mut Node, last: &str, each: &Override) -> Result<(), Box<Diagnostic>> {
    match (&mut parent.content, &each.node) {
        (Content::Map(map), Some(node)) => {
            map.insert(Key::new(last.to_owned(), each.location), node.clone());
            Ok(())
        }
        (Content::Map(map), None) => match map.shift_remove(last) {
            Some(_) => Ok(()),
            None => Err(nothing_there(map, last, each)),
        },
        (Content::List(items), node) => {
            let length = items.len();
            let index = last.parse::<usize>().ok().filter(|index| *index <= length);
            match (index, node) {
                (Some(index), Some(node)) if index == length => items.push(node.clone()),
                (Some(index), Some(node)) => items[index] = node.clone(),
                (Some(index), None) if index < length => drop(items.remove(index)),
                _ => return Err(past_the_end(last, length, each)),
            }
            Ok(())
        }
        _ => Err(problem(each, format!("`{}` leads through a plain value before `{last}`", each.path))),
    }
}

pub(super) fn problem(each: &Override, message: String) -> Box<Diagnostic> {
    let problem = Diagnostic::error("FW006", message)
        .at(each.location)
        .help("a path reads like `NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp`; items of a list count from 0");
    Box::new(problem)
}

fn nothing_there(map: &Map, segment: &str, each: &Override) -> Box<Diagnostic> {
    let near = nearest(segment, map.keys().map(Key::as_str));
    let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    problem(each, format!("`{}` removes nothing: there is no `{segment}`{hint}", each.path))
}

fn past_the_end(segment: &str, length: usize, each: &Override) -> Box<Diagnostic> {
    problem(each, format!("`{segment}` in `{}` is not an item of a list of {length}", each.path))
}

/// What is set or removed at a path of the whole template.
#[derive(Clone, Debug)]
pub(crate) struct TemplateOverride {
    path: Vec<CowStr>,
    node: Option<Node>,
    location: SourceLocation,
}

impl TemplateOverride {
    pub(crate) fn new<const N: usize>(path: [&str; N], node: Option<Node>, location: SourceLocation) -> Self {
        TemplateOverride { path: path.map(|step| CowStr::from(step.to_owned())).to_vec(), node, location }
    }

    /// What it does, in which section, and where that was written.
    pub(crate) fn describe(&self) -> (String, Option<LogicalId>, SourceLocation) {
        let verb = if self.node.is_some() { "override" } else { "removal" };
        let section = self.path.first().and_then(|section| LogicalId::new(section).ok());
        (format!("{verb} of {} in the template", self.path.join("/")), section, self.location)
    }

    /// Sets or removes it in the root of a template.
    ///
    /// # Errors
    /// The path leads through what is no map, or removes what isn't there.
    pub(crate) fn apply(self, root: &mut Map) -> Result<(), Box<Diagnostic>> {
        let location = self.location;
        let wrong = |message: String| {
            let help = "a path has the names of maps, one after the other: `[\"Globals\", \"Function\"]`";
            Box::new(Diagnostic::error("FW006", message).at(location).help(help))
        };
        let Some((last, parents)) = self.path.split_last() else {
            return Err(wrong("an override of the template needs a path".to_owned()));
        };
        let mut map = root;
        for step in parents {
            let key = Key::new(step.clone(), location);
            let node = map.get_or_insert_with(key, || Node::new(Content::Map(Map::default())).at(location));
            let Content::Map(inner) = &mut node.content else {
                return Err(wrong(format!("`{}` goes through a plain value at `{step}`", self.path.join("/"))));
            };
            map = inner;
        }
        let removed = match self.node {
            Some(node) => {
                map.insert(Key::new(last.clone(), location), node);
                true
            }
            None => map.shift_remove(last.as_ref()).is_some(),
        };
        if removed { Ok(()) } else { Err(wrong(format!("`{}` is not in the template", self.path.join("/")))) }
    }
}
