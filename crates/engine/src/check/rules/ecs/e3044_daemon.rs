//! E3044: a daemon where ECS runs none.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{resource, service};

pub(crate) const RULE: Rule = Rule {
    code: "E3044",
    severity: Severity::Error,
    what: "Finds `SchedulingStrategy: DAEMON` in a service on Fargate, or in one that `CODE_DEPLOY` or `EXTERNAL` deploys.",
    why: "ECS refuses the service: a daemon is one task on each container instance.",
    example: "\"LaunchType\": \"FARGATE\", \"SchedulingStrategy\": \"DAEMON\"",
    fix: "leave `SchedulingStrategy` out, which means `REPLICA`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for service in resource::of_type(scope, service::SERVICE) {
        let strategy = service.properties.get("SchedulingStrategy");
        if !strategy.is("DAEMON") {
            continue;
        }
        let controller = service.properties.at(&["DeploymentController", "Type"]).text().unwrap_or_default();
        let reason = match controller.as_str() {
            "CODE_DEPLOY" | "EXTERNAL" => format!("`{controller}` deploys it"),
            _ if service.properties.get("LaunchType").is("FARGATE") => "it runs on Fargate".to_owned(),
            _ => continue,
        };
        let finding = rule.finding(format!("`{}` cannot use `DAEMON` scheduling: {reason}", service.id));
        strategy.report(context, finding.help(rule.fix));
    }
}
