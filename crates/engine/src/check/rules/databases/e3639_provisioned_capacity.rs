//! E3639: a table that pays for provisioned capacity and has no `ProvisionedThroughput`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3639",
    severity: Severity::Error,
    what: "Finds a table that pays for provisioned capacity and has no `ProvisionedThroughput`.",
    why: "DynamoDB refuses the table.",
    example: "A table with neither `BillingMode` nor `ProvisionedThroughput`",
    fix: "write `BillingMode: PAY_PER_REQUEST`, or give the throughput",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_dynamodb_table/billingmode_provisioned_dependent",
        places: &["AWS::DynamoDB::Table"],
        growth: Growth::None,
    }),
};
