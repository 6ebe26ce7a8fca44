//! E3718: an authorizer that keeps results for more than 3600 seconds.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3718",
    severity: Severity::Error,
    what: "Finds an authorizer that keeps results for more than 3600 seconds.",
    why: "API Gateway refuses the authorizer.",
    example: "`AuthorizerResultTtlInSeconds: 7200`",
    fix: "write 0 to 3600",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_apigateway_authorizer/ttl",
        places: &["AWS::ApiGateway::Authorizer"],
        growth: Growth::None,
    }),
};
