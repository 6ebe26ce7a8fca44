//! What is kept when a resource is deleted or replaced.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Found, Rule};
use crate::diagnostic::{Severity, nearest};
use crate::language::{Case, Scope, reference};
use crate::template::path::Path;
use crate::template::{Node, dynamic, function};

/// The attribute for deletions.
pub(crate) const DELETION: &str = "DeletionPolicy";
/// The attribute for replacements.
pub(crate) const REPLACEMENT: &str = "UpdateReplacePolicy";

/// The types of which CloudFormation makes a last snapshot.
const SNAPSHOT: [&str; 8] = [
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
];

/// Finds values of one of the two attributes that its resource does not take.
pub(crate) fn check_policy(rule: &Rule, context: &mut Context<'_>, attribute: &str) {
    let scope = context.scope();
    let mut found: Vec<Found> = Vec::new();
    for resource in scope.resources().filter(|_| !context.uses().is_rewritten) {
        let Some(node) = resource.node.get(attribute) else { continue };
        let legal = legal(attribute, resource.resource_type);
        let path = || Path::of(["Resources", resource.id.as_str(), attribute]);
        if let Some(call) = refused(scope, node) {
            let finding = rule.finding(format!(
                "expected a policy for {attribute}, found `{}`, which CloudFormation does not take there",
                shown(call)
            ));
            found.push((finding.help(format!("write one of {}", legal.join(", "))), node.location, path()));
            continue;
        }
        if let Some((name, _)) = function::call(node).filter(|_| !extends_language(context)) {
            let needed = format!("`{name}` in `{attribute}` needs the transform `{}`", function::LANGUAGE_EXTENSIONS);
            let mut finding = rule.finding(needed).help(format!("add it, or write one of {}", legal.join(", ")));
            // AWS documents it so; of other functions it has come to do without the transform.
            finding.severity = Severity::Warning;
            found.push((finding, node.location, path()));
            continue;
        }
        let cases = scope.cases(node);
        let texts = || cases.iter().filter_map(Case::node).map(|known| known.scalar().unwrap_or_else(|| "this".to_owned()));
        // Of the values that a parameter allows, it is enough that one is legal.
        if cases.iter().any(Case::is_chosen) && texts().any(|text| legal.contains(&text.as_str())) {
            continue;
        }
        for text in texts() {
            if legal.contains(&text.as_str()) {
                continue;
            }
            let mut finding =
                rule.finding(format!("`{}` is not a valid `{attribute}` of {}", shown(&text), resource.resource_type));
            let near = nearest(&text, legal.iter().copied());
            finding.help =
                Some(near.map_or_else(|| format!("one of {}", legal.join(", ")), |near| format!("did you mean `{near}`?")));
            found.push((finding, node.location.or(resource.node.location), path()));
        }
    }
    context.report_all(found);
}

/// What of a value is not known before CloudFormation makes anything, when it needs the policy.
fn refused<'a>(scope: &'a Scope<'a>, node: &'a Node) -> Option<&'a str> {
    let Some((name, argument)) = function::call(node) else {
        return node.as_str().filter(|text| text.contains(dynamic::START));
    };
    let is_resource = |id: &&str| scope.section("Resources").is_some_and(|resources| resources.contains_key(id));
    match name {
        function::GET_ATT | function::IMPORT_VALUE | function::GET_STACK_OUTPUT => Some(name),
        // These decide, and give no policy.
        function::EQUALS | function::AND | function::OR | function::NOT | function::CONDITION => Some(name),
        function::IF => argument.as_list()?.iter().skip(1).find_map(|branch| refused(scope, branch)),
        _ => reference::ids(node).iter().any(is_resource).then_some(name),
    }
}

/// Whether functions may stand in attributes: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/function-refs-in-policy-attributes.html>
fn extends_language(context: &Context<'_>) -> bool {
    let is_named = |entry: &Node| entry.as_str().or_else(|| entry.get("Name")?.as_str()) == Some(function::LANGUAGE_EXTENSIONS);
    context.program().written().transforms().iter().any(is_named)
}

fn legal(attribute: &str, resource_type: &str) -> Vec<&'static str> {
    let mut legal = vec!["Delete", "Retain"];
    if attribute == DELETION {
        legal.push("RetainExceptOnCreate");
    }
    // What makes snapshots is known of AWS's types only.
    if SNAPSHOT.contains(&resource_type) || !resource_type.starts_with("AWS::") {
        legal.push("Snapshot");
    }
    legal
}
