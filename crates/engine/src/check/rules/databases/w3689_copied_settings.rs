//! W3689: a cluster that is made from another one and has settings that it takes from there.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W3689",
    severity: Severity::Warning,
    what: "Finds a cluster that is made from another one and has settings that it takes from there.",
    why: "RDS ignores them.",
    example: "`MasterUsername` beside `SourceDBClusterIdentifier`",
    fix: "remove them",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbcluster/sourcedbclusteridentifier",
        places: &["AWS::RDS::DBCluster"],
        growth: Growth::None,
    }),
};
