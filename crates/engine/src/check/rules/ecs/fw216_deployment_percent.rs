//! FW216: a deployment that cannot replace a task.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{resource, service};

pub(crate) const RULE: Rule = Rule {
    code: "FW216",
    severity: Severity::Warning,
    what: "Finds a service that may run neither more nor fewer tasks than desired: `MaximumPercent` of 100 or less with `MinimumHealthyPercent` of 100 or more.",
    why: "A deployment can neither start a new task nor stop an old one, and waits until it gives up.",
    example: "\"DeploymentConfiguration\": {\"MinimumHealthyPercent\": 100, \"MaximumPercent\": 100}",
    fix: "raise `MaximumPercent`, for example to 200, or lower `MinimumHealthyPercent`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-deploymentconfiguration.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for service in resource::of_type(scope, service::SERVICE) {
        let rolling = service.properties.at(&["DeploymentController", "Type"]).text_or("ECS").is_some_and(|kind| kind == "ECS");
        let percent = service.properties.get("DeploymentConfiguration");
        let daemon = service.properties.get("SchedulingStrategy").text_or("REPLICA").is_none_or(|strategy| strategy != "REPLICA");
        let number = |key, default: &str| percent.get(key).text_or(default).and_then(|text| text.trim().parse::<i64>().ok());
        let (Some(least), Some(most)) = (number("MinimumHealthyPercent", "100"), number("MaximumPercent", "200")) else {
            continue;
        };
        if rolling && !daemon && least >= 100 && most <= 100 {
            let finding = rule.finding(format!(
                "`{}` must keep at least {least} % and may run at most {most} % of its tasks: no deployment can proceed",
                service.id
            ));
            percent.report(context, finding.help(rule.fix));
        }
    }
}
