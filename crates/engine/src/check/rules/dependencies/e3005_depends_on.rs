//! E3005: a `DependsOn` of no resource.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::Fact;
use crate::template::{Content, Key, Node, function};

pub(crate) const RULE: Rule = Rule {
    code: "E3005",
    severity: Severity::Error,
    what: "Finds a `DependsOn` that names the resource itself, one that is not in the template, or one that a condition may leave out (warning).",
    why: "CloudFormation refuses the whole template.",
    example: "\"DependsOn\": [\"HttpsListner\"]",
    fix: "pass the handle of the resource to `depends_on`; for a resource of another stack, the order of the stacks is enough",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for resource in context.scope().resources() {
        let Some(node) = resource.node.get("DependsOn") else { continue };
        let names: Vec<&Node> = match &node.content {
            Content::List(items) => items.iter().collect(),
            _ => vec![node],
        };
        for name in names {
            if let Some((called, _)) = function::call(name) {
                let finding = rule.finding(format!("`DependsOn` takes logical ids and no function, found `{called}`"));
                let path = ["Resources", resource.id.as_str(), "DependsOn"];
                context.report(finding.help("write the logical id itself"), name.location.or(node.location), path);
                continue;
            }
            // That null stands nowhere is `E0000`.
            if name.content == Content::Null {
                continue;
            }
            let given = name.as_str().unwrap_or_default();
            let itself = given == resource.id.as_str();
            if let Some(finding) = left_out(rule, context, resource.node, given) {
                let path = ["Resources", resource.id.as_str(), "DependsOn"];
                context.report(finding, name.location.or(node.location), path);
            }
            if context.is_stray(name) || !itself && (context.has("Resources", given) || context.may_make("Resources", given)) {
                continue;
            }
            let message = match itself {
                true => format!("`{given}` depends on itself"),
                false => format!("`DependsOn` names `{given}`, which is not a resource of this template"),
            };
            let mut finding = rule.finding(message);
            let resources = context.scope().section("Resources").into_iter().flat_map(|map| map.keys());
            finding.help = context.hint(given, resources.map(Key::as_str).filter(|id| *id != resource.id.as_str()));
            let (_, mut path) = context.element("Resources", resource.id, resource.node);
            path.push("DependsOn");
            context.report(finding, name.location.or(node.location), path);
        }
    }
}

/// A warning where a condition may leave out what a resource depends on, and not the resource. CloudFormation is known to overlook such
/// dependencies, but the order is not the one that was asked for.
fn left_out<'a>(rule: &Rule, context: &Context<'a>, resource: &'a Node, target: &str) -> Option<Diagnostic> {
    let scope = context.scope();
    let own = resource.get("Condition").and_then(Node::as_str).map(|own| Fact::Condition(own, true));
    let needed = scope.may_leave_out(scope.section("Resources")?.get(target)?, own.as_slice())?;
    let mut finding =
        rule.finding(format!("`{target}` does not exist unless `{needed}` holds, and `DependsOn` names it all the same"));
    finding.severity = Severity::Warning;
    Some(
        finding.help(format!(
            "give both the condition `{needed}`, or refer to `{target}` where it exists, by `Fn::If` in `Metadata`"
        )),
    )
}
