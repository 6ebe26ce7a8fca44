//! E3617: an instance type of Managed Blockchain that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3617",
    severity: Severity::Error,
    what: "Finds an instance type of Managed Blockchain that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`InstanceType: bc.t3.larg`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_managedblockchain_node/nodeconfiguration_instancetype_enum",
        places: &["AWS::ManagedBlockchain::Node/NodeConfiguration/InstanceType"],
        growth: Growth::Families,
    }),
};
