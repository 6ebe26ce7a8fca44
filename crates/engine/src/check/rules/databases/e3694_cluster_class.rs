//! E3694: a `DBClusterInstanceClass` for its engine that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3694",
    severity: Severity::Error,
    what: "Finds a `DBClusterInstanceClass` for its engine that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`DBClusterInstanceClass: db.m5d.larg`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbcluster/dbclusterinstanceclass_enum",
        places: &["AWS::RDS::DBCluster"],
        growth: Growth::Families,
    }),
};
