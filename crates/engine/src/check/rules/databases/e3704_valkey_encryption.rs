//! E3704: a replication group of Valkey that does not say `TransitEncryptionEnabled`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3704",
    severity: Severity::Error,
    what: "Finds a replication group of Valkey that does not say `TransitEncryptionEnabled`.",
    why: "ElastiCache refuses the group.",
    example: "`Engine: valkey` alone",
    fix: "write `TransitEncryptionEnabled: true` (or `false`)",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_elasticache_replicationgroup/transitencryptionenabled_valkey",
        places: &["AWS::ElastiCache::ReplicationGroup"],
        growth: Growth::None,
    }),
};
