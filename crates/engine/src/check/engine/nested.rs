//! Judging what nested stacks get against their templates, where these lie beside the template.

use super::file::position;
use super::ignore::Ignored;
use super::rule::Rule;
use crate::diagnostic::{Diagnostic, nearest};
use crate::language::{NESTING, is_local_path};
use crate::template::path::Path;
use crate::template::{Key, Map, Node, SourceLocation, Template, function, read};

/// Reads a file beside the template, by the path that stands in it.
pub type ReadBeside<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

/// What is wrong with the parameters of nested stacks. A template that cannot be read, or that lies in S3, is not looked at.
pub(crate) fn validate(rule: &Rule, template: &Template, read: ReadBeside<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for resource in template.resources() {
        let Some((_, key)) = NESTING.iter().find(|(kind, _)| *kind == resource.resource_type) else { continue };
        let Some(properties) = resource.node.get("Properties").and_then(Node::as_map) else { continue };
        let nested = properties.get(key).and_then(Node::as_str).filter(|path| is_local_path(path)).and_then(read);
        let Some((nested, _)) = nested.and_then(|bytes| read::template(&bytes).ok()) else { continue };
        let (at, written) = match properties.get_key_value("Parameters") {
            Some((key, node)) => (key.location_with(node), Some(node)),
            None => (resource.id.location_with(resource.node), None),
        };
        let mut outcomes = Vec::new();
        alternatives(written, &mut outcomes);
        for given in outcomes {
            let mut found = Vec::new();
            compare(rule, resource.id.as_str(), at, (given, &nested), &mut found);
            findings.extend(found.into_iter().filter(|one| !findings.contains(one)).collect::<Vec<_>>());
        }
    }
    let ignored = Ignored::by(template);
    findings.retain(|finding| !ignored.has(finding));
    findings.sort_by_key(|finding: &Diagnostic| position(finding.location));
    findings
}

/// What the parameters can be: none, a map, and both branches of an `If`. Of what else they come from nothing is known.
fn alternatives<'a>(written: Option<&'a Node>, found: &mut Vec<Option<&'a Map>>) {
    match written.map(|node| (node, function::call(node))) {
        None => found.push(None),
        Some((_, Some((function::IF, branches)))) => {
            let branches = branches.as_list().unwrap_or_default().iter().skip(1);
            branches.for_each(|branch| alternatives(Some(branch), found));
        }
        Some((node, Some(_))) if function::is_no_value(node) => found.push(None),
        Some((node, _)) => found.extend(node.as_map().filter(|map| !function::has_functions(map)).map(Some)),
    }
}

fn compare(
    rule: &Rule,
    id: &str,
    at: SourceLocation,
    (given, nested): (Option<&Map>, &Template),
    findings: &mut Vec<Diagnostic>,
) {
    let none = Map::default();
    let (given, declared) = (given.unwrap_or(&none), nested.section("Parameters").unwrap_or(&none));
    if function::has_functions(declared) {
        return;
    }
    let way = |name: Option<&str>| Path::of(["Resources", id, "Properties", "Parameters"].into_iter().chain(name)).into_owned();
    for (key, node) in given.iter().filter(|(key, _)| !declared.contains_key(key.as_str())) {
        let name = key.as_str();
        let finding = rule.finding(format!("the nested template has no parameter `{name}`")).at(key.location_with(node));
        let near = nearest(name, declared.keys().map(Key::as_str).filter(|name| !given.contains_key(name)));
        let help = near.map_or_else(|| "remove it".to_owned(), |near| format!("did you mean `{near}`?"));
        findings.push(finding.path(way(Some(name))).help(help));
    }
    let needed = declared.iter().filter(|(key, node)| node.get("Default").is_none() && !given.contains_key(key.as_str()));
    for (key, _) in needed {
        let message = format!("the nested template of `{id}` needs the parameter `{}`", key.as_str());
        findings.push(rule.finding(message).at(at).path(way(None)).help("add it to `Parameters`"));
    }
}
