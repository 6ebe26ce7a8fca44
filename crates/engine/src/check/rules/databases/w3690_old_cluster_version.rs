//! W3690: a cluster's `EngineVersion` that RDS no longer offers for new clusters.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W3690",
    severity: Severity::Warning,
    what: "Finds a cluster's `EngineVersion` that RDS no longer offers for new clusters.",
    why: "RDS upgrades such clusters by itself, and refuses new ones.",
    example: "An Aurora MySQL of 5.7",
    fix: "use a version that is still offered",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbcluster/engine_version_deprecated",
        places: &["AWS::RDS::DBCluster"],
        growth: Growth::None,
    }),
};
