//! E3635: a `DBInstanceClass` of Neptune that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3635",
    severity: Severity::Error,
    what: "Finds a `DBInstanceClass` of Neptune that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`DBInstanceClass: db.r5.larg`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_neptune_dbinstance/dbinstanceclass_enum",
        places: &["AWS::Neptune::DBInstance/DBInstanceClass"],
        growth: Growth::Families,
    }),
};
