//! E3620: a `DBInstanceClass` of DocumentDB that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3620",
    severity: Severity::Error,
    what: "Finds a `DBInstanceClass` of DocumentDB that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`DBInstanceClass: db.r5.larg`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_docdb_dbinstance/dbinstanceclass_enum",
        places: &["AWS::DocDB::DBInstance/DBInstanceClass"],
        growth: Growth::Families,
    }),
};
