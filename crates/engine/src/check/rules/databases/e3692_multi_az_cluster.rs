//! E3692: a cluster of MySQL or PostgreSQL, not Aurora, that lacks storage and class, or has what only Aurora takes.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3692",
    severity: Severity::Error,
    what: "Finds a cluster of MySQL or PostgreSQL, not Aurora, that lacks storage and class, or has what only Aurora takes.",
    why: "RDS refuses the cluster.",
    example: "`Engine: postgres` without `AllocatedStorage`",
    fix: "give the properties that the message names",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbcluster/multiaz",
        places: &["AWS::RDS::DBCluster"],
        growth: Growth::None,
    }),
};
