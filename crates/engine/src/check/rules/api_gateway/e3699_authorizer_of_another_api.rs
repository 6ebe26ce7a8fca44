//! E3699: a method with the authorizer of another API.

use super::rest_api;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3699",
    severity: Severity::Error,
    what: "Finds a method whose authorizer belongs to another REST API.",
    why: "API Gateway refuses the method: `Invalid authorizer ID specified`.",
    example: "`RestApiId: !Ref One` with an authorizer of `Other`",
    fix: "give both the same `RestApiId`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for method in resource::of_type(context.scope(), "AWS::ApiGateway::Method") {
        let property = method.properties.get("AuthorizerId");
        let Some(authorizer) = property.owner_of("AWS::ApiGateway::Authorizer") else { continue };
        if let Some([own, others]) = rest_api::differ(&method, &authorizer) {
            let message = format!("the method `{}` is of {own}, and its authorizer `{}` of {others}", method.id, authorizer.id);
            property.report(context, rule.finding(message).help(rule.fix).related(authorizer.location, "the authorizer"));
        }
    }
}
