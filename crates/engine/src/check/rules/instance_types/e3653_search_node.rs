//! E3653: an instance type of OpenSearch that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3653",
    severity: Severity::Error,
    what: "Finds an instance type of OpenSearch that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`InstanceType: m5.large`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_opensearchservice_domain/clusterconfig_instancetype_enum",
        places: &["AWS::OpenSearchService::Domain/ClusterConfig/InstanceType"],
        growth: Growth::Families,
    }),
};
