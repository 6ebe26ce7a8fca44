//! E3007: a resource and a parameter of one name.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3007",
    severity: Severity::Error,
    what: "Finds a resource with the same name as a parameter.",
    why: "`Ref` could mean either, so CloudFormation refuses the whole template.",
    example: "A parameter `Cluster` and a resource `Cluster`.",
    fix: "rename one of the two, for example the parameter to `ClusterName`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let Some(parameters) = scope.section("Parameters") else { return };
    let both = scope.resources().filter_map(|resource| Some((resource.id, parameters.get_key_value(resource.id.as_str())?)));
    let found: Vec<Found> = both
        .map(|(id, (parameter, _))| {
            let finding =
                rule.finding(format!("`{}` is the name of both a parameter and a resource", id.as_str())).help(rule.fix);
            let finding = finding.related(parameter.location(), "the parameter");
            (finding, id.location(), ["Resources", id.as_str()].into())
        })
        .collect();
    context.report_all(found);
}
