//! E3693: an Aurora cluster with a property that only other clusters take.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3693",
    severity: Severity::Error,
    what: "Finds an Aurora cluster with a property that only other clusters take.",
    why: "RDS refuses the cluster.",
    example: "`AllocatedStorage` beside `Engine: aurora-postgresql`",
    fix: "remove the property",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbcluster/aurora",
        places: &["AWS::RDS::DBCluster"],
        growth: Growth::None,
    }),
};
