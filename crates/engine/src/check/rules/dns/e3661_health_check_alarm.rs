//! E3661: a health check of type `CLOUDWATCH_METRIC` without `AlarmIdentifier`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3661",
    severity: Severity::Error,
    what: "Finds a health check of type `CLOUDWATCH_METRIC` without `AlarmIdentifier`.",
    why: "Route 53 refuses the health check.",
    example: "`Type: CLOUDWATCH_METRIC` alone",
    fix: "name the alarm in `AlarmIdentifier`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_route53_healthcheck/healthcheckconfig_type_inclusive",
        places: &["AWS::Route53::HealthCheck/HealthCheckConfig"],
        growth: Growth::None,
    }),
};
