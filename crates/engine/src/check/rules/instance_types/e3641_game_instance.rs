//! E3641: an instance type of GameLift that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3641",
    severity: Severity::Error,
    what: "Finds an instance type of GameLift that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`EC2InstanceType: c5.larg`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_gamelift_fleet/ec2instancetype_enum",
        places: &["AWS::GameLift::Fleet/EC2InstanceType"],
        growth: Growth::Families,
    }),
};
