//! E3672: a `NodeType` of DAX that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3672",
    severity: Severity::Error,
    what: "Finds a `NodeType` of DAX that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`NodeType: dax.r5.larg`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_dax_cluster/nodetype_enum",
        places: &["AWS::DAX::Cluster/NodeType"],
        growth: Growth::Families,
    }),
};
