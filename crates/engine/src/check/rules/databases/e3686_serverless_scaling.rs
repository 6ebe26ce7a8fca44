//! E3686: a cluster whose scaling does not belong to its `EngineMode`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3686",
    severity: Severity::Error,
    what: "Finds a cluster whose scaling does not belong to its `EngineMode`.",
    why: "RDS refuses the cluster.",
    example: "`ScalingConfiguration` without `EngineMode: serverless`",
    fix: "use `ServerlessV2ScalingConfiguration`, or `EngineMode: serverless`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbcluster/serverless_exclusive",
        places: &["AWS::RDS::DBCluster"],
        growth: Growth::None,
    }),
};
