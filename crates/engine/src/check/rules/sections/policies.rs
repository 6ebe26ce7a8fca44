//! The two attributes of a resource that say how CloudFormation creates and updates it.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Rule};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::{Diagnostic, nearest};
use crate::schema::{self, Pattern};
use crate::template::{Content, Key, Map, Node, function};

/// One of the two attributes.
pub(crate) struct Policy {
    /// Its name.
    pub attribute: &'static str,
    /// The types that take it, each with the entries that it may have.
    pub entries: &'static [(&'static str, &'static [&'static str])],
    /// The entries of which it is known what they may hold.
    pub inner: &'static [(&'static str, &'static [&'static str])],
    /// The entry and its entry that is a duration.
    pub duration: [&'static str; 2],
}

/// Finds what is wrong with one of the two attributes of every resource.
pub(crate) fn check(rule: &Rule, context: &mut Context<'_>, policy: &Policy) {
    let extended = context.program().written().may_use_extensions();
    let mut section = SectionSchema::new(rule, context, "Resources", "resource");
    for (key, resource) in section.elements() {
        let (Some(node), Some(kind)) = (resource.get(policy.attribute), resource.get("Type").and_then(Node::as_str)) else {
            continue;
        };
        // What is not AWS's, and what SAM replaces, has rules of its own.
        if schema::find(kind).is_none() || schema::is_serverless(kind) {
            continue;
        }
        let at = Key::new(policy.attribute.to_owned(), node.location);
        match policy.entries.iter().find(|(name, _)| *name == kind) {
            None => section.put(policy.not_taken(rule, kind), key, &at, &[policy.attribute]),
            Some((_, known)) => match node.as_map().filter(|_| function::call(node).is_none()) {
                Some(map) => {
                    for (entry, finding) in unknown_entries(rule, &format!("{} of {kind}", policy.attribute), known, map) {
                        section.put(finding, key, entry, &[policy.attribute, entry.as_str()]);
                    }
                    for (name, known) in policy.inner {
                        let Some(inner) = map.get(name).and_then(Node::as_map) else { continue };
                        for (entry, finding) in unknown_entries(rule, name, known, inner) {
                            section.put(finding, key, entry, &[policy.attribute, name, entry.as_str()]);
                        }
                    }
                    if let Some((entry, finding)) = policy.no_duration(rule, context, map) {
                        let [outer, inner] = policy.duration;
                        section.put(finding, key, entry, &[policy.attribute, outer, inner]);
                    }
                }
                None if is_accepted(node, extended) => {}
                None => section.put(policy.no_map(rule, node), key, &at, &[policy.attribute]),
            },
        }
    }
    context.report_all(section.found);
}

/// A duration of ISO 8601: `PT1H30M`.
const DURATION: &str = r"^P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+([.]\d+)?S)?)?$";

impl Policy {
    /// The duration that is none.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html>
    fn no_duration<'a>(&self, rule: &Rule, context: &Context<'a>, map: &'a Map) -> Option<(&'a Key, Diagnostic)> {
        let [outer, inner] = self.duration;
        let (key, node) = map.get(outer)?.as_map()?.get_key_value(inner)?;
        let text = context.scope().text(node)?;
        let is_one = Pattern::find(DURATION)?.matches(&text)?
            && text.ends_with(|end: char| end.is_ascii_alphabetic() && end != 'T' && end != 'P');
        let finding =
            || rule.finding(format!("`{inner}` of {outer}: expected a duration such as `PT5M`, found `{}`", shown(&text)));
        (!is_one).then(|| (key, finding().help("write `PT`, then hours, minutes and seconds: `PT1H30M`, `PT15M`, `PT90S`")))
    }

    fn not_taken(&self, rule: &Rule, kind: &str) -> Diagnostic {
        let takers: Vec<&str> = self.entries.iter().map(|(name, _)| *name).collect();
        let finding = rule.finding(format!("{kind} does not support `{}`", self.attribute));
        finding.help(format!("remove it; types that take it: {}", takers.join(", ")))
    }

    fn no_map(&self, rule: &Rule, node: &Node) -> Diagnostic {
        let help = format!("write the map itself; `{}` and `{}` are the only functions here", function::IF, function::TRANSFORM);
        rule.finding(format!("expected a map for {}, found {}", self.attribute, found(node))).help(help)
    }
}

/// The entries of a map that it may not have.
fn unknown_entries<'m>(rule: &Rule, what: &str, known: &[&str], map: &'m Map) -> Vec<(&'m Key, Diagnostic)> {
    let unknown = map.keys().filter(|entry| !known.contains(&entry.as_str()) && !function::is_function(entry.as_str()));
    let finding = |entry: &Key| {
        let near = nearest(entry.as_str(), known.iter().copied());
        let help = near.map_or_else(|| format!("it takes {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
        rule.finding(format!("{what} has no entry `{}`", entry.as_str())).help(help)
    };
    unknown.map(|entry| (entry, finding(entry))).collect()
}

/// Whether CloudFormation takes what stands there for a map: the language extensions resolve other functions before it looks.
fn is_accepted(node: &Node, extended: bool) -> bool {
    match function::call(node) {
        Some((function::IF | function::TRANSFORM, _)) => true,
        Some(_) => extended || function::is_no_value(node),
        None => node.content == Content::Null,
    }
}

fn found(node: &Node) -> String {
    match function::call(node) {
        Some((name, _)) => format!("`{name}`"),
        None if node.as_list().is_some() => "a list".to_owned(),
        None => "a single value".to_owned(),
    }
}
