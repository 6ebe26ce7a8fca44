//! E3025: a `DBInstanceClass` for its engine that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3025",
    severity: Severity::Error,
    what: "Finds a `DBInstanceClass` for its engine that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`DBInstanceClass: db.t3.smal`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbinstance/dbinstanceclass_enum",
        places: &["AWS::RDS::DBInstance"],
        growth: Growth::Families,
    }),
};
