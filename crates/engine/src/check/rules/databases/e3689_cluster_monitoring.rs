//! E3689: a cluster with one of `MonitoringInterval` and `MonitoringRoleArn` and without the other.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3689",
    severity: Severity::Error,
    what: "Finds a cluster with one of `MonitoringInterval` and `MonitoringRoleArn` and without the other.",
    why: "RDS refuses the cluster.",
    example: "`MonitoringInterval: 60` alone",
    fix: "give both",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbcluster/monitoring",
        places: &["AWS::RDS::DBCluster"],
        growth: Growth::None,
    }),
};
