//! E3638: a table with `BillingMode: PAY_PER_REQUEST` and a `ProvisionedThroughput` other than 0.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3638",
    severity: Severity::Error,
    what: "Finds a table with `BillingMode: PAY_PER_REQUEST` and a `ProvisionedThroughput` other than 0.",
    why: "DynamoDB refuses the table.",
    example: "`ProvisionedThroughput` beside `PAY_PER_REQUEST`",
    fix: "remove `ProvisionedThroughput`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_dynamodb_table/billingmode_exclusive",
        places: &["AWS::DynamoDB::Table"],
        growth: Growth::None,
    }),
};
