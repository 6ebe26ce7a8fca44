//! W3005: a `DependsOn` that a reference already implies.

use std::collections::BTreeMap;

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::template::path::Path;
use crate::template::{Content, Node, SourceLocation, function};

pub(crate) const RULE: Rule = Rule {
    code: "W3005",
    severity: Severity::Info,
    what: "Tells of a `DependsOn` on a resource that the properties already refer to, not only in a branch of `Fn::If`.",
    why: "The reference alone makes CloudFormation wait; the redundant line hides which dependencies are real.",
    example: "\"DependsOn\": \"Cluster\" on a service with \"Cluster\": { \"Ref\": \"Cluster\" }",
    fix: "delete the name from `DependsOn`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut found: Vec<Found> = Vec::new();
    for resource in context.scope().resources() {
        let (Some(depends_on), Some(properties)) = (resource.node.get("DependsOn"), resource.node.get("Properties")) else {
            continue;
        };
        let mut referred = BTreeMap::new();
        collect(properties, properties.location, &mut referred);
        let names = match &depends_on.content {
            Content::List(items) => items.as_slice(),
            _ => std::slice::from_ref(depends_on),
        };
        for name in names {
            let Some((id, location)) = name.as_str().and_then(|id| Some((id, referred.get(id)?))) else { continue };
            let message = format!("`DependsOn` names `{id}`, which the properties already refer to");
            let finding = rule.finding(message).related(*location, "referred to here").help(rule.fix);
            let path = Path::of(["Resources", resource.id.as_str(), "DependsOn"]);
            found.push((finding, name.location.or(depends_on.location), path));
        }
    }
    context.report_all(found);
}

/// What a value refers to whatever the conditions say, with the first place of each.
fn collect<'a>(node: &'a Node, outer: SourceLocation, referred: &mut BTreeMap<&'a str, SourceLocation>) {
    let location = node.location.or(outer);
    if let Some((name, argument)) = function::call(node) {
        if name == function::IF {
            return;
        }
        for id in function::references(name, argument) {
            referred.entry(id).or_insert(location);
        }
    }
    match &node.content {
        Content::List(items) => items.iter().for_each(|item| collect(item, location, referred)),
        Content::Map(map) => map.values().for_each(|item| collect(item, location, referred)),
        _ => {}
    }
}
