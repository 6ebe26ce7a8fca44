//! FW904: a stack set with more stacks than a quota allows.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::stack_set;
use crate::template::limits;

pub(crate) const RULE: Rule = Rule {
    code: "FW904",
    severity: Severity::Warning,
    what: "Finds a stack set with more than 100,000 stacks, more than 10,000 of them in one region, or more than 50 organizational units in one operation.",
    why: "These are quotas of CloudFormation; the first two can be raised on request.",
    example: "60 organizational units in one group of `StackInstancesGroup`",
    fix: "have the quota raised before the deployment, name a unit that holds the others, or divide the stack set",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for set in stack_set::all(context.scope()) {
        let instances = set.instances();
        let groups = set.property("StackInstancesGroup");
        let of_region = instances.count.map_or(0, |count| count.div_ceil(instances.regions.len().max(1)));
        for (count, most, what) in [
            (instances.count.unwrap_or(0), limits::INSTANCES_OF_STACK_SET, "stacks"),
            (of_region, limits::INSTANCE_OPERATIONS, "stacks in a region"),
        ] {
            if count > most {
                let message = format!("the stack set has {count} {what}, and the quota is {most}");
                groups.report(context, rule.finding(message).help(rule.fix));
            }
        }
        for group in set.groups().unwrap_or_default() {
            let units = group.at(&["DeploymentTargets", "OrganizationalUnitIds"]);
            let count = units.items().map_or(0, |units| units.len());
            if count > limits::UNITS_OF_OPERATION {
                let message =
                    format!("the group has {count} organizational units, and an operation takes {}", limits::UNITS_OF_OPERATION);
                units.report(context, rule.finding(message).help("name a unit that holds them, or divide the group"));
            }
        }
    }
}
