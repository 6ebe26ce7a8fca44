//! FW219: tasks with both a launch type and a capacity provider strategy.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Value;
use crate::language::read::property::Property;
use crate::language::read::{resource, service};

pub(crate) const RULE: Rule = Rule {
    code: "FW219",
    severity: Severity::Error,
    what: "Finds an ECS service or task set, or a target of EventBridge that starts tasks, that has both `LaunchType` and `CapacityProviderStrategy`.",
    why: "ECS refuses the service or task: `Specifying both a launch type and capacity provider strategy is not supported`.",
    example: "\"LaunchType\": \"FARGATE\" beside \"CapacityProviderStrategy\"",
    fix: "remove `LaunchType`: the capacity providers `FARGATE` and `FARGATE_SPOT` imply it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html#cfn-ecs-service-launchtype",
    kind: RuleKind::Template(run),
};

/// What starts tasks in one of the two ways: the types, each with the way to what has both properties.
const STARTERS: [(&str, &[&str]); 5] = [
    (service::SERVICE, &[]),
    ("AWS::ECS::TaskSet", &[]),
    ("AWS::Events::Rule", &["Targets", "*", "EcsParameters"]),
    ("AWS::Pipes::Pipe", &["TargetParameters", "EcsTaskParameters"]),
    ("AWS::Scheduler::Schedule", &["Target", "EcsParameters"]),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for (kind, way) in STARTERS {
        for resource in resource::of_type(scope, kind) {
            for starter in resource.properties.places(way).into_iter().flatten() {
                let both =
                    starter.together(["LaunchType", "CapacityProviderStrategy"]).into_iter().find(|both| both.iter().all(is_set));
                let Some([launch, strategy]) = both else { continue };
                let finding = rule.finding(format!("`{}` has both a launch type and a capacity provider strategy", resource.id));
                launch.report(context, finding.help(rule.fix).related(strategy.location(), "the strategy"));
            }
        }
    }
}

/// Whether a property says something: an empty strategy is none.
fn is_set(property: &Property<'_>) -> bool {
    property.is_given()
        && property.items().is_none_or(|items| !items.is_empty())
        && !matches!(property.value(), Value::Unknown(_))
}
