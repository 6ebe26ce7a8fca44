//! E3029: a record that is an alias and has a `TTL`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3029",
    severity: Severity::Error,
    what: "Finds a record that is an alias and has a `TTL`.",
    why: "Route 53 refuses it: an alias lives as long as its target.",
    example: "`AliasTarget` beside `TTL`",
    fix: "remove `TTL`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_route53_recordset/recordset_alias",
        places: &["AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup/RecordSets/*"],
        growth: Growth::None,
    }),
};
