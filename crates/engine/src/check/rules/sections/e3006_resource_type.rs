//! E3006: a resource type that does not exist.

use crate::check::engine::{Context, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;
use crate::schema::{self, generate};
use crate::template::{SourceLocation, function};

pub(crate) const RULE: Rule = Rule {
    code: "E3006",
    severity: Severity::Error,
    what: "Finds a resource without `Type`, or with one that does not exist, and names the nearest one.",
    why: "CloudFormation refuses the whole template.",
    example: "\"Type\": \"AWS::ECS::Servce\"",
    fix: "correct the name; `generate` writes the typed module of a service that is not built in",
    link: TYPES_PAGE,
    kind: RuleKind::Template(run),
};

/// Types that are an author's or a vendor's own: `Custom::Anything`, modules, third-party extensions. Every type has parts.
fn is_foreign(resource_type: &str) -> bool {
    resource_type.contains("::") && !resource_type.starts_with("AWS::") || resource_type.ends_with("::MODULE")
}

/// Where the template is written in Rust, the typed resource is what was meant.
fn meant(near: &str, location: SourceLocation) -> String {
    let typed = generate::rust_type(near).filter(|_| matches!(location, SourceLocation::Rust(_)));
    let typed = typed.map(|typed| format!(" In Rust it is {typed}.")).unwrap_or_default();
    format!("did you mean `{near}`?{typed}")
}

fn run(rule: &Rule, context: &mut Context<'_>) {
    for resource in context.scope().resources() {
        // What an included file holds, its type among it, stands there before CloudFormation reads the resource.
        if function::is_function(resource.id.as_str()) || resource.node.get(function::TRANSFORM).is_some() {
            continue;
        }
        let given = resource.resource_type;
        let finding = if given.is_empty() {
            match resource.node.get("Type").and_then(function::call) {
                Some((name, _)) => rule.finding(format!("the `Type` of a resource must be a string, found `{name}`")),
                None => rule.finding(format!("the resource `{}` has no `Type`", resource.id.as_str())),
            }
        } else if is_foreign(given) || schema::find(given).is_some() {
            continue;
        } else {
            let mut finding = rule.finding(format!("there is no resource type `{given}`"));
            finding.help = schema::nearest(given).map(|near| meant(near, resource.node.location));
            finding
        };
        let (location, mut path) = context.element("Resources", resource.id, resource.node);
        path.push("Type");
        context.report(finding, location, path);
    }
}
