//! E3023: a record whose value has not the form of its type: an address, a host name, a quoted text.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3023",
    severity: Severity::Error,
    what: "Finds a record whose value has not the form of its type: an address, a host name, a quoted text.",
    why: "Route 53 refuses the record.",
    example: "A record of type `A` with the value `example.com`",
    fix: "write the value in the form of its type",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_route53_recordset/recordset_pattern",
        places: &["AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup/RecordSets/*"],
        growth: Growth::None,
    }),
};
