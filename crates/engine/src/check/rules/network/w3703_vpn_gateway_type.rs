//! W3703: a VPN gateway of another type than `ipsec.1`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W3703",
    severity: Severity::Warning,
    what: "Finds a VPN gateway of another type than `ipsec.1`.",
    why: "EC2 has no other.",
    example: "`Type: ipsec.2`",
    fix: "write `ipsec.1`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_ec2_vpngateway/type_enum",
        places: &["AWS::EC2::VPNGateway/Type"],
        growth: Growth::None,
    }),
};
