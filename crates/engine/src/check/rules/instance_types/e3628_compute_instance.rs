//! E3628: an instance type of EC2 that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3628",
    severity: Severity::Error,
    what: "Finds an instance type of EC2 that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`InstanceType: t3.smal`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_ec2_instance/instancetype_enum",
        places: &[
            "AWS::EC2::Instance/InstanceType",
            "AWS::EC2::LaunchTemplate/LaunchTemplateData/InstanceType",
            "AWS::EC2::EC2Fleet/LaunchTemplateConfigs/*/Overrides/*/InstanceType",
            "AWS::EC2::CapacityReservationFleet/InstanceTypeSpecifications/*/InstanceType",
            "AWS::GameLift::GameServerGroup/InstanceDefinitions/*/InstanceType",
        ],
        growth: Growth::Families,
    }),
};
