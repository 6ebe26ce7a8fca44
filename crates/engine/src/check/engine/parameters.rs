//! Judging a parameters file against its template.

use std::collections::BTreeMap;

use super::file::{duplicate_finding, form_finding, position};
use super::rule::{ReadingRules, Rule};
use super::shown::shown;
use crate::diagnostic::{Diagnostic, nearest};
use crate::language::constraints::{Refusal, refusal};
use crate::template::{Key, Map, Node, SourceLocation, Template, read};

/// The value of one parameter.
struct Given<'a> {
    name: &'a str,
    value: Option<String>,
    location: SourceLocation,
}

/// Every mistake in a parameters file, in the order of the file. What has no place is missing from it.
pub(crate) fn validate(reading: &ReadingRules, template: &Template, file: &[u8]) -> Vec<Diagnostic> {
    let document = match read::document(file) {
        Ok(document) => document,
        Err(errors) => return errors.into_iter().map(|error| form_finding(reading.form, error)).collect(),
    };
    let given = match values(&document.root) {
        Ok(given) => given,
        Err(location) => {
            let message = "this is not a parameters file";
            let rule = reading.parameters_file;
            return vec![rule.finding(message).at(location).help(rule.fix)];
        }
    };
    let none = Map::default();
    let declared = template.section("Parameters").unwrap_or(&none);
    let mut findings: Vec<Diagnostic> = missing(reading.parameters, declared, &given);
    findings.extend(document.duplicates.iter().map(|duplicate| duplicate_finding(reading.form, duplicate)));
    for each in &given {
        let problem = match declared.get(each.name) {
            Some(parameter) => each.value.as_deref().and_then(|value| misfit(parameter, each.name, value)),
            None => Some((format!("the template has no parameter `{}`", each.name), unknown(each.name, declared))),
        };
        if let Some((message, help)) = problem {
            let mut finding = reading.parameters.finding(message).at(each.location).path(["Parameters", each.name]);
            finding.help = help;
            findings.push(finding);
        }
    }
    findings.sort_by_key(|finding| position(finding.location));
    findings
}

/// The values of a parameters file, as far as it has any.
pub fn given(file: &[u8]) -> BTreeMap<String, String> {
    let Ok(document) = read::document(file) else { return BTreeMap::new() };
    let given = values(&document.root).unwrap_or_default().into_iter();
    given.filter_map(|given| Some((given.name.to_owned(), given.value?))).collect()
}

/// The values in any of the three forms, or the place that has none of them.
fn values(root: &Node) -> Result<Vec<Given<'_>>, SourceLocation> {
    if let Some(map) = root.get("Parameters").and_then(Node::as_map) {
        let named = map.iter().map(|(key, node)| Given { name: key.as_str(), value: node.scalar(), location: key.location() });
        return Ok(named.collect());
    }
    root.as_list().ok_or(root.location)?.iter().map(|item| value(item).ok_or(item.location)).collect()
}

fn value(item: &Node) -> Option<Given<'_>> {
    if let Some(text) = item.as_str() {
        let (name, value) = text.split_once('=')?;
        return Some(Given { name, value: Some(value.to_owned()), location: item.location });
    }
    let name = item.get("ParameterKey")?;
    let value = item.get("ParameterValue").and_then(Node::scalar);
    let resolved = item.get("UsePreviousValue").is_some() || item.get("ResolvedValue").is_some();
    (value.is_some() || resolved).then_some(Given { name: name.as_str()?, value, location: name.location })
}

fn missing(rule: &Rule, declared: &Map, given: &[Given<'_>]) -> Vec<Diagnostic> {
    let lacks = |(key, node): &(&Key, &Node)| node.get("Default").is_none() && given.iter().all(|each| each.name != key.as_str());
    let finding = |(key, _): (&Key, &Node)| {
        let name = key.as_str();
        let message = format!("the parameter `{name}` has neither a default nor a value");
        rule.finding(message).path(["Parameters", name]).help("add its value")
    };
    declared.iter().filter(lacks).map(finding).collect()
}

fn unknown(name: &str, declared: &Map) -> Option<String> {
    nearest(name, declared.keys().map(Key::as_str)).map(|near| format!("did you mean `{near}`?"))
}

/// Why a value does not fit, and the way out.
pub fn misfit(parameter: &Node, name: &str, value: &str) -> Option<(String, Option<String>)> {
    Some(match refusal(parameter, value)? {
        Refusal::NotANumber(item) => (format!("`{name}`: expected a number, found `{}`", shown(item)), None),
        Refusal::NotAllowed { item, allowed } => {
            let help = match nearest(item, allowed.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("one of {}", allowed.join(", ")),
            };
            (format!("`{}` is not an allowed value of `{name}`", shown(item)), Some(help))
        }
        Refusal::TooLongOrShort { side, bound, length } => {
            (format!("`{name}`: expected a length of at {side} {bound}, found {length}"), None)
        }
        // The quotes show whoever hides secrets that this is the value.
        Refusal::OutOfRange { side, bound } => {
            (format!("`{name}`: expected a value of at {side} {bound}, found `{}`", shown(value)), None)
        }
        Refusal::NotMatching { item, pattern } => {
            let told = parameter.get("ConstraintDescription").and_then(Node::as_str).map(|text| shown(text).to_string());
            (format!("`{name}`: `{}` does not match the pattern `{}`", shown(item), shown(pattern)), told)
        }
    })
}
