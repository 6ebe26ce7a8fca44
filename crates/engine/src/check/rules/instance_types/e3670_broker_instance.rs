//! E3670: an instance type of Amazon MQ that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3670",
    severity: Severity::Error,
    what: "Finds an instance type of Amazon MQ that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`HostInstanceType: mq.t3.micr`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_amazonmq_broker/instancetype_enum",
        places: &["AWS::AmazonMQ::Broker/HostInstanceType"],
        growth: Growth::Families,
    }),
};
