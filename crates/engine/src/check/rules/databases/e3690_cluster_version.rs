//! E3690: a cluster's `Engine` that does not exist, or an `EngineVersion` that the engine does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3690",
    severity: Severity::Error,
    what: "Finds a cluster's `Engine` that does not exist, or an `EngineVersion` that the engine does not have.",
    why: "RDS refuses the cluster.",
    example: "`Engine: aurora`",
    fix: "use one of the values that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbcluster/engine_version",
        places: &["AWS::RDS::DBCluster"],
        growth: Growth::Versions,
    }),
};
