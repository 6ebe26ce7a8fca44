//! W3688: a cluster that is restored from a snapshot and has a `MasterUsername`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W3688",
    severity: Severity::Warning,
    what: "Finds a cluster that is restored from a snapshot and has a `MasterUsername`.",
    why: "RDS ignores it: the user is that of the snapshot.",
    example: "`MasterUsername` beside `SnapshotIdentifier`",
    fix: "remove `MasterUsername`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbcluster/snapshotidentifier",
        places: &["AWS::RDS::DBCluster"],
        growth: Growth::None,
    }),
};
