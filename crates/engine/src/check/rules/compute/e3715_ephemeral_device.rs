//! E3715: a `VirtualName` that is no instance store volume, `ephemeral0` to `ephemeral23`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3715",
    severity: Severity::Error,
    what: "Finds a `VirtualName` that is not an instance store volume, `ephemeral0` to `ephemeral23`.",
    why: "EC2 refuses the mapping.",
    example: "`VirtualName: ephemeral24`",
    fix: "use `ephemeral0` to `ephemeral23`, or `Ebs`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_ec2_instance/virtualname_ephemeral",
        places: &[
            "AWS::AutoScaling::LaunchConfiguration/BlockDeviceMappings/*",
            "AWS::EC2::Instance/BlockDeviceMappings/*",
            "AWS::EC2::LaunchTemplate/LaunchTemplateData/BlockDeviceMappings/*",
            "AWS::EC2::SpotFleet/SpotFleetRequestConfigData/LaunchSpecifications/*/BlockDeviceMappings/*",
        ],
        growth: Growth::None,
    }),
};
