//! E3691: an instance's `Engine` that does not exist, or an `EngineVersion` that the engine does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3691",
    severity: Severity::Error,
    what: "Finds an instance's `Engine` that does not exist, or an `EngineVersion` that the engine does not have.",
    why: "RDS refuses the instance.",
    example: "`EngineVersion: 16.99.1` of `postgres`",
    fix: "use one of the values that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbinstance/engine_version",
        places: &["AWS::RDS::DBInstance"],
        growth: Growth::Versions,
    }),
};
