//! W3691: an instance's `EngineVersion` that RDS no longer offers for new instances.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W3691",
    severity: Severity::Warning,
    what: "Finds an instance's `EngineVersion` that RDS no longer offers for new instances.",
    why: "RDS upgrades such instances by itself, and refuses new ones.",
    example: "A MySQL of 5.7",
    fix: "use a version that is still offered",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbinstance/engine_version_deprecated",
        places: &["AWS::RDS::DBInstance"],
        growth: Growth::None,
    }),
};
