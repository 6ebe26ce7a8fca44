//! E3719: an instance of a cluster with `BackupRetentionPeriod`, and one that keeps backups for more than 35 days.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3719",
    severity: Severity::Error,
    what: "Finds an instance of a cluster with `BackupRetentionPeriod`, and one that keeps backups for more than 35 days.",
    why: "RDS refuses the instance.",
    example: "`BackupRetentionPeriod: 60`",
    fix: "write 35 at most; where the instance is one of a cluster, write it there",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbinstance/backupretentionperiod_maximum",
        places: &["AWS::RDS::DBInstance"],
        growth: Growth::None,
    }),
};
