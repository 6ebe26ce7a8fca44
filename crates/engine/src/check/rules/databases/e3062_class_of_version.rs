//! E3062: a `DBInstanceClass` that RDS does not offer for the engine in this version.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3062",
    severity: Severity::Error,
    what: "Finds a `DBInstanceClass` that RDS does not offer for the engine in this version.",
    why: "RDS refuses the instance.",
    example: "`db.t2.micro` with PostgreSQL 16",
    fix: "use one of the classes that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbinstance/db_instance_class",
        places: &["AWS::RDS::DBInstance"],
        growth: Growth::Families,
    }),
};
