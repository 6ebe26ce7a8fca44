//! E3695: an `Engine` of ElastiCache that does not exist, or an `EngineVersion` that the engine does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3695",
    severity: Severity::Error,
    what: "Finds an `Engine` of ElastiCache that does not exist, or an `EngineVersion` that the engine does not have.",
    why: "ElastiCache refuses the cluster.",
    example: "`EngineVersion: 5.0` of `redis`",
    fix: "use one of the values that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_elasticache_cachecluster/engine_version",
        places: &["AWS::ElastiCache::CacheCluster"],
        growth: Growth::Versions,
    }),
};
