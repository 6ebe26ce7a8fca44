//! E3660: a REST API without a `Name` that is not made from an OpenAPI document.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3660",
    severity: Severity::Error,
    what: "Finds a REST API without a `Name` that is not made from an OpenAPI document.",
    why: "API Gateway refuses the API.",
    example: "`AWS::ApiGateway::RestApi` without properties",
    fix: "write `Name`, or give the document in `Body`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_apigateway_restapi/openapi_properties",
        places: &["AWS::ApiGateway::RestApi"],
        growth: Growth::None,
    }),
};
