//! E5001: an attribute that a module does not take.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E5001",
    severity: Severity::Error,
    what: "Finds a `CreationPolicy` or an `UpdatePolicy` on a module.",
    why: "CloudFormation refuses the whole template.",
    example: "`UpdatePolicy` beside `Type: My::Net::Vpc::MODULE`",
    fix: "give it to the resource in the module",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/modules.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for resource in context.scope().resources().filter(|resource| resource.resource_type.ends_with("::MODULE")) {
        for attribute in ["CreationPolicy", "UpdatePolicy"] {
            let entry = resource.node.as_map().and_then(|map| map.get_key_value(attribute));
            let Some((key, node)) = entry else { continue };
            let finding = rule.finding(format!("the module `{}` takes no `{attribute}`", resource.id.as_str())).help(rule.fix);
            context.report(finding, key.location_with(node), ["Resources", resource.id.as_str(), attribute]);
        }
    }
}
