//! E3675: an instance type of EMR that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3675",
    severity: Severity::Error,
    what: "Finds an instance type of EMR that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`InstanceType: m5.xlarg`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_emr_cluster/instancetypeconfig_instancetype_enum",
        places: &[
            "AWS::EMR::Cluster/Instances/CoreInstanceFleet/InstanceTypeConfigs/*/InstanceType",
            "AWS::EMR::Cluster/Instances/CoreInstanceGroup/InstanceType",
            "AWS::EMR::Cluster/Instances/TaskInstanceFleets/*/InstanceTypeConfigs/*/InstanceType",
            "AWS::EMR::Cluster/Instances/TaskInstanceGroups/*/InstanceType",
        ],
        growth: Growth::Families,
    }),
};
