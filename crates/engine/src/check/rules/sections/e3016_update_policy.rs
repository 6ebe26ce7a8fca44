//! E3016: an `UpdatePolicy` that its resource does not take.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::policies::{self, Policy};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "E3016",
    severity: Severity::Error,
    what: "Finds an `UpdatePolicy` on a type that does not support it, with an entry that the type or the entry does not support, that is not a map, whose `PauseTime` is not a duration, or that keeps as many instances in service as the group may have.",
    why: "CloudFormation refuses the template, or ignores the policy.",
    example: "UpdatePolicy: { AutoScalingRollingUpdate: … } on AWS::SNS::Topic",
    fix: "remove it, or use the entries that the message lists",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html",
    kind: RuleKind::Template(run),
};

/// The entries that each type takes.
const POLICY: Policy = Policy {
    attribute: "UpdatePolicy",
    entries: &[
        ("AWS::AppStream::Fleet", &["StartAfterUpdate", "StopBeforeUpdate"]),
        (
            "AWS::AutoScaling::AutoScalingGroup",
            &[
                "AutoScalingInstanceRefresh",
                "AutoScalingReplacingUpdate",
                "AutoScalingRollingUpdate",
                "AutoScalingScheduledAction",
            ],
        ),
        ("AWS::ElastiCache::ReplicationGroup", &["UseOnlineResharding"]),
        ("AWS::Elasticsearch::Domain", &["EnableVersionUpgrade"]),
        ("AWS::Lambda::Alias", &["CodeDeployLambdaAliasUpdate"]),
        ("AWS::OpenSearchService::Domain", &["EnableVersionUpgrade"]),
    ],
    inner: &[
        ("AutoScalingReplacingUpdate", &["WillReplace"]),
        (
            "AutoScalingRollingUpdate",
            &[
                "MaxBatchSize",
                "MinActiveInstancesPercent",
                "MinInstancesInService",
                "MinSuccessfulInstancesPercent",
                "PauseTime",
                "SuspendProcesses",
                "WaitOnResourceSignals",
            ],
        ),
        ("AutoScalingScheduledAction", &["IgnoreUnmodifiedGroupSizeProperties"]),
        (
            "CodeDeployLambdaAliasUpdate",
            &["AfterAllowTrafficHook", "ApplicationName", "BeforeAllowTrafficHook", "DeploymentGroupName"],
        ),
    ],
    duration: [ROLLING, "PauseTime"],
};

const GROUP: &str = "AWS::AutoScaling::AutoScalingGroup";
const ROLLING: &str = "AutoScalingRollingUpdate";

fn run(rule: &Rule, context: &mut Context<'_>) {
    policies::check(rule, context, &POLICY);
    for group in resource::of_type(context.scope(), GROUP) {
        no_room(rule, context, &group);
    }
}

/// A group that cannot be updated: CloudFormation takes instances out of service, and as many as there may be are to stay.
fn no_room<'a>(rule: &Rule, context: &mut Context<'a>, group: &Resource<'a>) {
    let node = group.node.get(POLICY.attribute).and_then(|policy| policy.at_path(&[ROLLING, "MinInstancesInService"]));
    let Some(node) = node else { return };
    let (kept, most) = (Property::of(context.scope(), node, node.location), group.properties.get("MaxSize"));
    let Some((kept, most)) = kept.number().zip(most.number()).filter(|(kept, most)| *most > 0 && kept >= most) else { return };
    let message = format!("`{}` has {most} instances at most, and {kept} are to stay in service during an update", group.id);
    let help = format!("write a `MinInstancesInService` of {} at most, or a larger `MaxSize`", most - 1);
    let path = ["Resources", group.id, POLICY.attribute, ROLLING, "MinInstancesInService"];
    context.report(rule.finding(message).help(help), node.location.or(group.location), path);
}
