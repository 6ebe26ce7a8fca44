//! E3713: a service on Fargate whose containers log with a driver that it lacks.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{resource, service, task};

pub(crate) const RULE: Rule = Rule {
    code: "E3713",
    severity: Severity::Error,
    what: "Finds a service on Fargate whose task definition has a container with another log driver than `awslogs`, `awsfirelens` and `splunk`.",
    why: "ECS refuses the service.",
    example: "`LogDriver: json-file`",
    fix: "use `awslogs`, `awsfirelens` or `splunk`",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
    kind: RuleKind::Template(run),
};

const DRIVERS: [&str; 3] = ["awsfirelens", "awslogs", "splunk"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for service in resource::of_type(scope, service::SERVICE).iter().filter(|service| service::runs_on_fargate(service)) {
        // A task definition that asks for Fargate is checked by `E3048`.
        let Some(task) = service::task_of(service).filter(|task| !task::is_for_fargate(task)) else { continue };
        for container in task::containers(&task).unwrap_or_default() {
            let driver = container.log_driver();
            let Some(given) = driver.text().filter(|given| !DRIVERS.contains(&given.as_str())) else { continue };
            let message = format!("`{}` runs on Fargate, which has no log driver `{given}`", service.id);
            driver.report(context, rule.finding(message).help(rule.fix).related(service.location, "the service"));
        }
    }
}
