//! E3682: an instance of an Aurora cluster with a property that belongs to the cluster.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3682",
    severity: Severity::Warning,
    what: "Finds an instance of an Aurora cluster with a property that belongs to the cluster.",
    why: "RDS takes it from the cluster: on an instance it has no effect, or is refused.",
    example: "`AllocatedStorage` beside `Engine: aurora-mysql`",
    fix: "move the property to the cluster",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbinstance/aurora_exclusive",
        places: &["AWS::RDS::DBInstance"],
        growth: Growth::None,
    }),
};
