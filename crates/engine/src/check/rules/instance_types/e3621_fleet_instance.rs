//! E3621: an instance type of AppStream that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3621",
    severity: Severity::Error,
    what: "Finds an instance type of AppStream that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`InstanceType: stream.standard.larg`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_appstream_fleet/instancetype_enum",
        places: &["AWS::AppStream::Fleet/InstanceType"],
        growth: Growth::Families,
    }),
};
