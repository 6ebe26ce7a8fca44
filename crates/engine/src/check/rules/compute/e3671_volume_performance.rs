//! E3671: a volume whose `Iops` do not go with its `VolumeType`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3671",
    severity: Severity::Error,
    what: "Finds a volume whose `Iops` do not go with its `VolumeType`.",
    why: "EC2 refuses the volume.",
    example: "`VolumeType: io1` without `Iops`",
    fix: "give `Iops` in the range of the type",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_ec2_instance/blockdevicemappings",
        places: &[
            "AWS::AutoScaling::LaunchConfiguration/BlockDeviceMappings/*/Ebs",
            "AWS::EC2::Instance/BlockDeviceMappings/*/Ebs",
            "AWS::EC2::LaunchTemplate/LaunchTemplateData/BlockDeviceMappings/*/Ebs",
            "AWS::EC2::SpotFleet/SpotFleetRequestConfigData/LaunchSpecifications/*/BlockDeviceMappings/*/Ebs",
        ],
        growth: Growth::None,
    }),
};
