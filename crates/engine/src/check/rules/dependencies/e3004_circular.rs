//! E3004: resources that need each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource::Dependencies;

pub(crate) const RULE: Rule = Rule {
    code: "E3004",
    severity: Severity::Error,
    what: "Finds a circular dependency of resources through `Ref`, `Fn::GetAtt`, `Fn::Sub` or `DependsOn`, and prints the path.",
    why: "CloudFormation cannot tell which to create first, and refuses the whole template.",
    example: "Two security groups whose rules name each other.",
    fix: "move one of the references into a separate resource: for security groups, a standalone rule (`constructs::Allow`)",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
    kind: RuleKind::Template(run),
};

type Graph<'a> = BTreeMap<&'a str, Vec<&'a str>>;

fn run(rule: &Rule, context: &mut Context<'_>) {
    // What SAM makes is what needs each other, not what it is made of.
    let template = context.program().deployed();
    let dependencies = Dependencies::of(template);
    for cycle in cycles(dependencies.direct()) {
        let first = cycle[0];
        let entry = template.section("Resources").and_then(|map| map.get_key_value(first));
        let location = entry.map(|(key, node)| key.location_with(node)).unwrap_or_default();
        let message = format!("circular dependency: {}", cycle.join(" → "));
        let path = ["Resources", first];
        context.report(rule.finding(message).help(rule.fix), location, path);
    }
}

/// Circles in the order of the names, each as a path whose end is its beginning. Of circles that share a resource, the first is enough:
/// once it is cut, the next run shows the other.
fn cycles<'a>(graph: &Graph<'a>) -> Vec<Vec<&'a str>> {
    let mut done = BTreeSet::new();
    let mut found: Vec<Vec<&str>> = Vec::new();
    for start in graph.keys() {
        if let Some(cycle) = follow(graph, start, &mut Vec::new(), &mut done) {
            done.extend(cycle.iter().copied());
            found.push(cycle);
        }
    }
    found
}

fn follow<'a>(graph: &Graph<'a>, node: &'a str, path: &mut Vec<&'a str>, done: &mut BTreeSet<&'a str>) -> Option<Vec<&'a str>> {
    if done.contains(node) {
        return None;
    }
    if let Some(start) = path.iter().position(|known| *known == node) {
        return Some(path[start..].iter().copied().chain([node]).collect());
    }
    path.push(node);
    let found = graph.get(node).into_iter().flatten().find_map(|next| follow(graph, next, path, done));
    path.pop();
    done.insert(node);
    found
}
