//! E3066: connectors without the transform that makes them.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::sam;

pub(crate) const RULE: Rule = Rule {
    code: "E3066",
    severity: Severity::Error,
    what: "Finds the attribute `Connectors` of a resource in a template without the transform `AWS::Serverless-2016-10-31`.",
    why: "CloudFormation refuses the whole template: it knows no such attribute.",
    example: "`Connectors` beside `Properties`",
    fix: "add `Transform: AWS::Serverless-2016-10-31`",
    link: "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/managing-permissions-connectors.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let template = context.program().expanded();
    if sam::uses(template) || context.uses().is_rewritten {
        return;
    }
    for resource in template.resources() {
        let Some((key, node)) = resource.node.as_map().and_then(|map| map.get_key_value("Connectors")) else { continue };
        let finding = rule.finding(format!("`Connectors` of a resource needs the transform `{}`", sam::TRANSFORM)).help(rule.fix);
        context.report(finding, key.location_with(node), ["Resources", resource.id.as_str(), "Connectors"]);
    }
}
