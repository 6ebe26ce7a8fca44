//! E3721: a `ReplicaMode` that Oracle and Db2 do not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3721",
    severity: Severity::Error,
    what: "Finds a `ReplicaMode` that Oracle and Db2 do not have.",
    why: "RDS refuses the instance.",
    example: "`ReplicaMode: open`",
    fix: "use `mounted` or `open-read-only`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbinstance/replicamode_enum",
        places: &["AWS::RDS::DBInstance"],
        growth: Growth::None,
    }),
};
