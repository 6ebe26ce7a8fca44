//! E3016: an `UpdatePolicy` that its resource does not take.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::policies::{self, Policy};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3016",
    severity: Severity::Error,
    what: "Finds an `UpdatePolicy` on a type that does not support it, with an entry that the type or the entry does not support, or that is not a map.",
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
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    policies::check(rule, context, &POLICY);
}
