//! W3693: Performance Insights on a cluster of `EngineMode: serverless`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W3693",
    severity: Severity::Warning,
    what: "Finds Performance Insights on a cluster of `EngineMode: serverless`.",
    why: "Aurora Serverless ignores them.",
    example: "`PerformanceInsightsEnabled: true` beside `EngineMode: serverless`",
    fix: "remove the properties",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbcluster/aurora_warning",
        places: &["AWS::RDS::DBCluster"],
        growth: Growth::None,
    }),
};
