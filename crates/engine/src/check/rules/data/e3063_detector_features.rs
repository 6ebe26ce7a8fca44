//! E3063: a detector that says its data sources twice.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3063",
    severity: Severity::Error,
    what: "Finds a GuardDuty detector with both `DataSources` and `Features`.",
    why: "GuardDuty refuses the detector.",
    example: "`DataSources` beside `Features`",
    fix: "write `Features` alone",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-guardduty-detector.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for detector in resource::of_type(context.scope(), "AWS::GuardDuty::Detector") {
        let (sources, features) = (detector.properties.get("DataSources"), detector.properties.get("Features"));
        if sources.is_given() && features.is_given() {
            let message = format!("`{}` has both `DataSources` and `Features`", detector.id);
            sources.report(context, rule.finding(message).help(rule.fix));
        }
    }
}
