//! E3674: a second primary address beside `PrivateIpAddress`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3674",
    severity: Severity::Error,
    what: "Finds a second primary address beside `PrivateIpAddress`.",
    why: "EC2 refuses the resource.",
    example: "`Primary: true` in `PrivateIpAddresses` beside `PrivateIpAddress`",
    fix: "keep one of the two",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_ec2_instance/privateipaddress",
        places: &["AWS::EC2::Instance", "AWS::EC2::NetworkInterface"],
        growth: Growth::None,
    }),
};
