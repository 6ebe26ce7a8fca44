//! E3681: a target group that lacks what its targets need, or has what they do not take.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3681",
    severity: Severity::Error,
    what: "Finds a target group for IP addresses, instances or a load balancer without `Port`, `Protocol` or `VpcId`, and one for a function with any of them.",
    why: "Elastic Load Balancing refuses the target group.",
    example: "\"TargetType\": \"ip\" without `VpcId`",
    fix: "set all three properties; if `TargetType` is `lambda`, remove them and `HealthCheckPort`, `HealthCheckProtocol` and `ProtocolVersion`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html",
    kind: RuleKind::Template(run),
};

const NEEDED: [&str; 3] = ["Port", "Protocol", "VpcId"];
const NOT_FOR_FUNCTIONS: [&str; 6] = ["HealthCheckPort", "HealthCheckProtocol", "Port", "Protocol", "ProtocolVersion", "VpcId"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for group in resource::of_type(scope, listener::TARGET_GROUP) {
        let property = group.properties.get("TargetType");
        let Some(target_type) = property.text_or("instance") else { continue };
        match target_type.as_str() {
            "alb" | "instance" | "ip" => {
                let missing = NEEDED.into_iter().filter(|name| group.properties.get(name).is_absent());
                let missing: Vec<String> = missing.map(|name| format!("`{name}`")).collect();
                if !missing.is_empty() {
                    let finding = rule.finding(format!("the target group `{}` has no {}", group.id, missing.join(", ")));
                    let help = format!("targets of type `{target_type}` need it; only `lambda` does not");
                    property.report(context, finding.help(help));
                }
            }
            "lambda" => {
                for name in NOT_FOR_FUNCTIONS {
                    let given = group.properties.get(name);
                    if given.is_given() {
                        let finding =
                            rule.finding(format!("the target group `{}` is for a function, which takes no `{name}`", group.id));
                        given.report(context, finding.help("remove it"));
                    }
                }
            }
            _ => {}
        }
    }
}
