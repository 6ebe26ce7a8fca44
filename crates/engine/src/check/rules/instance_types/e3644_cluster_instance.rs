//! E3644: an instance type of SageMaker's clusters that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3644",
    severity: Severity::Error,
    what: "Finds an instance type of SageMaker's clusters that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`InstanceType: ml.m5.larg`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_sagemaker_cluster/instancetype_enum",
        places: &[
            "AWS::SageMaker::Cluster/InstanceGroups/*/InstanceType",
            "AWS::SageMaker::Cluster/RestrictedInstanceGroups/*/InstanceType",
        ],
        growth: Growth::Families,
    }),
};
