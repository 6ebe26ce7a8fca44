//! E3647: a `CacheNodeType` of ElastiCache that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3647",
    severity: Severity::Error,
    what: "Finds a `CacheNodeType` of ElastiCache that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`CacheNodeType: cache.t3.smal`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_elasticache_cachecluster/cachenodetype_enum",
        places: &["AWS::ElastiCache::CacheCluster/CacheNodeType"],
        growth: Growth::Families,
    }),
};
