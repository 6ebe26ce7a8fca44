//! E3652: an instance type of Elasticsearch that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3652",
    severity: Severity::Error,
    what: "Finds an instance type of Elasticsearch that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`InstanceType: m5.large.elasticserch`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_elasticsearch_domain/elasticsearchclusterconfig_instancetype_enum",
        places: &["AWS::Elasticsearch::Domain/ElasticsearchClusterConfig/InstanceType"],
        growth: Growth::Families,
    }),
};
